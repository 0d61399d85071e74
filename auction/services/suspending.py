"""Putting a lot to rest, stayed or suspended, and letting it go on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from auction.models import Act, Lot
from auction.rules.act_words import Outcome
from auction.rules.lifecycle import LotStatus
from auction.rules.resuming import Span, resumed
from auction.services.deeds import Deed


def stay(_: Session, lot: Lot, act: Act, *, now: datetime) -> Deed:
    """Put a lot off, because the enforcement is; until a date, if one is known."""
    _rest(lot, act, LotStatus.STAYED, now)
    lot.stayed_until = act.until
    content = {"closes_at": lot.closes_at, "expected_until": act.until}
    return Deed("stayed", content, Outcome(expected_until=act.until))


def suspend(_: Session, lot: Lot, act: Act, *, now: datetime) -> Deed:
    """Interrupt a lot, because something is wrong."""
    _rest(lot, act, LotStatus.SUSPENDED, now)
    return Deed("suspended", {"closes_at": lot.closes_at})


def resume(_: Session, lot: Lot, act: Act, *, now: datetime) -> Deed:
    """Let a lot go on as what it was, with the time that was left."""
    span = span_after_rest(lot, wanted=act.until, now=now)
    was_announced = lot.rested_from is LotStatus.ANNOUNCED

    lot.move_to(lot.rested_from or LotStatus.OPEN)
    lot.scheduled_close += span.closes_at - lot.closes_at  # caps count from the new end
    lot.opens_at, lot.closes_at = span.opens_at, span.closes_at
    lot.suspended_at = lot.rested_from = lot.stayed_until = None
    lot.reason_code = lot.reason_text = None
    lot.notice = act.public_text
    return Deed(
        "resumed",
        {"opens_at": span.opens_at, "closes_at": span.closes_at},
        Outcome(
            opens_at=span.opens_at if was_announced else None,
            closes_at=span.closes_at,
        ),
    )


def span_after_rest(lot: Lot, *, wanted: datetime | None, now: datetime) -> Span:
    """Return when a lot at rest would take bids if it went on now, or refuse."""
    return resumed(
        lot.catalogue.procedure,
        Span(lot.opens_at, lot.closes_at),
        rested_from=lot.rested_from or LotStatus.OPEN,
        rested_at=lot.suspended_at or now,
        now=now,
        wanted=wanted,
    )


def _rest(lot: Lot, act: Act, status: LotStatus, now: datetime) -> None:
    lot.rested_from = lot.status
    lot.move_to(status)
    lot.suspended_at = now
    lot.reason_code, lot.reason_text = act.ground, act.public_text
