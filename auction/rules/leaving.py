"""When an account may be closed, and what is said where it may not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from auction.rules.deposit_life import DepositState
from auction.rules.refusal import OutOfStep

PAYING = timedelta(days=30)  # where the office tells the buyer by when to pay
OPEN_DEPOSITS = frozenset(
    {
        DepositState.RECEIVED,
        DepositState.CONFIRMED,
        DepositState.HELD,
        DepositState.DUE_BACK,
        DepositState.RETURNING,
    }
)

HAS_BID = "You have bid on lot {number}, “{title}”, which is not over yet."
SETS_MAXIMUM = (
    "Your maximum may still bid on lot {number}, “{title}”. End it on its page."
)
HAS_WON = (
    "You have bought lot {number}, “{title}”: please wait until it is paid and settled."
)
STAYS_BOUND = (
    "You have promised to stay bound on lot {number}, “{title}”, if its buyer does not "
    "pay."
)
HAS_DEPOSIT = (
    "Your deposit {reference} has not come back yet. Withdraw the registrations that "
    "you do not need, and wait until the office has returned it."
)
HAS_DUTIES = (
    "You have duties at {office}. An approver there has to end them first, so that "
    "somebody else takes them over."
)
IS_LAST = (
    "You are the only {role} of this site. Somebody else must be one before you leave."
)
IS_BARRED = (
    "You are barred from a sale, and nobody has verified who you are: the account "
    "stays until the bar ends."
)


class CannotLeave(OutOfStep):
    """Your account cannot be closed yet."""

    def __init__(self, why: Sequence[str]) -> None:
        self.why = tuple(why)
        super().__init__()


def is_settled(*, ended_at: datetime, due_at: datetime | None, now: datetime) -> bool:
    """Say whether the time is over in which a buyer had to pay for a lot.

    That he has not paid is an act of its own (default); where he has, the office has
    counted the deposit towards the price.
    """
    return now >= (due_at or ended_at + PAYING)
