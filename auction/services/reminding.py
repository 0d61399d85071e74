"""Reminders that people set on a lot."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from auction.models import Reminder
from auction.services.transaction import atomic, lot_for_change


@atomic
def remind(session: Session, *, lot_id: int, user_id: int, now: datetime) -> None:
    """Note that somebody wants to be reminded of a lot; once is enough."""
    lot_for_change(session, lot_id)  # twice at once must not fail
    if session.get(Reminder, (lot_id, user_id)) is None:
        session.add(Reminder(lot_id=lot_id, user_id=user_id, set_at=now))


@atomic
def forget(session: Session, *, lot_id: int, user_id: int) -> None:
    """Take a reminder off again."""
    session.execute(
        delete(Reminder).where(Reminder.lot_id == lot_id, Reminder.user_id == user_id)
    )
