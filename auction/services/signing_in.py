"""Signing in and out: a row for every browser, and the word that it keeps."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import select, update
from sqlalchemy.orm import Session, contains_eager

from auction.models import SignIn, User
from auction.passwords import hash_password, is_outdated, is_password
from auction.rules.passwords import LONGEST
from auction.rules.refusal import Refusal
from auction.rules.sign_ins import (
    CODE_WITHIN,
    IDLE,
    NOTED_EVERY,
    SIGNED_IN_FOR,
)
from auction.services.accounts import digest, normal, person_for_change
from auction.services.transaction import atomic


class SignInRefused(Refusal):
    """The e-mail address or the password is not right."""


class SignedOut(Refusal):
    """You are not signed in any more. Please sign in again."""

    code = 401


def sign_in(
    session: Session, *, email: str, password: str, now: datetime, browser: str = ""
) -> str:
    """Return the word that the browser keeps, if the password is right.

    Where the person has a second factor, the word opens nothing but the page that asks
    for a code.
    """
    user = session.scalars(
        select(User).where(User.email == normal(email))
    ).one_or_none()
    # A stranger's password is checked as slowly as a friend's.
    phc = user.password_hash if user else nobodys_hash()
    right = len(password) <= LONGEST and is_password(password, phc)
    if user is None or not right:
        raise SignInRefused
    user_id = user.id
    stronger = hash_password(password) if is_outdated(phc) else None
    return _admit(
        session,
        user_id=user_id,
        phc=phc,
        stronger=stronger,
        browser=browser,
        now=now,
    )


@atomic
def _admit(
    session: Session,
    *,
    user_id: int,
    phc: str,
    stronger: str | None,
    browser: str,
    now: datetime,
) -> str:
    user = person_for_change(session, user_id)
    if user.password_hash != phc or user.closed_at is not None:
        raise SignInRefused  # changed or closed while the password was being checked
    user.password_hash = stronger or phc
    return remember(
        session,
        user,
        browser=browser,
        now=now,
        waits_for_code=user.totp_since is not None,
    )


def remember(
    session: Session,
    user: User,
    *,
    browser: str,
    now: datetime,
    waits_for_code: bool = False,
) -> str:
    """Return the word of one more browser, within the caller's transaction."""
    word = secrets.token_urlsafe(32)
    session.add(
        SignIn(
            token=digest(word),
            user_id=user.id,
            signed_in_at=now,
            expires_at=now + (CODE_WITHIN if waits_for_code else SIGNED_IN_FOR),
            browser=browser,
            seen_at=now,
            proved_at=None if waits_for_code else now,
            waits_for_code=waits_for_code,
        )
    )
    return word


def sign_in_of(session: Session, *, word: str, now: datetime) -> SignIn | None:
    """Return the row that a browser's word stands for, if it is still good."""
    return session.scalars(
        select(SignIn)
        .join(SignIn.user)
        .where(SignIn.token == digest(word), *_good(now))
        .options(contains_eager(SignIn.user))
        .execution_options(populate_existing=True)
    ).one_or_none()


def sign_ins_of(session: Session, *, user_id: int, now: datetime) -> Sequence[SignIn]:
    """Return the browsers in which somebody is signed in now, the newest first."""
    return session.scalars(
        select(SignIn)
        .join(SignIn.user)
        .where(SignIn.user_id == user_id, SignIn.waits_for_code.is_(False), *_good(now))
        .order_by(SignIn.signed_in_at.desc(), SignIn.token)
    ).all()


@atomic
def note_seen(session: Session, *, token: str, now: datetime) -> None:
    """Write down a sign of life; of several at once, one is enough."""
    session.execute(
        update(SignIn)
        .where(SignIn.token == token, SignIn.seen_at <= now - NOTED_EVERY)
        .values(seen_at=now)
    )


@atomic
def sign_out(session: Session, *, word: str, now: datetime) -> None:
    """End a signed-in browser: its cookie is worth nothing from now on."""
    row = session.get(SignIn, digest(word))
    if row is not None and row.ended_at is None:
        row.ended_at = now


@atomic
def end_one(session: Session, *, user_id: int, token: str, now: datetime) -> bool:
    """End another of one's own browsers; return whether it was still signed in."""
    row = session.get(SignIn, token)
    if row is None or row.user_id != user_id or row.ended_at is not None:
        return False
    row.ended_at = now
    return True


@atomic
def end_others(session: Session, *, word: str, now: datetime) -> int:
    """End all of one's browsers but this one; return how many there were."""
    here, user = locked_sign_in(session, word=word, now=now)
    known = sign_ins_of(session, user_id=user.id, now=now)
    end_all(session, user_id=user.id, now=now, but=here.token)
    return len(known) - 1


@atomic
def renew(session: Session, *, word: str, now: datetime) -> str:
    """Give a browser a new word, because what it may do has changed."""
    here, _ = locked_sign_in(session, word=word, now=now)
    return replace(session, here, now=now)


def replace(session: Session, here: SignIn, *, now: datetime) -> str:
    """End a browser's word and return a new one, within the caller's transaction."""
    word = secrets.token_urlsafe(32)
    session.add(
        SignIn(
            token=digest(word),
            user_id=here.user_id,
            signed_in_at=here.signed_in_at,
            expires_at=here.expires_at,
            browser=here.browser,
            seen_at=now,
            proved_at=here.proved_at,
        )
    )
    here.ended_at = now
    return word


def locked_sign_in(
    session: Session, *, word: str, now: datetime, waits_for_code: bool = False
) -> tuple[SignIn, User]:
    """Load a browser's row and lock its person, or refuse.

    Whoever ends all of a person's sign-ins holds the same lock: none slips through.
    """
    seen = sign_in_of(session, word=word, now=now)
    if seen is None:
        raise SignedOut
    user = person_for_change(session, seen.user_id)
    here = sign_in_of(session, word=word, now=now)
    if here is None or here.waits_for_code is not waits_for_code:
        raise SignedOut
    return here, user


def end_all(
    session: Session, *, user_id: int, now: datetime, but: str | None = None
) -> None:
    """End every browser of a person but one, within the caller's transaction."""
    ends = update(SignIn).where(SignIn.user_id == user_id, SignIn.ended_at.is_(None))
    if but is not None:
        ends = ends.where(SignIn.token != but)
    session.execute(ends.values(ended_at=now))


def _good(now: datetime) -> tuple:  # type: ignore[type-arg]
    return (
        SignIn.ended_at.is_(None),
        SignIn.expires_at > now,
        SignIn.seen_at > now - IDLE,
        User.closed_at.is_(None),
    )


@cache
def nobodys_hash() -> str:
    """Return the hash of a password that nobody knows."""
    return hash_password(secrets.token_hex(16))
