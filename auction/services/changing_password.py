"""Changing one's password: every other browser is signed out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from auction.models import User
from auction.services import accounts, signing_in
from auction.services.mailed_links import end_links
from auction.services.notifying import tell
from auction.services.second_factor import check_own
from auction.services.transaction import atomic


def change_password(
    session: Session, *, word: str, password: str, now: datetime
) -> str:
    """Change the password of whom a browser belongs to; return its new word."""
    here = signing_in.sign_in_of(session, word=word, now=now)
    if here is None:
        raise signing_in.SignedOut
    about = accounts.about_person(here.user)
    phc = accounts.hashed(password, about=about)  # slow, so before the lock
    return _change(session, word=word, phc=phc, now=now)


@atomic
def _change(session: Session, *, word: str, phc: str, now: datetime) -> str:
    here, user = signing_in.locked_sign_in(session, word=word, now=now)
    set_password(session, user, phc=phc, now=now)
    return signing_in.replace(session, here, now=now)


def set_password(session: Session, user: User, *, phc: str, now: datetime) -> None:
    """Keep a new password and end every sign-in, within a lock on the person.

    Links that were sent before are good no more: a thief may have asked for one.
    """
    check_own(user)
    end_links(session, user, now=now)
    user.password_hash = phc
    signing_in.end_all(session, user_id=user.id, now=now)
    tell(
        session,
        user,
        None,
        kind="password",
        subject="Your password was changed",
        text="The password of your account was changed, and every other browser was "
        "signed out.\n\nIf that was not you, tell the site's operator at once.",
        now=now,
    )
