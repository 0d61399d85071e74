"""How far somebody's registration for a lot has come, as the rules want to know it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import (
    Deposit,
    DepositState,
    Identity,
    IdentityState,
    Lot,
    Mandate,
    Registration,
    RegistrationState,
)
from auction.money import Money
from auction.rules.registration import Facts, Progress, Step, next_step, steps
from auction.services import declaring

DEPOSITS: Mapping[DepositState, Progress] = {
    DepositState.REQUESTED: Progress.NOW,
    DepositState.RECEIVED: Progress.WAITS,
    DepositState.CONFIRMED: Progress.DONE,
    DepositState.HELD: Progress.DONE,
    DepositState.APPLIED: Progress.DONE,
}
GONE = (IdentityState.REPLACED, IdentityState.WITHDRAWN)
SHOWN: Mapping[IdentityState, Progress] = {
    IdentityState.ACCEPTED: Progress.DONE,
    IdentityState.SUBMITTED: Progress.WAITS,
    IdentityState.REFUSED: Progress.REFUSED,
}


def steps_of(
    session: Session, registration: Registration, now: datetime
) -> tuple[Step, ...]:
    """Return everything that a registration needs, in order, and how far it is."""
    terms = registration.lot.catalogue.procedure.registration
    if terms is None:
        return ()
    return steps(facts_of(session, registration, now), terms)


def missing_of(
    session: Session, registration: Registration, now: datetime
) -> tuple[Step, ...]:
    """Return what is not yet done; when it is nothing the number can be given."""
    found = steps_of(session, registration, now)
    return tuple(step for step in found if step.progress is not Progress.DONE)


def first_missing(
    session: Session, *, lot_id: int, user_id: int, now: datetime
) -> Step | None:
    """Return what somebody who has asked should look at first; None without any."""
    registration = registration_of(session, lot_id=lot_id, user_id=user_id)
    if registration is None or registration.state is not RegistrationState.ASKED:
        return None
    return next_step(missing_of(session, registration, now))


def facts_of(session: Session, registration: Registration, now: datetime) -> Facts:
    """Return how far everything has come that a registration may need."""
    user, shown = registration.user, shown_identity(session, registration)
    principal = shown if shown is not None and shown.is_principal else None
    return Facts(
        address=Progress.DONE if user.email_confirmed_at else Progress.NOW,
        identity=_identity(session, registration, shown, now),
        mandate=_mandate(session, registration, principal) if principal else None,
        declaration=declaring.progress_of(registration, shown),
        office=_office(registration),
        deposit=_deposit(session, registration),
    )


def shown_identity(session: Session, registration: Registration) -> Identity | None:
    """Return as whom somebody registers: whom he chose, or himself.

    What was replaced meanwhile counts no more; the one in its place does.
    """
    chosen = registration.identity
    if chosen is not None and chosen.state not in GONE:
        return chosen
    if chosen is not None and chosen.is_principal:
        return _newest(session, registration.user_id, fingerprint=chosen.fingerprint)
    return own(session, registration.user_id)


def own(session: Session, user_id: int) -> Identity | None:
    """Return how a person shows himself: as accepted, or how far it has come."""
    return _newest(session, user_id, is_principal=False)


def mandate_of(
    session: Session, registration: Registration, principal: Identity
) -> Mandate | None:
    """Return the power of attorney for this lot: the confirmed one, or the latest."""
    return session.scalars(
        select(Mandate)
        .where(
            Mandate.user_id == registration.user_id,
            Mandate.lot_id == registration.lot_id,
            Mandate.identity_id == principal.id,
        )
        .order_by(Mandate.confirmed_at.is_(None), Mandate.id.desc())
    ).first()


def deposit_of(session: Session, registration: Registration) -> Deposit | None:
    """Return the deposit that was asked for, if it was."""
    return session.scalars(
        select(Deposit).where(Deposit.registration_id == registration.id)
    ).one_or_none()


def asks_deposit(lot: Lot) -> bool:
    """Say whether a lot has a deposit; one of nothing is none."""
    return lot.deposit is not None and lot.deposit > Money(0)


def registration_of(
    session: Session, *, lot_id: int, user_id: int
) -> Registration | None:
    """Return somebody's registration for a lot."""
    return session.scalars(
        select(Registration).where(
            Registration.lot_id == lot_id, Registration.user_id == user_id
        )
    ).one_or_none()


def _newest(session: Session, user_id: int, **shown: object) -> Identity | None:
    found = session.scalars(
        select(Identity)
        .filter_by(user_id=user_id, **shown)
        .where(Identity.state.not_in(GONE))
        .order_by(Identity.id.desc())
    ).all()
    return next((one for one in found if one.is_accepted), found[0] if found else None)


def _identity(
    session: Session,
    registration: Registration,
    shown: Identity | None,
    now: datetime,
) -> Progress:
    progress = _shown(shown, now)
    if shown is None or not shown.is_principal:
        return progress
    agent = _shown(own(session, registration.user_id), now)
    return progress if agent is Progress.DONE else agent


def _shown(identity: Identity | None, now: datetime) -> Progress:
    if identity is None:
        return Progress.NOW
    expired = identity.valid_until is not None and identity.valid_until < now.date()
    if identity.is_accepted and expired:
        return Progress.NOW
    return SHOWN.get(identity.state, Progress.NOW)


def _mandate(
    session: Session, registration: Registration, principal: Identity
) -> Progress:
    mandate = mandate_of(session, registration, principal)
    if mandate is None:
        return Progress.NOW
    if mandate.confirmed_at is not None:
        return Progress.DONE
    return Progress.WAITS if mandate.declined_at is None else Progress.REFUSED


def _office(registration: Registration) -> Progress:
    if registration.office_confirmed_at is not None:
        return Progress.DONE
    return Progress.WAITS if registration.refused_at is None else Progress.REFUSED


def _deposit(session: Session, registration: Registration) -> Progress | None:
    if not asks_deposit(registration.lot):
        return None
    deposit = deposit_of(session, registration)
    if deposit is None:
        return Progress.NOW
    return DEPOSITS.get(deposit.state, Progress.REFUSED)
