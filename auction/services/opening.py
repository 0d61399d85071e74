"""Opening lots when their time comes."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Lot
from auction.rules.lifecycle import LotStatus
from auction.services import trail
from auction.services.each import each_lot
from auction.services.transaction import atomic, lot_for_change


def open_due_lots(session: Session, *, now: datetime) -> int:
    """Open every announced lot whose time has come; return how many were opened."""
    due = (
        select(Lot.id)
        .where(Lot.status == LotStatus.ANNOUNCED, Lot.opens_at <= now)
        .order_by(Lot.opens_at, Lot.id)
    )
    return each_lot(session, due, open_lot, now=now)


@atomic
def open_lot(session: Session, *, lot_id: int, now: datetime) -> bool:
    """Open one lot, unless somebody was there first."""
    return open_if_due(session, lot_for_change(session, lot_id), now=now)


def open_if_due(session: Session, lot: Lot, *, now: datetime) -> bool:
    """Open a locked lot if its time has come; a bid need not wait for the clock."""
    if lot.status is not LotStatus.ANNOUNCED or now < lot.opens_at:
        return False
    lot.move_to(LotStatus.OPEN)
    trail.record(
        session,
        lot,
        action="opened",
        actor="clock",
        at=now,
        opens_at=lot.opens_at,
        closes_at=lot.closes_at,
    )
    return True
