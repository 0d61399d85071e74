"""The site's sign of life, and what happens after it was down near a close."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from auction.models import Heartbeat, Lot
from auction.rules.lifecycle import LotStatus
from auction.rules.outage import close_after_outage
from auction.services import trail
from auction.services.each import each_lot
from auction.services.transaction import atomic, lot_for_change

ONLY = 1  # the one row
WAITING = (LotStatus.ANNOUNCED, LotStatus.OPEN)


@atomic
def beat(session: Session, *, now: datetime) -> None:
    """Say that the site is up and has just swept."""
    heartbeat = session.get(Heartbeat, ONLY, with_for_update=True)
    if heartbeat is not None:
        heartbeat.beaten_at = heartbeat.swept_at = max(now, heartbeat.beaten_at)
        return
    try:
        with session.begin_nested():
            session.add(Heartbeat(id=ONLY, beaten_at=now, swept_at=now))
    except IntegrityError:
        pass  # another process was first to say so


def last_beat(session: Session) -> datetime | None:
    """Return when the site last said that it was up."""
    return session.scalar(select(Heartbeat.beaten_at).where(Heartbeat.id == ONLY))


def extend_after_outage(session: Session, *, now: datetime) -> int:
    """Give more time to every lot whose last minutes the site was down; say so.

    Called once at the start, before anything closes. Safe when several processes start
    together and when one is killed half-way: a lot that has its new end is not extended
    again, and the outage is forgotten only when all have been dealt with.
    """
    down_from = last_beat(session)
    extended = 0
    if down_from is not None:
        affected = select(Lot.id).where(
            Lot.status.in_(WAITING), Lot.closes_at >= down_from
        )

        def extend(session: Session, *, lot_id: int, now: datetime) -> bool:
            return _extend(session, lot_id=lot_id, down_from=down_from, now=now)

        extended = each_lot(session, affected, extend, now=now)
    beat(session, now=now)
    return extended


@atomic
def _extend(
    session: Session, *, lot_id: int, down_from: datetime, now: datetime
) -> bool:
    lot = lot_for_change(session, lot_id)
    closes_at = close_after_outage(
        lot.catalogue.procedure.outage,
        closes_at=lot.closes_at,
        down_from=down_from,
        up_at=now,
    )
    if lot.status not in WAITING or closes_at is None:
        return False

    lot.scheduled_close += closes_at - lot.closes_at
    lot.closes_at = closes_at
    zone = lot.catalogue.zone
    lot.notice = (
        "The site could not be reached from "
        f"{down_from.astimezone(zone):%Y-%m-%d %H:%M:%S} to "
        f"{now.astimezone(zone):%Y-%m-%d %H:%M:%S} ({zone.key}), so the end of this "
        "lot was moved, as its rules say."
    )
    trail.record(
        session,
        lot,
        action="extended after an outage",
        actor="clock",
        at=now,
        down_from=down_from,
        up_at=now,
        closes_at=closes_at,
    )
    return True
