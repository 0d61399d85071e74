"""Who does what in an office: duties are given and ended."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Appointment, Duty, Role, User
from auction.rules.refusal import OutOfStep, Refusal
from auction.services.offices import office_for_change
from auction.services.transaction import atomic

MANAGING = (Duty.APPROVER,)  # look after an office's people and its settings


class NoDuty(Refusal):
    """Please choose at least one duty."""


class NotAnOfficer(OutOfStep):
    """This account is not an officer's. Please use another e-mail address."""


@atomic
def appoint(
    session: Session,
    *,
    office_id: int,
    user_id: int,
    duties: Iterable[Duty],
    by_id: int | None,
    now: datetime,
) -> User:
    """Give an officer duties in an office, beside those that he has anywhere.

    ``by_id`` is who gives them; None for whoever runs the machine.
    """
    office_for_change(session, office_id)
    user = session.get_one(User, user_id)
    give(session, user, office_id=office_id, duties=duties, by_id=by_id, now=now)
    return user


def give(
    session: Session,
    user: User,
    *,
    office_id: int,
    duties: Iterable[Duty],
    by_id: int | None,
    now: datetime,
) -> None:
    """Give an officer the duties that he lacks, within a lock on the office."""
    wanted = frozenset(duties)
    if user.role is not Role.OFFICER:
        raise NotAnOfficer
    if not wanted:
        raise NoDuty
    held = {post.duty for post in _posts(session, user.id, office_id)}
    user.appointments += [
        Appointment(
            office_id=office_id, duty=duty, appointed_at=now, appointed_by_id=by_id
        )
        for duty in Duty
        if duty in wanted - held
    ]
    session.flush()


def _posts(session: Session, user_id: int, office_id: int) -> list[Appointment]:
    held = select(Appointment).where(
        Appointment.user_id == user_id,
        Appointment.office_id == office_id,
        Appointment.ended_at.is_(None),
    )
    return list(session.scalars(held))
