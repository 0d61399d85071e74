"""The books of the deposits: double entry, so that nothing is lost.

An entry debits one account and credits another with the same amount. Accounts of a
deposit hold what we owe its payer, so money comes to them on the credit side.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from auction.money import Money
from auction.rules.deposit_life import DepositState

NOTHING = Money(0)


class Account(StrEnum):
    """Where money stands, in the office's books."""

    BANK = "bank"
    ON_PAPER = "on_paper"  # booked by hand, and not yet seen on a statement
    SUSPENSE = "suspense"  # came in, and nobody knows yet for whom
    OTHER = "other"  # has nothing to do with deposits
    RECEIVED = "received"  # for a deposit, not yet confirmed
    CONFIRMED = "confirmed"
    HELD = "held"  # after the end, the buyer's or a runner-up's
    DUE_BACK = "due_back"
    RETURNING = "returning"  # ordered at the bank
    PRICE = "price"  # counts towards the price
    FORFEITED = "forfeited"
    OWED = "owed"  # by somebody who had it back, before the bank took it too
    # What was asked for is no money yet: these two stand against each other.
    ASKED = "asked"
    AWAITED = "awaited"


MEMO = frozenset({Account.ASKED, Account.AWAITED})
DEBIT_SIDE = frozenset({Account.BANK, Account.ON_PAPER, Account.OWED, Account.ASKED})
FREE_SIDE = frozenset({Account.BANK, Account.OTHER})  # may stand on either


class Event(StrEnum):
    """What happened to a deposit, or to money that belongs to none."""

    REQUESTED = "requested"
    RECEIVED = "received"
    CLEARED = "cleared"  # seen on a statement, after it was booked by hand
    OVERPAID = "overpaid"
    LATE = "late"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"  # the confirmation
    HELD = "held"
    RELEASED = "released"
    LAPSED = "lapsed"
    APPLIED = "applied"
    FORFEITED = "forfeited"
    SET_OFF = "set_off"  # what is due back against what is owed
    ORDERED = "ordered"  # its way back, at the bank
    ORDER_CANCELLED = "order_cancelled"
    RETURNED = "returned"
    BOUNCED = "bounced"  # the bank could not deliver it
    REVERSED = "reversed"  # the bank took the payment back
    CORRECTED = "corrected"  # the cashier had booked something that was not so
    UNMATCHED = "unmatched"
    KNOWN = "known"  # for whom it is
    SET_ASIDE = "set_aside"
    TAKEN_UP = "taken_up"  # again, after it was set aside


class Written(Protocol):
    """An entry, as it was written or as it will be."""

    @property
    def event(self) -> str:
        """What happened."""

    @property
    def debit(self) -> str:
        """The account that is debited."""

    @property
    def credit(self) -> str:
        """The account that is credited."""

    @property
    def amount(self) -> Money:
        """How much; above zero."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement; ``amount`` is above zero."""

    event: Event
    debit: Account
    credit: Account
    amount: Money


@dataclass(frozen=True, slots=True)
class Turnover:
    """What went to an account and what came from it, in all."""

    account: Account
    debits: Money
    credits: Money


Balances = Mapping[Account, Money]


def turnovers(entries: Iterable[Written]) -> list[Turnover]:
    """Add up both sides of every account that was used, in the order of accounts."""
    left: dict[str, Money] = defaultdict(lambda: NOTHING)
    right: dict[str, Money] = defaultdict(lambda: NOTHING)
    for entry in entries:
        left[entry.debit] += entry.amount
        right[entry.credit] += entry.amount
    used = [account for account in Account if account in {*left, *right}]
    return [Turnover(account, left[account], right[account]) for account in used]


def balances(entries: Iterable[Written]) -> Balances:
    """Return what stands on every account, on its own side; nothing is nought."""
    found = dict.fromkeys(Account, NOTHING)
    for of in turnovers(entries):
        is_debit = of.account in DEBIT_SIDE
        more, less = (of.debits, of.credits)[:: 1 if is_debit else -1]
        found[of.account] = more - less
    return found


def below_zero(stand: Balances) -> list[Account]:
    """Return the accounts on which less than nothing stands; there must be none."""
    return [a for a, m in stand.items() if m < NOTHING and a not in FREE_SIDE]


def state_of(entries: Sequence[Written]) -> DepositState:
    """Return where a deposit stands, by all that was written about it."""
    stand = balances(entries)
    for account, state in (
        (Account.CONFIRMED, DepositState.CONFIRMED),
        (Account.HELD, DepositState.HELD),
        (Account.RECEIVED, DepositState.RECEIVED),
        (Account.ASKED, DepositState.REQUESTED),
        (Account.DUE_BACK, DepositState.DUE_BACK),
        (Account.RETURNING, DepositState.RETURNING),
        (Account.PRICE, DepositState.APPLIED),
        (Account.FORFEITED, DepositState.FORFEITED),
    ):
        if stand[account] > NOTHING:
            return state
    went_back = any(entry.event == Event.RETURNED for entry in entries)
    return DepositState.RETURNED if went_back else DepositState.LAPSED


def after(stand: Balances, entries: Iterable[Written]) -> Balances:
    """Return what stands on every account once these entries are written."""
    more = balances(entries)
    return {account: stand[account] + more[account] for account in Account}
