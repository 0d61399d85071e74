"""How somebody in the demo gets a bidder number: he asks, declares, and pays."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from auction.models import Registration, RegistrationState
from auction.rules.declaring import TRUE
from auction.services import applying, declaring, depositing
from auction.services.bookkeeping import deposit_for_change
from auction.services.registration_facts import shown_identity
from auction.services.transaction import atomic, lot_for_change
from web import keys
from web.demo.bank import account_of


def register(
    session: Session, *, lot_id: int, user_id: int, bidder: int, now: datetime
) -> None:
    """Do all that a lot asks of a bidder, up to the number; ``bidder`` is his place."""
    asked = applying.apply_for(session, lot_id=lot_id, user_id=user_id, now=now)
    if asked.state is RegistrationState.ASKED:
        _go_on(session, registration_id=asked.id, bidder=bidder, now=now)


@atomic
def declare(session: Session, *, registration_id: int, now: datetime) -> None:
    """Answer every rule of the lot truly, and go on to the deposit."""
    applying.advance(session, _declared(session, registration_id, now), now)


@atomic
def _go_on(
    session: Session, *, registration_id: int, bidder: int, now: datetime
) -> None:
    registration = _declared(session, registration_id, now)
    asked = depositing.request_deposit(session, registration, now)
    if asked is None:
        applying.advance(session, registration, now)
        return
    session.flush()
    deposit = deposit_for_change(session, asked.id)
    depositing.book(session, deposit, deposit.amount, by_id=None, now=now)
    deposit.refund_name = f"Example Bidder {bidder}"
    deposit.refund_iban = account_of(bidder)
    depositing.confirm(session, deposit, by_id=None, now=now)


def _declared(session: Session, registration_id: int, now: datetime) -> Registration:
    registration = session.get_one(Registration, registration_id)
    lot_for_change(session, registration.lot_id)
    shown = shown_identity(session, registration)
    said = declaring.statements_for(registration, shown)
    if said:
        answers = {one.code: TRUE for one in said}
        declaring.declare(
            session, registration, answers, keys.signer(), now, shown=shown
        )
    return registration
