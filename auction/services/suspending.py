"""Suspending a lot and resuming it."""

from datetime import datetime

from sqlalchemy.orm import Session

from auction.models import Lot
from auction.rules.lifecycle import LotStatus
from auction.rules.recalling import check_ground, check_public_text
from auction.rules.refusal import OutOfStep
from auction.rules.suspending import close_on_resuming
from auction.services import trail
from auction.services.officers import lot_for_officer, office_name
from auction.services.transaction import atomic


class NotOpen(OutOfStep):
    """Only a lot that is open can be suspended."""


class NotSuspended(OutOfStep):
    """This lot is not suspended."""


@atomic
def suspend_lot(
    session: Session,
    *,
    lot_id: int,
    officer_id: int,
    ground: str,
    public_text: str,
    now: datetime,
) -> Lot:
    """Stop the bidding on a lot for a while; the time that is left is kept."""
    lot = lot_for_officer(session, lot_id=lot_id, officer_id=officer_id)
    if lot.status is not LotStatus.OPEN or now >= lot.closes_at:
        raise NotOpen
    grounds = lot.catalogue.procedure.suspension.grounds
    chosen = check_ground(grounds, ground, has_bids=lot.bid_count > 0)
    text = check_public_text(public_text)

    lot.rested_from = lot.status
    lot.move_to(LotStatus.SUSPENDED)
    lot.suspended_at = now
    lot.reason_code, lot.reason_text = chosen.code, text
    trail.record(
        session,
        lot,
        action="suspended",
        actor=office_name(lot),
        at=now,
        ground=chosen.code,
        public_text=text,
        closes_at=lot.closes_at,
    )
    return lot


@atomic
def resume_lot(
    session: Session,
    *,
    lot_id: int,
    officer_id: int,
    public_text: str,
    now: datetime,
) -> Lot:
    """Let the bidding go on, with the time that was left as the procedure says."""
    lot = lot_for_officer(session, lot_id=lot_id, officer_id=officer_id)
    if lot.status is not LotStatus.SUSPENDED:
        raise NotSuspended
    text = check_public_text(public_text)
    closes_at = close_on_resuming(
        lot.catalogue.procedure, remaining=lot.remaining(), now=now
    )

    lot.move_to(LotStatus.OPEN)
    lot.scheduled_close += closes_at - lot.closes_at  # caps count from the new end
    lot.closes_at, lot.suspended_at = closes_at, None
    lot.reason_code = lot.reason_text = None
    lot.notice = text
    trail.record(
        session,
        lot,
        action="resumed",
        actor=office_name(lot),
        at=now,
        public_text=text,
        closes_at=closes_at,
    )
    return lot
