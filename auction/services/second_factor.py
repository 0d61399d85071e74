"""The second factor: a code of an app beside the password.

Its seed is sealed with the installation's keys. A code counts once: the last step that
was taken stands in the account, and changes only under a lock on it.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from auction import one_time_codes
from auction.models import Duty, RecoveryCode, User
from auction.rules.refusal import OutOfStep, Refusal
from auction.rules.wrong_codes import locked
from auction.sealing import KeyRing, SealBroken
from auction.services import signing_in, tries
from auction.services.accounts import person_for_change
from auction.services.factor_messages import LOCKED, OFF, ON, RESET, tell_of_factor
from auction.services.notifying import tell_officers
from auction.services.recovery_codes import make_codes, spend_code
from auction.services.transaction import atomic


class WrongCode(Refusal):
    """That code is not right. Please enter the one that your app shows now."""


class NoSeed(OutOfStep):
    """Please begin the set-up anew: there is nothing to prove."""


class AlreadyOn(OutOfStep):
    """Your second factor is on already. Switch it off first, to set up another app."""


class SeedUnreadable(Refusal):
    """No code can be checked just now. Please tell whoever runs this site."""

    code = 503


class ExampleAccount(OutOfStep):
    """Everybody who tries the site shares this example account: it stays as it is."""


@atomic
def begin(session: Session, *, user_id: int, ring: KeyRing) -> None:
    """Make the seed that a person's app is to know; it protects nothing yet."""
    user = person_for_change(session, user_id)
    check_own(user)
    if user.totp_since is not None:
        raise AlreadyOn
    seed = one_time_codes.new_seed()
    user.totp_seed = ring.seal(seed, bound_to=_owner(user))
    user.totp_step = None


def prove(
    session: Session, *, word: str, code: str, ring: KeyRing, now: datetime
) -> tuple[str, list[str]]:
    """Switch the second factor on with a first code.

    Returns a new word for this browser, and the recovery codes; every other browser is
    signed out.
    """
    result = _prove(session, word=word, code=code, ring=ring, now=now)
    if isinstance(result, Refusal):
        raise result
    return result


@atomic
def _prove(
    session: Session, *, word: str, code: str, ring: KeyRing, now: datetime
) -> tuple[str, list[str]] | Refusal:
    here, user = signing_in.locked_sign_in(session, word=word, now=now)
    check_own(user)
    if user.totp_since is not None:
        return AlreadyOn()
    if user.totp_seed is None:
        return NoSeed()
    if wrong := check_code(session, user, code, ring=ring, now=now):
        return wrong
    user.totp_since = now
    signing_in.end_all(session, user_id=user.id, now=now, but=here.token)
    tell_of_factor(session, user, ON, now=now)
    return signing_in.replace(session, here, now=now), make_codes(
        session, user, now=now
    )


def complete(
    session: Session, *, word: str, code: str, ring: KeyRing, now: datetime
) -> str:
    """Return the word of a browser that gave the password, and now a code."""
    result = _complete(session, word=word, code=code, ring=ring, now=now)
    if isinstance(result, Refusal):
        raise result
    return result


@atomic
def _complete(
    session: Session, *, word: str, code: str, ring: KeyRing, now: datetime
) -> str | Refusal:
    here, user = signing_in.locked_sign_in(
        session, word=word, now=now, waits_for_code=True
    )
    if wrong := check_code(session, user, code, ring=ring, now=now):
        return wrong
    here.ended_at = now
    return signing_in.remember(session, user, browser=here.browser, now=now)


def check_code(
    session: Session, user: User, typed: str, *, ring: KeyRing, now: datetime
) -> Refusal | None:
    """Take a code of a person's app, or a recovery code; return why not.

    Within a transaction that holds the lock on the person, and that the caller commits:
    the wrong ones are counted in it.
    """
    key = f"code {user.id}"
    until = tries.locked_until(session, key, now=now)
    if until is not None:
        return locked(until, now=now)
    if _is_right(session, user, typed, ring=ring, now=now):
        tries.forget_wrong(session, key)
        return None
    if tries.note_wrong(session, key, now=now):
        tell_of_factor(session, user, LOCKED, now=now)
    return WrongCode()


@atomic
def switch_off(session: Session, *, word: str, now: datetime) -> str:
    """Take the second factor off; every other browser is signed out."""
    here, user = signing_in.locked_sign_in(session, word=word, now=now)
    check_own(user)
    _remove(session, user)
    signing_in.end_all(session, user_id=user.id, now=now, but=here.token)
    tell_of_factor(session, user, OFF, now=now)
    return signing_in.replace(session, here, now=now)


@atomic
def reset(session: Session, *, user_id: int, now: datetime) -> User:
    """Take the second factor off for a person who has lost everything.

    For whoever runs the machine, who has seen that it is that person. The password
    stays; every browser is signed out, and the person's offices are told.
    """
    user = person_for_change(session, user_id)
    _remove(session, user)
    signing_in.end_all(session, user_id=user.id, now=now)
    tell_of_factor(session, user, RESET, now=now)
    for office in user.offices:
        tell_officers(
            session,
            office_id=office.id,
            duties=(Duty.APPROVER,),
            but=user.id,
            subject=f"A second factor was reset at {office.name}",
            text=f"The operator of the site has reset the second factor of "
            f"{user.name or user.email}, who works at {office.name}. If nobody there "
            "asked for it, please tell the operator at once.",
            now=now,
        )
    return user


def seed_of(user: User, ring: KeyRing) -> bytes:
    """Return the seed that a person's app is to know, or refuse where there is none."""
    if user.totp_seed is None:
        raise NoSeed
    try:
        return ring.open(user.totp_seed, bound_to=_owner(user))
    except SealBroken:
        raise SeedUnreadable from None


def check_own(user: User) -> None:
    """Refuse to change what everybody shares who tries the site."""
    if user.is_example:
        raise ExampleAccount


def _is_right(
    session: Session, user: User, typed: str, *, ring: KeyRing, now: datetime
) -> bool:
    if not one_time_codes.is_from_app(typed):
        return user.totp_since is not None and spend_code(session, user, typed, now=now)
    step = one_time_codes.step_of_code(
        seed_of(user, ring),
        one_time_codes.tidy_code(typed),
        now=now,
        after=user.totp_step,
    )
    if step is not None:
        user.totp_step = step
    return step is not None


def _remove(session: Session, user: User) -> None:
    user.totp_seed = user.totp_since = user.totp_step = None
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))


def _owner(user: User) -> str:
    return f"user {user.id} totp"
