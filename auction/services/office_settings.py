"""Changing what an office says of itself, its payment account and its logo."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Appointment, Office, Role, User
from auction.rules.refusal import NotAllowed, OutOfStep
from auction.services import trail
from auction.services.appointing import MANAGING
from auction.services.notifying import tell
from auction.services.officers import check_duty
from auction.services.offices import Profile, office_for_change
from auction.services.transaction import atomic


class StaleSettings(OutOfStep):
    """Somebody has changed these settings since you opened them. Nothing was saved."""


class AccountIsTheOffices(NotAllowed):
    """Only an approver of the office can change its payment account."""


@atomic
def change_office(
    session: Session,
    *,
    office_id: int,
    by_id: int,
    seen: str,
    change: Callable[[Profile], Profile],
    now: datetime,
) -> Office:
    """Change what an office says; ``seen`` is its fingerprint when it was read.

    An approver of the office may, and the operator, but for the payment account. When
    that changes, everybody who works there is told: a false one costs a lot's price.
    """
    office = office_for_change(session, office_id)
    by = _check_may_change(session, office_id, by_id)
    before = Profile.of(office)
    if seen != fingerprint(before):
        raise StaleSettings
    after = change(before).checked()
    if after.account != before.account and by.role is Role.OPERATOR:
        raise AccountIsTheOffices

    for name, value in asdict(after).items():
        setattr(office, name, value)
    if after.account != before.account:
        _tell_everybody(session, office, by=by.name or by.email, now=now)
    return office


@atomic
def set_logo(
    session: Session, *, office_id: int, officer_id: int, file: str | None
) -> Office:
    """Give an office a logo, by its name in the uploads, or take it off."""
    office = office_for_change(session, office_id)
    check_duty(session, officer_id=officer_id, office_id=office_id, duties=MANAGING)
    office.logo = file
    return office


def fingerprint(profile: Profile) -> str:
    """Return what tells one state of an office's settings from another."""
    return hashlib.sha256(trail.canonical(asdict(profile)).encode()).hexdigest()


def _check_may_change(session: Session, office_id: int, by_id: int) -> User:
    by = session.get_one(User, by_id)
    if by.role is not Role.OPERATOR:
        check_duty(session, officer_id=by_id, office_id=office_id, duties=MANAGING)
    return by


def _tell_everybody(
    session: Session, office: Office, *, by: str, now: datetime
) -> None:
    at_work = select(Appointment.user_id).where(
        Appointment.office_id == office.id, Appointment.ended_at.is_(None)
    )
    for user in session.scalars(select(User).where(User.id.in_(at_work))):
        tell(
            session,
            user,
            None,
            kind="account",
            subject=f"The payment account of {office.name} has changed",
            text=f"{by} has changed the account to which people pay {office.name}. "
            "If this is not right, change it back in the office's settings, and tell "
            "your bank and the operator of the site.",
            now=now,
        )
