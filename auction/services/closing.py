"""Letting the hammer fall."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auction.models import Lot
from auction.rules.closing import fall_of_hammer
from auction.rules.lifecycle import LotStatus
from auction.services import trail
from auction.services.each import each_lot
from auction.services.lapsing import lapse_registrations
from auction.services.releasing import release_deposits
from auction.services.result_news import tell_result
from auction.services.transaction import atomic, lot_for_change

SETTLE = timedelta(seconds=2)  # a bid stamped in time may still be waiting for the lock


def close_due_lots(session: Session, *, now: datetime) -> int:
    """Close every lot whose time has come; return how many were closed.

    Safe to run as often as you like, and by several processes at once: a lot closes
    once, whoever gets there first.
    """
    due = (
        select(Lot.id)
        .where(Lot.status == LotStatus.OPEN, Lot.closes_at <= now - SETTLE)
        .order_by(Lot.closes_at, Lot.id)
    )
    return each_lot(session, due, close_lot, now=now)


@atomic
def close_lot(session: Session, *, lot_id: int, now: datetime) -> bool:
    """Close one lot, unless a bid moved its end or somebody was there first."""
    lot = lot_for_change(session, lot_id)
    if lot.status is not LotStatus.OPEN or now < lot.closes_at + SETTLE:
        return False

    result = fall_of_hammer(lot.standing, lot.catalogue.procedure, reserve=lot.reserve)
    lot.move_to(result.status)
    lot.reason_code = result.reason
    lot.ended_at = lot.closes_at  # the announced end counts, however late the clock
    release_deposits(
        session,
        lot,
        at=lot.ended_at,
        but=lot.leader_id if result.status is LotStatus.SOLD else None,
    )
    lapse_registrations(session, lot, now=now)
    trail.record(
        session,
        lot,
        action=result.status.value,
        actor="clock",
        at=now,
        closes_at=lot.closes_at,
        price=lot.price,
        paddle=lot.leader.number if lot.leader else None,
        reason=result.reason,
    )
    tell_result(session, lot, now=now)
    return True


def next_due_at(session: Session) -> datetime | None:
    """Return the next moment at which a lot is announced, opens or closes."""
    announcing = session.scalar(
        select(func.min(Lot.announce_at)).where(Lot.status == LotStatus.APPROVED)
    )
    opening = session.scalar(
        select(func.min(Lot.opens_at)).where(Lot.status == LotStatus.ANNOUNCED)
    )
    closing = session.scalar(
        select(func.min(Lot.closes_at)).where(Lot.status == LotStatus.OPEN)
    )
    moments = [announcing, opening, closing + SETTLE if closing else None]
    return min((moment for moment in moments if moment), default=None)
