"""Whoever bids in a test has shown all that the procedure asks of a bidder.

The quickest honest way: nobody looks at a paper or a bank's statement, but what the
verifier and the cashier leave behind is there, written through the same services.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import (
    Deposit,
    DepositState,
    Identity,
    IdentityState,
    Lot,
    Registration,
    RegistrationState,
    User,
)
from auction.rules import deposit_events as events
from auction.rules.persons import PersonKind
from auction.rules.registration import Progress
from auction.services.bookkeeping import stand_of, write
from auction.services.declaring import declare, progress_of, statements_for
from auction.services.depositing import request_deposit
from auction.services.registration_facts import (
    deposit_of,
    registration_of,
    shown_identity,
)
from auction.services.transaction import atomic, lot_for_change
from auction.signing import Signer
from tests.moving_clock import NOON

SIGNER = Signer(b"s" * 32)
OPEN_BOOKS = (DepositState.REQUESTED, DepositState.RECEIVED)


@atomic
def qualify(
    session: Session,
    *,
    lot_id: int,
    user_id: int,
    now: datetime = NOON,
    pays: bool = True,
) -> Registration | None:
    """Let somebody show all that is asked for a lot, and pay: only the number is left.

    None where the procedure asks for an account only.
    """
    lot = lot_for_change(session, lot_id)
    terms = lot.catalogue.procedure.registration
    if terms is None:
        return None
    user = session.get_one(User, user_id)
    user.email_confirmed_at = user.email_confirmed_at or now
    if terms.identity and not _is_known(session, user_id):
        session.add(_accepted(user, now))
    registration = _asked(session, lot, user, now)
    if registration.state is not RegistrationState.ASKED:
        return registration
    _declare(session, registration, now)
    if pays:
        _pay(session, registration, now)
    return registration


def _is_known(session: Session, user_id: int) -> bool:
    himself = select(Identity.id).where(
        Identity.user_id == user_id,
        Identity.is_principal.is_(False),
        Identity.state == IdentityState.ACCEPTED,
    )
    return session.scalar(himself.limit(1)) is not None


def _accepted(user: User, now: datetime) -> Identity:
    return Identity(
        user_id=user.id,
        kind=PersonKind.NATURAL,
        state=IdentityState.ACCEPTED,
        name=f"Verified {user.name}",
        address="Mill Lane 1\n1000 Example",
        country="DE",
        nationality="DE",
        born_on=date(1980, 2, 29),
        begun_at=now,
    )


def _asked(session: Session, lot: Lot, user: User, now: datetime) -> Registration:
    found = registration_of(session, lot_id=lot.id, user_id=user.id)
    if found is None:
        found = Registration(lot=lot, user=user, asked_at=now)
        session.add(found)
    session.flush()
    return found


def _declare(session: Session, registration: Registration, now: datetime) -> None:
    shown = shown_identity(session, registration)
    if progress_of(registration, shown) is Progress.NOW:
        answers = {one.code: "true" for one in statements_for(registration, shown)}
        declare(session, registration, answers, SIGNER, now, shown=shown)


def _pay(session: Session, registration: Registration, now: datetime) -> None:
    deposit = deposit_of(session, registration)
    deposit = deposit or request_deposit(session, registration, now)
    if deposit is not None and deposit.state in OPEN_BOOKS:
        _book(session, deposit, now)


def _book(session: Session, deposit: Deposit, now: datetime) -> None:
    if deposit.state is DepositState.REQUESTED:
        received = events.received(deposit.amount, stand_of(deposit))
        write(session, deposit, received, now=now)
    write(session, deposit, events.confirmed(stand_of(deposit)), now=now)
    deposit.confirmed_at = now
