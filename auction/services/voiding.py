"""Annulling a sale after the hammer."""

from datetime import datetime

from sqlalchemy.orm import Session

from auction.models import Act, Lot
from auction.rules.act_words import Outcome
from auction.rules.lifecycle import LotStatus
from auction.services.deeds import Deed
from auction.services.recalling import void_bids
from auction.services.releasing import release_deposits


def void(session: Session, lot: Lot, act: Act, *, now: datetime) -> Deed:
    """Annul a sale; its bids stay, marked void, and the buyer's deposit is due too."""
    lot.move_to(LotStatus.VOIDED)
    hammer_price = lot.price
    lot.reason_code, lot.reason_text = act.ground, act.public_text
    void_bids(session, lot, now=now)
    return Deed(
        "voided",
        {"hammer_price": hammer_price, "bids_void": lot.bid_count},
        Outcome(deposits_by=release_deposits(session, lot, at=now)),
    )
