"""How somebody in the demo gets a bidder number: he asks, declares, and pays."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from auction.models import Registration, RegistrationState
from auction.rules.declaring import TRUE
from auction.services import affirming, applying, depositing
from auction.services.bookkeeping import deposit_for_change
from auction.services.declaring import statements_for
from auction.services.registration_facts import (
    deposit_of,
    registration_of,
    shown_identity,
)
from auction.services.transaction import atomic
from web import keys


def register(session: Session, *, lot_id: int, user_id: int, now: datetime) -> None:
    """Do all that a lot asks of a bidder, up to the number."""
    asked = applying.apply_for(session, lot_id=lot_id, user_id=user_id, now=now)
    declare(session, asked, now=now)
    pay(session, lot_id=lot_id, user_id=user_id, now=now)


def declare(session: Session, asked: Registration, *, now: datetime) -> None:
    """Answer every rule of the lot truly."""
    said = statements_for(asked, shown_identity(session, asked))
    if asked.state is RegistrationState.ASKED and said:
        affirming.affirm(
            session,
            lot_id=asked.lot_id,
            user_id=asked.user_id,
            answers={one.code: TRUE for one in said},
            signer=keys.signer(),
            now=now,
        )


@atomic
def pay(session: Session, *, lot_id: int, user_id: int, now: datetime) -> None:
    """Let the deposit come in, if one was asked for, and be confirmed."""
    registration = registration_of(session, lot_id=lot_id, user_id=user_id)
    asked = deposit_of(session, registration) if registration else None
    if asked is not None:
        deposit = deposit_for_change(session, asked.id)
        depositing.book(session, deposit, deposit.amount, by_id=None, now=now)
        depositing.confirm(session, deposit, by_id=None, now=now)
