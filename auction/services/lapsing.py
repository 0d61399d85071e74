"""Ending the registrations that were not complete when their lot ended."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Lot, Registration, RegistrationState
from auction.services.notifying import tell


def lapse_registrations(session: Session, lot: Lot, *, now: datetime) -> int:
    """Let what is still asked for lapse, within the caller's transaction and lock.

    Each person is told; return how many there were.
    """
    asked = session.scalars(
        select(Registration)
        .where(
            Registration.lot_id == lot.id,
            Registration.state == RegistrationState.ASKED,
        )
        .order_by(Registration.id)
    ).all()
    for registration in asked:
        registration.state = RegistrationState.LAPSED
        tell(
            session,
            registration.user,
            lot,
            kind="registration lapsed",
            subject=f"Too late for a bidder number: {lot.title}",
            text=(
                f"Lot {lot.number}, “{lot.title}”, has ended before your registration "
                "was complete. You did not take part in it."
            ),
            now=now,
        )
    return len(asked)
