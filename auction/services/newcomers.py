"""Opening an account: asked for on the site, opened by the link in a mail.

There is no account before its address is shown to be its owner's: nobody opens one for
somebody else, or learns by trying whether an address has one already.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from auction.models import Newcomer, Role, User
from auction.services import accounts
from auction.services.mailed_links import (
    KEPT,
    WORDS,
    AddressTaken,
    LinkExpired,
    LinkUnknown,
    LinkUsed,
    in_words,
)
from auction.services.mailing import write_mail
from auction.services.signing_in import remember
from auction.services.transaction import atomic

LASTS = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Letters:
    """How letters to newcomers are written: what they lead to, and who may read them.

    ``link`` turns the secret word into the address of a page. ``are_wanted`` is false
    when an address has been written to too often.
    """

    link: Callable[[str], str]
    sign_in: str
    forgotten: str
    are_private: bool
    are_wanted: bool


def ask_for_account(
    session: Session,
    *,
    email: str,
    password: str,
    name: str,
    letters: Letters,
    now: datetime,
) -> str:
    """Write the letter with the link; return by what the browser that asks is known.

    Whoever has an account already is told of it instead, in a letter of his own; there
    is nothing by which the one who asks could tell the two apart.
    """
    word = secrets.token_urlsafe(32)
    newcomer = Newcomer(
        token=accounts.digest(word),
        email=accounts.read_email(email),
        name=accounts.tidy_name(name),
        # slow, so before the lock
        password_hash=accounts.hashed(password, about=(email, name)),
        asked_at=now,
        expires_at=now + LASTS,
    )
    token = newcomer.token
    _write(session, newcomer, word=word, letters=letters, now=now)
    return token


def open_newcomer(session: Session, *, word: str, now: datetime) -> Newcomer:
    """Return the account that a link opens, or say why it opens none."""
    found = session.get(Newcomer, accounts.digest(word), populate_existing=True)
    if found is None:
        raise LinkUnknown
    if found.opened_at is not None:
        raise LinkUsed
    if now >= found.expires_at:
        raise LinkExpired(time=WORDS[LASTS])
    return found


@atomic
def open_account(
    session: Session, *, word: str, asked_here: bool, browser: str, now: datetime
) -> str | None:
    """Open the account; return the word of the browser, if it is the one that asked.

    Somebody who only has the mail has to sign in with the password.
    """
    email = open_newcomer(session, word=word, now=now).email
    _lock_all_to(session, email)
    newcomer = open_newcomer(session, word=word, now=now)
    user = User(
        email=newcomer.email,
        name=newcomer.name,
        password_hash=newcomer.password_hash,
        role=Role.BIDDER,
        registered_at=now,
        email_confirmed_at=now,
    )
    try:
        accounts.keep(session, user)
    except accounts.EmailTaken:
        raise AddressTaken from None
    _end_all_to(session, newcomer.email, now)
    return remember(session, user, browser=browser, now=now) if asked_here else None


@atomic
def forget_old(session: Session, *, now: datetime) -> None:
    """Delete who has asked for an account and not come; and who has, as he is kept."""
    session.execute(delete(Newcomer).where(Newcomer.expires_at <= now - KEPT))


@atomic
def _write(
    session: Session, newcomer: Newcomer, *, word: str, letters: Letters, now: datetime
) -> None:
    # Row, link and key are made even if they are for nobody: that takes as long.
    session.add(newcomer)
    new = _new(letters.link(word), in_words(newcomer.expires_at))
    known = _known(letters)
    known_id = session.scalar(select(User.id).where(User.email == newcomer.email))
    if not letters.are_wanted:
        return
    write_mail(
        session,
        to=newcomer.email,
        subject="Your account on the auction site",
        text=known if known_id else new,
        now=now,
        is_private=letters.are_private,
        kind="newcomer",
        once=(
            f"known, person {known_id}, {now:%Y-%m-%d %H}"
            if known_id
            else f"newcomer {newcomer.token}"
        ),
    )


def _lock_all_to(session: Session, email: str) -> None:
    # All in one order: who comes by another link to the same address waits here.
    same = select(Newcomer.token).where(Newcomer.email == email)
    session.execute(same.order_by(Newcomer.token).with_for_update())


def _end_all_to(session: Session, email: str, now: datetime) -> None:
    """End every link to an address, and keep no password beside the account's."""
    session.execute(
        update(Newcomer)
        .where(Newcomer.email == email)
        .values(opened_at=now, name="", password_hash="")
    )


def _new(link: str, until: str) -> str:
    return (
        "Somebody, probably you, wants to open an account with this address. To open "
        f"it, go to this page and press its button. It is good once, until {until}:\n\n"
        f"{link}\n\n"
        "If that was not you, you need not do anything: no account is opened.\n"
    )


def _known(letters: Letters) -> str:
    return (
        "Somebody, perhaps you, wanted to open an account with this address. You have "
        f"one already. Sign in with it:\n\n{letters.sign_in}\n\n"
        f"If you have forgotten the password, choose a new one:\n\n{letters.forgotten}"
        "\n\nIf that was not you, you need not do anything: nothing has changed.\n"
    )
