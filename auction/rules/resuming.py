"""When a lot that rested goes on."""

from dataclasses import dataclass
from datetime import datetime

from auction.rules.lifecycle import LotStatus
from auction.rules.procedure import Procedure
from auction.rules.refusal import Refusal


class TooEarly(Refusal):
    """The lot cannot open or close before {earliest}."""


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when a lot takes bids."""

    opens_at: datetime
    closes_at: datetime


def resumed(
    procedure: Procedure,
    span: Span,
    *,
    rested_from: LotStatus,
    rested_at: datetime,
    now: datetime,
    wanted: datetime | None = None,
) -> Span:
    """Return when a lot takes bids after it rested.

    One that was open keeps the time that was left, and gets at least the procedure's.
    One that was not keeps how long it is open, and opens as announced, or so long after
    now that those who wait for it can be there. ``wanted``, the new end of the first or
    the new opening of the second, may be later; it is never earlier.
    """
    soonest = now + procedure.resume_at_least
    if rested_from is LotStatus.ANNOUNCED:
        opens_at = _not_before(max(span.opens_at, soonest), wanted)
        return Span(opens_at, opens_at + (span.closes_at - span.opens_at))
    left = span.closes_at - rested_at
    return Span(span.opens_at, _not_before(max(now + left, soonest), wanted))


def resume_due_at(
    procedure: Procedure, *, cause_ends_at: datetime | None
) -> datetime | None:
    """Return by when a lot must go on, where it is known when the cause ends."""
    if cause_ends_at is None or procedure.resume_within is None:
        return None
    return cause_ends_at + procedure.resume_within


def _not_before(earliest: datetime, wanted: datetime | None) -> datetime:
    if wanted is None:
        return earliest
    if wanted < earliest:
        raise TooEarly(earliest=earliest)
    return wanted
