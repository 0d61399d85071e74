"""Telling people what happened to a lot, on the site and by mail.

Who is told is nobody's business: the mails are private.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from auction.models import (
    Appointment,
    Duty,
    InspectionBooking,
    InspectionSlot,
    Lot,
    MailStop,
    Notice,
    Paddle,
    Reminder,
    User,
)
from auction.rules.notice_kinds import can_stop
from auction.services.mailing import write_mail
from auction.services.writing_once import write_once


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
    return tell_all(
        session, people, lot, kind=kind, subject=subject, text=text, now=now
    )


def tell(
    session: Session,
    user: User,
    lot: Lot | None,
    *,
    kind: str,
    subject: str,
    text: str,
    now: datetime,
    once: str | None = None,
    path: str | None = None,
    calendar: str | None = None,
) -> bool:
    """Tell one person something, on his page of notices and by a private mail.

    See ``tell_all``; returns whether it was news.
    """
    told = tell_all(
        session,
        [user],
        lot,
        kind=kind,
        subject=subject,
        text=text,
        now=now,
        once=once,
        path=path,
        calendar=calendar,
    )
    return told == 1


def tell_all(
    session: Session,
    people: Sequence[User],
    lot: Lot | None,
    *,
    kind: str,
    subject: str,
    text: str,
    now: datetime,
    once: str | None = None,
    path: str | None = None,
    calendar: str | None = None,
) -> int:
    """Tell people something, each on his page of notices and by a private mail.

    Within the caller's transaction; returns to how many it was news. ``once`` names
    what is told to a person once, however often and by how many it is tried. Nobody is
    told who has closed his account. Who has stopped mails of this kind
    (auction.rules.notice_kinds) finds it on the site alone.
    ``path`` is the page that tells more, the lot's unless told otherwise.
    """
    stopped = _who_stopped(session, people, kind)
    where = path or (f"/lots/{lot.id}" if lot else None)
    told = 0
    for user in people:
        if user.closed_at is not None:
            continue
        key = f"{once}, person {user.id}" if once else None
        notice = Notice(
            user_id=user.id,
            lot_id=lot.id if lot else None,
            kind=kind,
            subject=subject,
            text=text,
            told_at=now,
            once=key,
            path=path,
        )
        if key is None:
            session.add(notice)
        elif not write_once(session, notice):
            continue
        told += 1
        if user.id not in stopped:
            write_mail(
                session,
                to=user.email,
                subject=subject,
                text=text,
                now=now,
                is_private=True,
                kind=kind,
                once=key,
                path=where,
                calendar=calendar,
                stops_for_id=user.id if can_stop(kind) else None,
                language=user.language,
            )
    return told


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


def _who_stopped(session: Session, people: Sequence[User], kind: str) -> set[int]:
    if not people or not can_stop(kind):
        return set()
    ids = [user.id for user in people]  # more than a database takes as parameters
    stops = select(MailStop.user_id).where(
        MailStop.kind == kind, MailStop.user_id.between(min(ids), max(ids))
    )
    return set(session.scalars(stops))


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
