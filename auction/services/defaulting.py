"""What follows when the buyer of a lot does not pay."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from auction.models import Act, Lot, Paddle
from auction.rules.act_words import Outcome
from auction.rules.barring import BarringTerms
from auction.rules.lifecycle import LotStatus
from auction.services.barring import bar
from auction.services.barring_people import tell_of_bar
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
        _bar(session, lot, buyer, act, now=now)
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


def _bar(session: Session, lot: Lot, buyer: Paddle, act: Act, *, now: datetime) -> None:
    """Bar the buyer as the procedure says; his open bids are looked after later."""
    terms = lot.catalogue.procedure.barring or BarringTerms()
    barred = bar(
        session,
        user_id=buyer.user_id,
        scope=terms.scope,
        ground=act.ground or "",
        text=act.public_text,
        now=now,
        until=terms.until(now),
        lot=lot,
        paddle=buyer,
        office_id=lot.office_id,
    )
    tell_of_bar(session, barred, now=now)
