"""Annulling a sale after the hammer."""

from datetime import datetime

from sqlalchemy.orm import Session

from auction.models import Lot
from auction.rules.lifecycle import LotStatus
from auction.rules.recalling import check_ground, check_public_text
from auction.services import trail
from auction.services.officers import lot_for_officer, office_name
from auction.services.recalling import void_bids
from auction.services.transaction import atomic


@atomic
def void_sale(
    session: Session,
    *,
    lot_id: int,
    officer_id: int,
    ground: str,
    public_text: str,
    now: datetime,
) -> Lot:
    """Annul a sale for a ground of its procedure; its bids stay, marked void."""
    lot = lot_for_officer(session, lot_id=lot_id, officer_id=officer_id)
    lot.move_to(LotStatus.VOIDED)
    chosen = check_ground(
        lot.catalogue.procedure.voiding.grounds, ground, has_bids=True
    )
    text = check_public_text(public_text)

    hammer_price = lot.price
    lot.reason_code, lot.reason_text = chosen.code, text
    void_bids(session, lot, now=now)
    trail.record(
        session,
        lot,
        action="voided",
        actor=office_name(lot),
        at=now,
        ground=chosen.code,
        public_text=text,
        hammer_price=hammer_price,
    )
    return lot
