"""Taking a lot back before the hammer."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from auction.models import Act, Bid, Lot
from auction.rules.act_words import Outcome
from auction.rules.lifecycle import LotStatus
from auction.services.deeds import Deed
from auction.services.lapsing import lapse_registrations
from auction.services.releasing import release_deposits


def recall(session: Session, lot: Lot, act: Act, *, now: datetime) -> Deed:
    """Take a lot out of the sale for good; its bids stay, marked void."""
    lot.move_to(LotStatus.RECALLED)
    lot.reason_code, lot.reason_text = act.ground, act.public_text
    lot.ended_at = now
    lot.suspended_at = lot.rested_from = lot.stayed_until = None
    void_bids(session, lot, now=now)
    lapse_registrations(session, lot, now=now)
    return Deed(
        "recalled",
        {"bids_void": lot.bid_count},
        Outcome(deposits_by=release_deposits(session, lot, at=now)),
    )


def void_bids(session: Session, lot: Lot, *, now: datetime) -> None:
    """Mark every bid of a lot void: it stays in the record and no longer counts."""
    session.execute(
        update(Bid)
        .where(Bid.lot_id == lot.id, Bid.voided_at.is_(None))
        .values(voided_at=now)
    )
    lot.price = None
    lot.leader_id = None
