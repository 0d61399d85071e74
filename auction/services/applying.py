"""Registering for a lot: asking, going on as things come in, taking it back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import (
    Deposit,
    Identity,
    Lot,
    Paddle,
    Registration,
    RegistrationState,
    Role,
    User,
)
from auction.rules.lifecycle import PREPARING
from auction.rules.refusal import NotAllowed, NotThere, OutOfStep
from auction.rules.registration import (
    Need,
    gives_numbers,
    takes_registrations,
)
from auction.services import notifying
from auction.services.barring import find_bar
from auction.services.bookkeeping import deposits_for_change
from auction.services.declaring import why_not
from auction.services.depositing import request_deposit
from auction.services.registering import give_number
from auction.services.registration_facts import (
    GONE,
    mandate_of,
    missing_of,
    registration_of,
    shown_identity,
)
from auction.services.releasing import release
from auction.services.transaction import atomic, lot_for_change


class OwnLot(NotAllowed):
    """You work for the office that sells this lot, so you cannot bid on it."""


class NotABidder(NotAllowed):
    """Only bidders can register for a lot; please use a bidder's account."""


class Barred(NotAllowed):
    """You are barred from this sale. The page “What bars me” of your account says why, until when, and how you can appeal."""  # noqa: E501


class RegistrationOver(OutOfStep):
    """Registration for this lot is over."""


class RegistrationRefused(NotAllowed):
    """Your registration for this lot was refused."""


class NumberGiven(OutOfStep):
    """You have a bidder number already; a registration can only be withdrawn before."""


class NotAsked(NotThere):
    """You have not registered for this lot."""


class IdentityNotYours(NotThere):
    """There is no such identity among yours."""


@atomic
def apply_for(
    session: Session,
    *,
    lot_id: int,
    user_id: int,
    now: datetime,
    identity_id: int | None = None,
    stays_bound: bool = False,
) -> Registration:
    """Ask for a bidder number for a lot; who asks twice has asked once.

    The number comes at once if nothing is missing. ``identity_id`` is as whom:
    a principal's, or the person's own, which is also meant where none is named.
    """
    user = _hold_person(session, user_id)
    lot = lot_for_change(session, lot_id)
    found = registration_of(session, lot_id=lot_id, user_id=user_id)
    if found is not None and found.state is RegistrationState.NUMBERED:
        return found
    check_bidder(lot, user)
    registration = _ask(session, lot, user, found, now=now)
    if identity_id is not None:
        _show(registration, _own_identity(session, user_id, identity_id))
    if stays_bound and lot.catalogue.procedure.runner_up_by_consent:
        registration.stays_bound_at = registration.stays_bound_at or now
    session.flush()
    _go_on(session, registration, now)
    return registration


@atomic
def withdraw(
    session: Session,
    *,
    lot_id: int,
    user_id: int,
    now: datetime,
) -> Registration:
    """Take a registration back, as long as there is no number; so goes the deposit."""
    lot_for_change(session, lot_id)
    registration = registration_of(session, lot_id=lot_id, user_id=user_id)
    if registration is None:
        raise NotAsked
    if registration.state is RegistrationState.NUMBERED:
        raise NumberGiven
    if registration.state is RegistrationState.ASKED:
        registration.state = RegistrationState.WITHDRAWN
        give_deposit_back(session, registration, now)
    return registration


def advance(
    session: Session, registration: Registration, now: datetime
) -> Paddle | None:
    """Give the number if nothing is missing any more, and tell the person.

    Within the caller's transaction, the lot locked by ``lot_for_change``. Whatever
    happens twice, late or beside itself gives one number, and none after the end.
    """
    paddle = _go_on(session, registration, now)
    if paddle is not None:
        _tell_number(session, registration, paddle, now)
    return paddle


def advance_all_of(session: Session, user_id: int, now: datetime) -> None:
    """Go on with all that somebody has asked for, as something of his was accepted.

    Within the caller's transaction. The lots are locked one after another, by number,
    as everybody locks them; the person's own rows come before every lot.
    """
    session.flush()
    asked = session.execute(
        select(Registration.id, Registration.lot_id)
        .where(
            Registration.user_id == user_id,
            Registration.state == RegistrationState.ASKED,
        )
        .order_by(Registration.lot_id)
    ).all()
    for registration_id, lot_id in asked:
        lot_for_change(session, lot_id)
        registration = session.get_one(
            Registration, registration_id, populate_existing=True
        )
        advance(session, registration, now)


