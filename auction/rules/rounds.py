"""From one attempt to sell a lot to the next: the ladder of rounds.

What passed goes on to the stage that its procedure names. What was sold and not paid
for, recalled or annulled is offered again in the same stage.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from auction.money import Money
from auction.rules.categories import Category
from auction.rules.checks.calendar import later
from auction.rules.checks.prices import least_after_cut
from auction.rules.lifecycle import LotStatus
from auction.rules.procedure import NextRound, Procedure
from auction.rules.refusal import OutOfStep

AGAIN = frozenset(
    {LotStatus.PASSED, LotStatus.DEFAULTED, LotStatus.RECALLED, LotStatus.VOIDED}
)
ANY_PRICE = Decimal(100)  # a cut of so many per cent is no limit


class NotToOfferAgain(OutOfStep):
    """Only a lot that passed, was recalled or voided, or whose buyer did not pay, can be offered again."""  # noqa: E501


class NoNextStage(OutOfStep):
    """The rules of this sale name no stage that follows it: copy the lot instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """An attempt to sell a lot, with all by which the next one is judged.

    ``procedure_name`` is the name of the procedure's file.
    """

    status: LotStatus
    procedure_name: str
    procedure: Procedure
    category: Category
    valuation: Money | None
    starting_price: Money
    increment: Money | None
    deposit: Money | None
    opens_at: datetime
    scheduled_close: datetime
    ended_at: datetime | None

    @property
    def terms(self) -> NextRound | None:
        """On which terms it goes on to the next stage; None where it does not."""
        passed = self.status is LotStatus.PASSED
        return self.procedure.next_round if passed else None


def goes_on(status: LotStatus, procedure: Procedure) -> bool:
    """Say whether what ended so under a procedure can be offered again."""
    if status is LotStatus.PASSED:
        return procedure.next_round is not None
    return status in AGAIN


def next_stage(last: Attempt) -> str:
    """Name the procedure of the next attempt after this one, or refuse."""
    if last.status not in AGAIN:
        raise NotToOfferAgain
    if last.status is not LotStatus.PASSED:
        return last.procedure_name
    if last.terms is None:
        raise NoNextStage
    return last.terms.procedure


def price_floor(attempts: Sequence[Attempt]) -> Money | None:
    """Return the lowest lawful starting price after these attempts, if there is one.

    It comes from the last attempt that passed: what was offered again in the same stage
    since, because a buyer did not pay, does not lower it further.
    """
    for attempt in reversed(attempts):
        if attempt.terms is not None:
            cut = attempt.terms.price_cut_percent_max
            floor = least_after_cut(attempt.starting_price, cut)
            return floor if cut < ANY_PRICE else None
    return None


def opens_by(last: Attempt, zone: ZoneInfo) -> datetime | None:
    """Return the last lawful moment for the next opening, where there is a term."""
    if last.terms is None or last.terms.within is None or last.ended_at is None:
        return None
    return later(last.ended_at, last.terms.within, zone)


def announced_by(last: Attempt, zone: ZoneInfo) -> datetime | None:
    """Return the last lawful moment for the next announcement, where there is one."""
    terms = last.terms
    if terms is None or terms.announced_within is None or last.ended_at is None:
        return None
    return later(last.ended_at, terms.announced_within, zone)
