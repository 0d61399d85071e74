"""Confirming bidders, where the procedure wants the office to, and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Lot, Registration, RegistrationState
from auction.rules.lifecycle import LIVE
from auction.rules.refusal import NotThere, OutOfStep, Refusal
from auction.rules.registration import Need, Progress
from auction.rules.registration_terms import RefusalGround
from auction.services import notifying
from auction.services.applying import advance, give_deposit_back
from auction.services.officers import lot_for_officer
from auction.services.registration_facts import steps_of
from auction.services.transaction import atomic


class NobodyToConfirm(NotThere):
    """In this procedure the office does not confirm bidders."""


class ApplicantUnknown(NotThere):
    """There is no such applicant."""


class ApplicantDecided(OutOfStep):
    """This registration was decided, completed or withdrawn meanwhile."""


class GroundUnknown(Refusal):
    """Please choose one of the grounds that the procedure names."""


@atomic
def confirm(
    session: Session,
    *,
    lot_id: int,
    registration_id: int,
    officer_id: int,
    now: datetime,
) -> Registration:
    """Confirm a bidder for a lot; his number comes when nothing else is missing."""
    registration = _to_decide(session, lot_id, registration_id, officer_id, now)
    registration.office_confirmed_at = now
    registration.office_confirmed_by_id = officer_id
    session.flush()
    if advance(session, registration, now) is None:
        _tell(session, registration, "The office has confirmed you.", now)
    return registration


@atomic
def refuse(
    session: Session,
    *,
    lot_id: int,
    registration_id: int,
    officer_id: int,
    ground: str,
    now: datetime,
) -> Registration:
    """Refuse a bidder for a lot, on one of the procedure's grounds; he is told it."""
    registration = _to_decide(session, lot_id, registration_id, officer_id, now)
    found = _ground(registration.lot, ground)
    registration.state = RegistrationState.REFUSED
    registration.refused_at, registration.reason = now, found.text
    registration.office_confirmed_by_id = officer_id
    give_deposit_back(session, registration, now)
    _tell(session, registration, f"The office has not admitted you: {found.text}", now)
    return registration


def confirms_bidders(lot: Lot) -> bool:
    """Say whether the office confirms the bidders of a lot."""
    terms = lot.catalogue.procedure.registration
    return terms is not None and terms.confirmed_by_office


def check_confirms(lot: Lot) -> None:
    """Refuse to tell an office who asks, where it does not confirm bidders."""
    if not confirms_bidders(lot):
        raise NobodyToConfirm


def applicants(
    session: Session, lot: Lot, now: datetime
) -> tuple[Sequence[Registration], Sequence[Registration]]:
    """Return who waits for the office's yes, and on whom it has decided."""
    check_confirms(lot)
    everybody = session.scalars(
        select(Registration)
        .where(Registration.lot_id == lot.id)
        .order_by(Registration.asked_at, Registration.id)
    ).all()
    waiting = [one for one in everybody if is_waiting(session, one, now)]
    decided = [one for one in everybody if one.office_confirmed_by_id is not None]
    return waiting, decided


def applicant(
    session: Session, lot: Lot, registration_id: int, now: datetime
) -> Registration:
    """Return an applicant whom the office may know of: he waits, or was decided on."""
    check_confirms(lot)
    found = session.get(Registration, registration_id)
    if found is None or found.lot_id != lot.id:
        raise ApplicantUnknown
    if found.office_confirmed_by_id is None and not is_waiting(session, found, now):
        raise ApplicantUnknown
    return found


def waiting_in(
    session: Session, office_id: int, now: datetime
) -> Sequence[Registration]:
    """Return all who wait for an office's yes, on any of its lots, the first first."""
    asked = session.scalars(
        select(Registration)
        .join(Lot, Lot.id == Registration.lot_id)
        .where(
            Lot.office_id == office_id,
            Lot.status.in_(LIVE),
            Registration.state == RegistrationState.ASKED,
        )
        .order_by(Registration.asked_at, Registration.id)
    )
    return [
        one
        for one in asked
        if confirms_bidders(one.lot) and is_waiting(session, one, now)
    ]


def is_waiting(session: Session, registration: Registration, now: datetime) -> bool:
    """Say whether all is done that comes before the office's yes, and it is missing."""
    if registration.state is not RegistrationState.ASKED:
        return False
    found = steps_of(session, registration, now)
    office = next((step for step in found if step.need is Need.OFFICE), None)
    return office is not None and office.progress is Progress.WAITS


def _to_decide(
    session: Session,
    lot_id: int,
    registration_id: int,
    officer_id: int,
    now: datetime,
) -> Registration:
    lot = lot_for_officer(session, lot_id=lot_id, officer_id=officer_id)
    check_confirms(lot)
    registration = session.get(Registration, registration_id)
    if registration is None or registration.lot_id != lot.id:
        raise ApplicantUnknown
    if not is_waiting(session, registration, now):
        raise ApplicantDecided
    return registration


def _ground(lot: Lot, code: str) -> RefusalGround:
    terms = lot.catalogue.procedure.registration
    grounds = terms.grounds if terms else ()
    found = next((ground for ground in grounds if ground.code == code), None)
    if found is None:
        raise GroundUnknown
    return found


def _tell(
    session: Session, registration: Registration, sentence: str, now: datetime
) -> None:
    lot = registration.lot
    notifying.tell(
        session,
        registration.user,
        lot,
        kind="registration",
        subject=f"Your registration: {lot.title}",
        text=f"Lot {lot.number}, “{lot.title}”: {sentence}",
        now=now,
    )
