"""Acts of an officer: loading the lot for one who may act on it."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from auction.models import Duty, Lot, User
from auction.rules.refusal import NotAllowed
from auction.services.transaction import lot_for_change


class NotYourOffice(NotAllowed):
    """Only an officer of the office that sells this lot can do that."""


class NotYourDuty(NotAllowed):
    """In this office you do not have the duty that this needs: {duties}."""


ACTING = (Duty.DRAFTER, Duty.APPROVER)


def lot_for_officer(
    session: Session,
    *,
    lot_id: int,
    officer_id: int,
    duties: Collection[Duty] = ACTING,
) -> Lot:
    """Lock a lot for an officer who has one of the duties in its office, or refuse."""
    lot = lot_for_change(session, lot_id)
    check_duty(session, officer_id=officer_id, office_id=lot.office_id, duties=duties)
    return lot


def check_duty(
    session: Session,
    *,
    officer_id: int,
    office_id: int,
    duties: Collection[Duty] = ACTING,
) -> User:
    """Return an officer who has one of the duties in an office, or refuse."""
    officer = session.get(User, officer_id)
    held = officer.duties_in(office_id) if officer is not None else frozenset()
    if officer is None or not held:
        raise NotYourOffice
    if held.isdisjoint(duties):
        raise NotYourDuty(duties=" or ".join(duties))
    return officer


def office_name(lot: Lot) -> str:
    """Name the office in the trail; its people are not named there."""
    return f"office {lot.office.slug}"
