"""Making a declaration: somebody answers every rule of a lot for which he registers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from auction.models import Declaration, Registration
from auction.services.applying import NotAsked, advance
from auction.services.declaring import declare
from auction.services.registration_facts import registration_of, shown_identity
from auction.services.transaction import atomic, lot_for_change
from auction.signing import Signer


@atomic
def affirm(
    session: Session,
    *,
    lot_id: int,
    user_id: int,
    answers: Mapping[str, str],
    signer: Signer,
    now: datetime,
) -> Declaration:
    """Keep what somebody declares for a lot, and go on with his registration."""
    lot_for_change(session, lot_id)
    registration = registration_for(session, lot_id=lot_id, user_id=user_id)
    shown = shown_identity(session, registration)
    made = declare(session, registration, answers, signer, now, shown=shown)
    advance(session, registration, now)
    return made


def registration_for(session: Session, *, lot_id: int, user_id: int) -> Registration:
    """Return somebody's registration for a lot, or refuse."""
    registration = registration_of(session, lot_id=lot_id, user_id=user_id)
    if registration is None:
        raise NotAsked
    return registration
