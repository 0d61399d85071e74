"""How far somebody's registration for a lot has come, as the rules want to know it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

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
BEST_MANDATE = (Mandate.confirmed_at.is_(None), Mandate.id.desc())


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
    return facts_from(registration, evidence_for(session, [registration]), now)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was shown and paid for some registrations, fetched for all of them at once.

    Identities and mandates stand with those first that count most.
    """

    identities: Sequence[Identity]
    mandates: Sequence[Mandate]
    deposits: Sequence[Deposit]

    def deposit_of(self, registration: Registration) -> Deposit | None:
        """Return the deposit that was asked for, if it was."""
        found = (d for d in self.deposits if d.registration_id == registration.id)
        return next(found, None)


def evidence_for(session: Session, registrations: Sequence[Registration]) -> Evidence:
    """Fetch what was shown and paid for registrations, however many, in a few steps."""
    people = {one.user.id for one in registrations}
    lots = {one.lot.id for one in registrations}
    ids = {one.id for one in registrations}
    mandates = select(Mandate).where(
        Mandate.user_id.in_(people), Mandate.lot_id.in_(lots)
    )
    deposits = select(Deposit).where(Deposit.registration_id.in_(ids))
    return Evidence(
        _identities(session, people),
        session.scalars(mandates.order_by(*BEST_MANDATE)).all(),
        session.scalars(deposits.options(selectinload(Deposit.entries))).all(),
    )


def facts_from(registration: Registration, evidence: Evidence, now: datetime) -> Facts:
    """Return how far everything has come, by what was fetched."""
    shown = _shown_among(evidence.identities, registration)
    principal = shown if shown is not None and shown.is_principal else None
    agent = _own_among(evidence.identities, registration.user.id) if principal else None
    return Facts(
        address=Progress.DONE if registration.user.email_confirmed_at else Progress.NOW,
        identity=_identity(shown, agent, now),
        mandate=_mandate(evidence, registration, principal) if principal else None,
        declaration=declaring.progress_of(registration, shown),
        office=_office(registration),
        deposit=_deposit(registration, evidence.deposit_of(registration)),
    )


def shown_identity(session: Session, registration: Registration) -> Identity | None:
    """Return as whom somebody registers: whom he chose, or himself.

    What was replaced meanwhile counts no more; the one in its place does.
    """
    found = _identities(session, {registration.user.id})
    return _shown_among(found, registration)


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
        .order_by(*BEST_MANDATE)
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


def _identities(session: Session, user_ids: Collection[int]) -> Sequence[Identity]:
    return session.scalars(
        select(Identity)
        .where(Identity.user_id.in_(user_ids), Identity.state.not_in(GONE))
        .order_by(Identity.id.desc())
    ).all()


def _shown_among(
    identities: Sequence[Identity], registration: Registration
) -> Identity | None:
    chosen, user_id = registration.identity, registration.user.id
    if chosen is not None and chosen.state not in GONE:
        return chosen
    if chosen is None or not chosen.is_principal:
        return _own_among(identities, user_id)
    return _best(
        one
        for one in identities
        if one.user_id == user_id and one.fingerprint == chosen.fingerprint
    )


def _own_among(identities: Sequence[Identity], user_id: int) -> Identity | None:
    return _best(
        one for one in identities if one.user_id == user_id and not one.is_principal
    )


def _best(newest_first: Iterable[Identity]) -> Identity | None:
    found = list(newest_first)
    return next((one for one in found if one.is_accepted), found[0] if found else None)


def _identity(
    shown: Identity | None, agent: Identity | None, now: datetime
) -> Progress:
    progress = _shown(shown, now)
    if shown is None or not shown.is_principal:
        return progress
    his = _shown(agent, now)
    return progress if his is Progress.DONE else his


def _shown(identity: Identity | None, now: datetime) -> Progress:
    if identity is None:
        return Progress.NOW
    expired = identity.valid_until is not None and identity.valid_until < now.date()
    if identity.is_accepted and expired:
        return Progress.NOW
    return SHOWN.get(identity.state, Progress.NOW)


def _mandate(
    evidence: Evidence, registration: Registration, principal: Identity
) -> Progress:
    filed = (
        one
        for one in evidence.mandates
        if one.user_id == principal.user_id
        and one.lot_id == registration.lot.id
        and one.identity_id == principal.id
    )
    mandate = next(filed, None)
    if mandate is None:
        return Progress.NOW
    if mandate.confirmed_at is not None:
        return Progress.DONE
    return Progress.WAITS if mandate.declined_at is None else Progress.REFUSED


def _office(registration: Registration) -> Progress:
    if registration.office_confirmed_at is not None:
        return Progress.DONE
    return Progress.WAITS if registration.refused_at is None else Progress.REFUSED


def _deposit(registration: Registration, deposit: Deposit | None) -> Progress | None:
    if not asks_deposit(registration.lot):
        return None
    if deposit is None:
        return Progress.NOW
    return DEPOSITS.get(deposit.state, Progress.REFUSED)
