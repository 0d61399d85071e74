"""Proving again who one is, before an act that a thief would be after.

A signed-in browser that somebody left open is not enough to change a password.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from auction.passwords import is_password
from auction.rules.passwords import LONGEST
from auction.rules.refusal import Refusal
from auction.rules.wrong_codes import locked
from auction.sealing import KeyRing
from auction.services import signing_in, tries
from auction.services.second_factor import check_code
from auction.services.transaction import atomic


class WrongPassword(Refusal):
    """That is not your password."""


def prove_again(
    session: Session,
    *,
    word: str,
    password: str,
    code: str,
    ring: KeyRing,
    now: datetime,
) -> None:
    """Let a browser do delicate things for a while, if the password is right.

    And the code, where the person has a second factor.
    """
    here = signing_in.sign_in_of(session, word=word, now=now)
    if here is None:
        raise signing_in.SignedOut
    until = tries.locked_until(session, _key(here.user_id), now=now)
    if until is not None:
        raise locked(until, now=now)
    phc = here.user.password_hash
    right = len(password) <= LONGEST and is_password(password, phc)
    wrong = _prove(
        session,
        word=word,
        phc=phc if right else None,
        code=code,
        ring=ring,
        now=now,
    )
    if wrong:
        raise wrong


@atomic
def _prove(
    session: Session,
    *,
    word: str,
    phc: str | None,
    code: str,
    ring: KeyRing,
    now: datetime,
) -> Refusal | None:
    here, user = signing_in.locked_sign_in(session, word=word, now=now)
    key = _key(user.id)
    until = tries.locked_until(session, key, now=now)
    if until is not None:
        return locked(until, now=now)
    if phc != user.password_hash:
        tries.note_wrong(session, key, now=now)
        return WrongPassword()
    if user.totp_since is not None and (
        wrong := check_code(session, user, code, ring=ring, now=now)
    ):
        return wrong
    tries.forget_wrong(session, key)
    here.proved_at = now
    return None


def _key(user_id: int) -> str:
    return f"proof {user_id}"
