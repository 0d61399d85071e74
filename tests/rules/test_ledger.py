"""The books add up, and say where a deposit stands."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from auction.money import Money
from auction.rules.deposit_events import confirmed, received, requested
from auction.rules.ledger import (
    Account,
    Entry,
    Event,
    after,
    balances,
    below_zero,
    turnovers,
)

ASKED = Money(40_00)

entries = st.lists(
    st.builds(
        Entry,
        event=st.sampled_from(Event),
        debit=st.sampled_from(Account),
        credit=st.sampled_from(Account),
        amount=st.integers(1, 10**12).map(Money),
    )
)


def test_turnovers_show_both_sides_of_every_account_in_use() -> None:
    written = requested(ASKED)
    written += received(ASKED, balances(written))
    written += confirmed(balances(written))

    assert [
        (of.account.value, of.debits.minor, of.credits.minor)
        for of in turnovers(written)
    ] == [
        ("bank", 4000, 0),
        ("received", 4000, 4000),
        ("confirmed", 0, 4000),
        ("asked", 4000, 4000),
        ("awaited", 4000, 4000),
    ]


def test_money_in_the_bank_and_money_owed_both_stand_above_zero() -> None:
    stand = balances([Entry(Event.RECEIVED, Account.BANK, Account.RECEIVED, ASKED)])

    assert stand[Account.BANK] == stand[Account.RECEIVED] == ASKED
    assert stand[Account.HELD] == Money(0)


def test_an_account_from_which_too_much_was_taken_is_named() -> None:
    stand = balances([Entry(Event.RETURNED, Account.DUE_BACK, Account.BANK, ASKED)])

    assert below_zero(stand) == [Account.DUE_BACK]


@given(entries)
def test_whatever_is_written_debits_are_credits(written: list[Entry]) -> None:
    found = turnovers(written)

    assert sum(of.debits.minor for of in found) == sum(of.credits.minor for of in found)


@given(entries, entries)
def test_balances_after_more_entries_are_those_of_all(
    one: list[Entry], more: list[Entry]
) -> None:
    assert after(balances(one), more) == balances([*one, *more])
