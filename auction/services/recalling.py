"""Taking a lot back before the hammer."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from auction.models import Bid, Lot
from auction.rules.lifecycle import LotStatus
from auction.rules.recalling import check_ground, check_public_text
from auction.rules.refusal import OutOfStep
from auction.services import trail
from auction.services.officers import lot_for_officer, office_name
from auction.services.transaction import atomic


class AlreadyRecalled(OutOfStep):
    """This lot has already been recalled."""


class TooLateToRecall(OutOfStep):
    """This lot has closed: it can no longer be recalled."""


@atomic
def recall_lot(
    session: Session,
    *,
    lot_id: int,
    officer_id: int,
    ground: str,
    public_text: str,
    now: datetime,
) -> Lot:
    """Recall a lot for a ground of its procedure; its bids stay, marked void."""
    lot = lot_for_officer(session, lot_id=lot_id, officer_id=officer_id)
    _check_moment(lot, now)
    chosen = check_ground(
        lot.catalogue.procedure.recall.grounds, ground, has_bids=lot.bid_count > 0
    )
    text = check_public_text(public_text)

    lot.move_to(LotStatus.RECALLED)
    lot.reason_code, lot.reason_text, lot.ended_at = chosen.code, text, now
    void_bids(session, lot, now=now)
    trail.record(
        session,
        lot,
        action="recalled",
        actor=office_name(lot),
        at=now,
        ground=chosen.code,
        public_text=text,
        bids_void=lot.bid_count,
    )
    return lot


def void_bids(session: Session, lot: Lot, *, now: datetime) -> None:
    """Mark every bid of a lot void: it stays in the record and no longer counts."""
    session.execute(
        update(Bid)
        .where(Bid.lot_id == lot.id, Bid.voided_at.is_(None))
        .values(voided_at=now)
    )
    lot.price = None
    lot.leader_id = None


def _check_moment(lot: Lot, now: datetime) -> None:
    if lot.status is LotStatus.RECALLED:
        raise AlreadyRecalled
    closed = lot.status in {LotStatus.SOLD, LotStatus.PASSED, LotStatus.VOIDED}
    if closed or (lot.status is LotStatus.OPEN and now >= lot.closes_at):
        raise TooLateToRecall
