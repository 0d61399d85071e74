"""Telling people what happened to a lot, on the site and by mail.

Who is told is nobody's business: the mails are private.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from auction.models import (
    Appointment,
    Duty,
    InspectionBooking,
    InspectionSlot,
    Lot,
    Notice,
    Paddle,
    Reminder,
    User,
)
from auction.services.mailing import write_mail


def tell_registered(
    session: Session,
    lot: Lot,
    *,
    kind: str,
    subject: str,
    text: str,
    now: datetime,
) -> int:
    """Tell everybody who registered for a lot, follows it or is about to visit it.

    Within the caller's transaction; returns how many were told.
    """
    registered = select(Paddle.user_id).where(Paddle.lot_id == lot.id)
    reminded = select(Reminder.user_id).where(Reminder.lot_id == lot.id)
    everybody = registered.union(reminded, _visitors(lot, now))
    people = session.scalars(
        select(User).where(User.id.in_(everybody)).order_by(User.id)
    ).all()
    for user in people:
        tell(session, user, lot, kind=kind, subject=subject, text=text, now=now)
    return len(people)


def tell(
    session: Session,
    user: User,
    lot: Lot | None,
    *,
    kind: str,
    subject: str,
    text: str,
    now: datetime,
) -> None:
    """Tell one person something, on his page of notices and by a private mail."""
    session.add(
        Notice(
            user_id=user.id,
            lot_id=lot.id if lot else None,
            kind=kind,
            subject=subject,
            text=text,
            told_at=now,
        )
    )
    write_mail(
        session, to=user.email, subject=subject, text=text, now=now, is_private=True
    )


def tell_officers(
    session: Session,
    *,
    office_id: int,
    duties: Collection[Duty],
    but: int,
    subject: str,
    text: str,
    now: datetime,
) -> int:
    """Mail the officers of an office who have one of the duties, but for one person.

    Within the caller's transaction; returns how many were told.
    """
    posts = select(Appointment.user_id).where(
        Appointment.office_id == office_id,
        Appointment.duty.in_(duties),
        Appointment.ended_at.is_(None),
        Appointment.user_id != but,
    )
    emails = session.scalars(
        select(User.email).where(User.id.in_(posts)).order_by(User.id)
    ).all()
    for email in emails:
        write_mail(
            session, to=email, subject=subject, text=text, now=now, is_private=True
        )
    return len(emails)


def _visitors(lot: Lot, now: datetime) -> Select[tuple[int]]:
    return (
        select(InspectionBooking.user_id)
        .join(InspectionSlot, InspectionSlot.id == InspectionBooking.slot_id)
        .where(
            InspectionSlot.lot_id == lot.id,
            InspectionSlot.cancelled_at.is_(None),
            InspectionSlot.begins_at > now,
            InspectionBooking.cancelled_at.is_(None),
        )
    )
