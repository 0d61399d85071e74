"""Saying until when a lot is expected to rest, as it becomes known."""

from datetime import datetime

from sqlalchemy.orm import Session

from auction.models import Lot
from auction.rules.acting import FURTHEST, DateOutOfReach
from auction.rules.lifecycle import RESTING
from auction.rules.refusal import OutOfStep, Refusal
from auction.services import trail
from auction.services.officers import lot_for_officer, office_name
from auction.services.transaction import atomic


class NotAtRest(OutOfStep):
    """This lot is neither stayed nor suspended."""


@atomic
def expect_until(
    session: Session,
    *,
    lot_id: int,
    officer_id: int,
    until: datetime | None,
    now: datetime,
) -> Lot:
    """Say when the cause of a lot's rest ends or has ended; None where nobody knows.

    The date is public. The lot does not go on by itself.
    """
    lot = lot_for_officer(session, lot_id=lot_id, officer_id=officer_id)
    if refusal := obstacle(lot):
        raise refusal
    began = lot.suspended_at or now
    if until is not None and not began <= until <= now + FURTHEST:
        raise DateOutOfReach(
            "Please give a date after the rest began, within the next five years."
        )
    if until == lot.stayed_until:
        return lot

    lot.stayed_until = until
    trail.record(
        session,
        lot,
        action="expected until",
        actor=office_name(lot),
        at=now,
        expected_until=until,
    )
    return lot


def obstacle(lot: Lot) -> Refusal | None:
    """Return why there is nothing to expect of a lot, or None."""
    return None if lot.status in RESTING else NotAtRest()
