"""What follows when the buyer of a lot does not pay."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from auction.models import Act, Barring, Lot
from auction.rules.act_words import Outcome
from auction.rules.lifecycle import LotStatus
from auction.services.deeds import Deed
from auction.services.releasing import forfeit_deposit, release_deposits


def declare_default(session: Session, lot: Lot, act: Act, *, now: datetime) -> Deed:
    """Say that the buyer did not pay, and bar him where the procedure does.

    The bids stay as they were; the lot may be offered again as the next attempt of its
    chain. The buyer's deposit is not given back.
    """
    procedure, buyer = lot.catalogue.procedure, lot.leader
    lot.move_to(LotStatus.DEFAULTED)
    lot.reason_code, lot.reason_text = act.ground, act.public_text
    barred = procedure.buyer_barred and buyer is not None
    if buyer is not None and barred:
        session.add(
            Barring(
                user_id=buyer.user_id,
                lot_id=lot.chain_id,
                ground=act.ground or "",
                barred_at=now,
            )
        )
    release_deposits(session, lot, at=now, but=lot.leader_id)
    forfeit_deposit(session, lot, now=now)
    forfeit = procedure.forfeit if lot.deposit else ""
    content = {
        "paddle": buyer.number if buyer else None,
        "hammer_price": lot.price,
        "forfeit": forfeit,
        "buyer_barred": barred,
    }
    return Deed("defaulted", content, Outcome(forfeit=forfeit, buyer_barred=barred))


def is_barred(session: Session, lot: Lot, *, user_id: int) -> bool:
    """Say whether somebody did not pay at an earlier attempt to sell the same thing."""
    barred = exists().where(Barring.user_id == user_id, Barring.lot_id == lot.chain_id)
    return bool(session.scalar(select(barred)))