def give_deposit_back(
    session: Session, registration: Registration, now: datetime
) -> None:
    """Let what has come in for a registration that is over be due back at once."""
    session.flush()
    for deposit in deposits_for_change(
        session, Deposit.registration_id == registration.id
    ):
        release(session, deposit, now=now, due_at=now)


def check_bidder(lot: Lot, user: User) -> None:
    """Refuse whoever cannot bid on a lot, whatever he shows."""
    if lot.status in PREPARING:
        raise NotThere("There is no such lot.")
    if user.works_for(lot.office_id):
        raise OwnLot
    if user.role is not Role.BIDDER or user.closed_at is not None:
        raise NotABidder


def is_open(lot: Lot, *, now: datetime) -> bool:
    """Say whether somebody can begin to register for a lot now."""
    return takes_registrations(
        lot.status,
        lot.catalogue.procedure.registration,
        closes_at=lot.closes_at,
        scheduled_close=lot.scheduled_close,
        now=now,
    )


def _hold_person(session: Session, user_id: int) -> User:
    # Who accepts an identity changes its row and then looks for what the person has
    # asked for. Holding the person's rows, before the lot, the two never miss each
    # other: one of them is first, and the second sees what the first did.
    person = select(User).where(User.id == user_id).with_for_update(read=True, of=User)
    shown = select(Identity.id).where(Identity.user_id == user_id)
    user = session.scalars(person).one()
    session.execute(shown.order_by(Identity.id).with_for_update(read=True))
    return user


def _ask(
    session: Session,
    lot: Lot,
    user: User,
    found: Registration | None,
    *,
    now: datetime,
) -> Registration:
    if found is not None and found.state is RegistrationState.REFUSED:
        raise RegistrationRefused(f"Your registration was refused: {found.reason}")
    if found is not None and found.state is RegistrationState.ASKED:
        return found
    if not is_open(lot, now=now):
        raise RegistrationOver
    if find_bar(session, lot, user.id, now) is not None:
        raise Barred
    registration = found or Registration(lot=lot, user=user)
    registration.state = RegistrationState.ASKED
    registration.asked_at = now
    session.add(registration)
    return registration


def _show(registration: Registration, identity: Identity) -> None:
    if registration.identity is not identity:
        registration.identity = identity
        registration.office_confirmed_at = None  # it confirmed somebody else
        registration.office_confirmed_by_id = None


def _own_identity(session: Session, user_id: int, identity_id: int) -> Identity:
    identity = session.get(Identity, identity_id)
    if identity is None or identity.user_id != user_id or identity.state in GONE:
        raise IdentityNotYours
    return identity


def _go_on(
    session: Session, registration: Registration, now: datetime
) -> Paddle | None:
    lot = registration.lot
    over = not gives_numbers(lot.status, closes_at=lot.closes_at, now=now)
    if registration.state is not RegistrationState.ASKED or over:
        return None

    shown = shown_identity(session, registration)
    if shown is not None:
        registration.identity = shown
    barred = find_bar(session, lot, registration.user_id, now) is not None
    reason = Barred().told() if barred else why_not(lot, shown, now=now)
    if reason:
        _refuse(session, registration, reason, now)
        return None
    session.flush()
    missing = [step.need for step in missing_of(session, registration, now)]
    if missing == [Need.DEPOSIT]:
        request_deposit(session, registration, now)
    if missing:
        return None
    _settle_identity(session, registration)
    return give_number(session, lot, registration, now=now)


def _refuse(
    session: Session, registration: Registration, reason: str, now: datetime
) -> None:
    registration.state = RegistrationState.REFUSED
    registration.refused_at, registration.reason = now, reason
    give_deposit_back(session, registration, now)


def _settle_identity(session: Session, registration: Registration) -> None:
    # The commitment is over the identity that the registration names from now on.
    shown = registration.identity
    accepted = shown if shown is not None and shown.is_accepted else None
    registration.identity = accepted
    if accepted is not None and accepted.is_principal:
        registration.mandate = mandate_of(session, registration, accepted)


def _tell_number(
    session: Session, registration: Registration, paddle: Paddle, now: datetime
) -> None:
    lot = registration.lot
    notifying.tell(
        session,
        registration.user,
        lot,
        kind="number given",
        subject=f"Your bidder number: {lot.title}",
        text=(
            f"Your registration for lot {lot.number}, “{lot.title}”, is complete. Your "
            f"bidder number is {paddle.number}. It binds you to nothing until you bid."
        ),
        now=now,
    )
