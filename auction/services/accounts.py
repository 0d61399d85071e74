"""Accounts: opening them, and what their addresses and passwords are."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from auction.models import Appointment, Duty, Role, User
from auction.passwords import hash_password
from auction.rules.passwords import check_password
from auction.rules.refusal import Refusal
from auction.services.transaction import atomic

EVERYTHING = (Duty.DRAFTER, Duty.APPROVER, Duty.CASHIER)  # in an office of one or two
SIGN = r"[^@\s<>()\[\],;:\\\"\x00-\x1f\x7f]"  # none of those that part addresses
EMAIL = re.compile(rf"{SIGN}{{1,64}}@(?:(?!\.){SIGN})+(?:\.(?:(?!\.){SIGN})+)+")


class EmailUnreadable(Refusal):
    """Please enter an e-mail address, for example anna@example.com."""


class EmailTaken(Refusal):
    """There is already an account with this e-mail address."""


def add_person(
    session: Session,
    *,
    email: str,
    password: str,
    name: str,
    role: Role,
    office_id: int | None,
    is_example: bool,
    now: datetime,
    duties: Iterable[Duty] = EVERYTHING,
) -> User:
    """Open an account of any role; an officer's begins with duties in one office."""
    posts = duties if office_id is not None else ()
    user = User(
        email=read_email(email),
        name=tidy_name(name),
        # slow, so before the write lock, not under it
        password_hash=hashed(password, about=(email, name)),
        role=role,
        is_example=is_example,
        registered_at=now,
        email_confirmed_at=now if is_example else None,
        appointments=[
            Appointment(office_id=office_id, duty=duty, appointed_at=now)
            for duty in posts
        ],
    )
    return _keep(session, user)


def normal(email: str) -> str:
    """Return an e-mail address as it is kept: trimmed, in small letters."""
    return email.strip().lower()


def digest(word: str) -> str:
    """Return what is stored instead of a browser's word: SHA-256, in hex."""
    return hashlib.sha256(word.encode()).hexdigest()


def read_email(email: str) -> str:
    """Return an e-mail address as it is kept, or refuse what is none."""
    address = normal(email)
    if len(address) > 254 or not EMAIL.fullmatch(address):
        raise EmailUnreadable
    return address


def hashed(password: str, *, about: Iterable[str]) -> str:
    """Return the hash of a new password, or refuse one that is easily guessed.

    ``about`` is what others know of the person: ``about_person`` of an account.
    """
    check_password(password, about=about)
    return hash_password(password)


def about_person(user: User) -> tuple[str, ...]:
    """Return what others know of somebody, and a thief would try."""
    return (user.email, user.name, *(office.name for office in user.offices))


def tidy_name(name: str) -> str:
    """Return a person's name as it is kept."""
    return " ".join(name.split())[:200]


@atomic
def _keep(session: Session, user: User) -> User:
    return keep(session, user)


def keep(session: Session, user: User) -> User:
    """Add an account within the caller's transaction; its address must be new."""
    if session.scalar(select(User.id).where(User.email == user.email)):
        raise EmailTaken
    session.add(user)
    try:
        session.flush()
    except IntegrityError:
        raise EmailTaken from None
    return user


def person_for_change(session: Session, user_id: int) -> User:
    """Load an account that nobody else can change until this transaction ends.

    Rows that only point to it, such as bids, can be added meanwhile.
    """
    return session.scalars(
        select(User)
        .where(User.id == user_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one()
