"""The close of a lot: the soft close, and the fall of the hammer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from auction.money import Money
from auction.rules.lifecycle import LotStatus

if TYPE_CHECKING:
    from auction.rules.bidding import Standing
    from auction.rules.procedure import Procedure

PASSED_BECAUSE = {
    "no_bid": "Nobody made a bid.",
    "reserve_not_met": "The highest bid did not reach the reserve.",
    "too_few_bidders": "Fewer people made a bid than the rules of this sale ask for.",
}


class ClosingKind(StrEnum):
    """How a late bid moves the end."""

    HARD = "hard"  # it does not
    FROM_BID = "from_bid"  # to so long after the bid
    ADD = "add"  # by so much
    IDLE = "idle"  # open until so long has passed without a bid
    FIRST_BID = "first_bid"  # so long after the first bid; from then on as FROM_BID


@dataclass(frozen=True, slots=True)
class ClosingRule:
    """A closing rule and its numbers."""

    kind: ClosingKind
    window: timedelta = timedelta(0)  # a bid this near to the end moves it
    extension: timedelta = timedelta(0)
    cap: timedelta | None = None  # never later than this after the announced end
    max_extensions: int | None = None
    period: timedelta = timedelta(0)  # from the first bid to the end (FIRST_BID)

    @property
    def waits_for_a_bid(self) -> bool:
        """Whether the first bid sets the end: until then only a window is known."""
        return self.kind is ClosingKind.FIRST_BID


@dataclass(frozen=True, slots=True)
class Result:
    """How a lot ends: sold, or passed for a reason."""

    status: LotStatus
    reason: str | None = None


def close_after_first_bid(rule: ClosingRule, *, received_at: datetime) -> datetime:
    """Return the end that the first bid of a sell-off sets.

    It may be earlier than the announced end of the window, and when the bid comes in
    the window's last hours it is later. Limits of extensions count from it.
    """
    return received_at + rule.period


def close_after_bid(
    rule: ClosingRule,
    *,
    closes_at: datetime,
    scheduled_close: datetime,
    received_at: datetime,
    extensions: int,
) -> datetime:
    """Return the end after a bid; it is never earlier than before.

    Not for the bid that starts a period: see ``close_after_first_bid``.
    """
    if rule.kind is ClosingKind.HARD:
        return closes_at
    if rule.max_extensions is not None and extensions >= rule.max_extensions:
        return closes_at
    moved = _moved(rule, closes_at, received_at)
    if rule.cap is not None:
        moved = min(moved, scheduled_close + rule.cap)
    return max(closes_at, moved)


def fall_of_hammer(
    standing: Standing, procedure: Procedure, *, reserve: Money | None
) -> Result:
    """Decide how a lot ends."""
    if standing.price is None:
        return Result(LotStatus.PASSED, "no_bid")
    if standing.bidder_count < procedure.min_bidders:
        return Result(LotStatus.PASSED, "too_few_bidders")
    if reserve is not None and standing.price < reserve:
        return Result(LotStatus.PASSED, "reserve_not_met")
    return Result(LotStatus.SOLD)


def _moved(rule: ClosingRule, closes_at: datetime, received_at: datetime) -> datetime:
    if rule.kind is ClosingKind.IDLE:
        return received_at + rule.extension
    if received_at < closes_at - rule.window:
        return closes_at
    if rule.kind is ClosingKind.ADD:
        return closes_at + rule.extension
    return received_at + rule.extension
