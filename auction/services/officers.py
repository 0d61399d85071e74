"""Acts of an officer: loading the lot for one who may act on it."""

from sqlalchemy.orm import Session

from auction.models import Lot, User
from auction.rules.refusal import NotAllowed
from auction.services.transaction import lot_for_change


class NotYourOffice(NotAllowed):
    """Only an officer of the office that sells this lot can do that."""


def lot_for_officer(session: Session, *, lot_id: int, officer_id: int) -> Lot:
    """Lock a lot for an officer of the office that sells it, or refuse."""
    lot = lot_for_change(session, lot_id)
    officer = session.get(User, officer_id)
    if officer is None or not officer.works_for(lot.office_id):
        raise NotYourOffice
    return lot


def office_name(lot: Lot) -> str:
    """Name the office in the trail; its people are not named there."""
    return f"office {lot.office.slug}"
