from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auction.money import Money
from auction.rules.matching import Fit, Match, Matcher, OnItsWay, Wanted, is_of_account
from auction.rules.payment_reference import reference_of
from auction.rules.statements.statement import StatementLine

FIRST, SECOND, THIRD = (reference_of(number) for number in (7, 8, 9))
ANNA = Wanted(1, FIRST, Money(500_00), "EUR", ("Anna Nováková",))
HOLDING = Wanted(2, SECOND, Money(700_00), "EUR", ("Example Holding",))
PAID_UP = Wanted(3, THIRD, Money(0), "EUR")
BACK = OnItsWay(31, 3, "RET-31", Money(300_00), "EUR")
MATCHER = Matcher([ANNA, HOLDING, PAID_UP], [BACK])


def line(
    cents: int, *, text: str = "", reference: str = "", party: str = ""
) -> StatementLine:
    return StatementLine(
        date(2026, 6, 1), Money(cents), party, reference=reference, text=text
    )


def match(one: StatementLine, currency: str = "EUR") -> Match:
    return MATCHER.match(one, currency_code=currency)


@pytest.mark.parametrize(
    "text",
    [
        FIRST,
        f"deposit {FIRST.lower()} thank you",
        f"{FIRST[:4]} {FIRST[4:8]} {FIRST[8:12]} {FIRST[12:]}",
    ],
)
def test_a_reference_decides_wherever_it_stands(text: str) -> None:
    by_text, by_reference = (
        match(line(500_00, text=text)),
        match(line(500_00, reference=text)),
    )

    assert by_text == by_reference
    assert (by_text.fit, by_text.deposit_id) == (Fit.REFERENCE, 1)
    assert by_text.off == Money(0)


@pytest.mark.parametrize(
    ("cents", "off"), [(499_99, -1), (500_00, 0), (500_01, 1), (1, -499_99)]
)
def test_a_reference_tells_how_far_the_amount_is_off(cents: int, off: int) -> None:
    assert match(line(cents, text=FIRST)).off == Money(off)


def test_a_reference_in_another_currency_is_no_money_for_it() -> None:
    assert match(line(500_00, text=FIRST), "USD").fit is Fit.NOTHING


@pytest.mark.parametrize("at", range(2, 16))
def test_a_wrong_digit_in_a_reference_finds_no_other_deposit(at: int) -> None:
    wrong = FIRST[:at] + str((int(FIRST[at]) + 1) % 10) + FIRST[at + 1 :]

    assert match(line(123_45, text=wrong)).fit is Fit.NOTHING


def test_a_mistyped_reference_is_only_suggested_by_amount_and_name() -> None:
    found = match(line(500_00, text="RF00 1", party="NOVAKOVA ANNA MARIA"))

    assert (found.fit, found.deposit_id) == (Fit.SUGGESTED, 1)


@pytest.mark.parametrize(
    ("cents", "party"),
    [(499_99, "Anna Nováková"), (500_00, "Anna"), (500_00, "Jan Novák"), (500_00, "")],
)
def test_amount_or_name_alone_suggest_nothing(cents: int, party: str) -> None:
    assert match(line(cents, party=party)).fit is Fit.NOTHING


def test_two_who_fit_alike_are_left_to_the_cashier() -> None:
    twin = Wanted(9, reference_of(99), ANNA.lacking, "EUR", ANNA.names)

    found = Matcher([ANNA, twin]).match(
        line(500_00, party="Anna Nováková"), currency_code="EUR"
    )

    assert found.fit is Fit.NOTHING


def test_two_references_in_one_entry_are_left_to_the_cashier() -> None:
    assert match(line(1_200_00, text=f"{FIRST} and {SECOND}")).fit is Fit.SEVERAL


def test_money_for_a_deposit_that_is_paid_is_all_too_much() -> None:
    found = match(line(50_00, text=THIRD))

    assert (found.fit, found.off) == (Fit.REFERENCE, Money(50_00))


def test_money_that_the_bank_took_back_is_a_reversal() -> None:
    found = match(line(-500_00, text=FIRST))

    assert (found.fit, found.deposit_id) == (Fit.REVERSAL, 1)


def test_a_return_is_known_by_its_own_reference() -> None:
    found = match(line(-300_00, reference="RET-31"))

    assert (found.fit, found.return_id, found.deposit_id) == (Fit.RETURN, 31, 3)


def test_a_return_of_another_amount_is_left_to_the_cashier() -> None:
    assert match(line(-299_99, reference="RET-31")).fit is Fit.NOTHING


def test_a_return_that_came_back_is_told_from_one_that_went_out() -> None:
    paid = OnItsWay(31, 3, "RET-31", Money(300_00), "EUR", is_paid=True)
    matcher = Matcher([], [paid])

    back = matcher.match(line(300_00, reference="RET-31"), currency_code="EUR")
    again = matcher.match(line(-300_00, reference="RET-31"), currency_code="EUR")

    assert back.fit is Fit.BOUNCE
    assert again.fit is Fit.NOTHING


def test_a_return_that_kept_only_the_deposits_reference_is_known_by_its_amount() -> (
    None
):
    back = match(line(-300_00, text=f"deposit back {THIRD}"))
    reversal = match(line(-299_00, text=f"deposit back {THIRD}"))

    assert (back.fit, back.return_id) == (Fit.RETURN, 31)
    assert reversal.fit is Fit.REVERSAL


@given(st.text(max_size=80), st.integers(-(10**9), 10**9))
def test_no_text_leads_to_a_deposit_without_its_reference(
    text: str, cents: int
) -> None:
    found = match(line(cents, text=text, party=text))

    if found.fit is Fit.REFERENCE:
        digits = "".join(sign for sign in text if sign.isdigit())
        assert FIRST[2:] in digits or SECOND[2:] in digits or THIRD[2:] in digits


@pytest.mark.parametrize(
    "account",
    [
        "DE89370400440532013000",
        "DE89 3704 0044 0532 0130 00",
        "37040044/0532013000",
        "37040044/532013000EUR",
        "0532013000",
    ],
)
def test_an_account_is_known_however_the_bank_writes_it(account: str) -> None:
    assert is_of_account(account, "DE89370400440532013000")


@pytest.mark.parametrize(
    "account", ["", "DE89370400440532013001", "3000", "37040044/0532013001", "0"]
)
def test_another_account_is_told_apart(account: str) -> None:
    assert not is_of_account(account, "DE89370400440532013000")
