"""Choosing a new password when the old one is forgotten, by a link in a mail.

Whoever asks is told the same whether there is an account or not, and a letter is
written either way: only its reader learns which. The second factor stays.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import LinkPurpose, MailedLink, User
from auction.rules.refusal import NotThere
from auction.services import accounts
from auction.services.applying import advance_all_of
from auction.services.changing_password import set_password
from auction.services.mailed_links import (
    LinkUnknown,
    locked_link,
    make_link,
    open_link,
    until,
)
from auction.services.mailing import write_mail
from auction.services.notifying import tell
from auction.services.second_factor import check_own
from auction.services.transaction import atomic

FORGOTTEN = LinkPurpose.FORGOTTEN
SUBJECT = "A new password"


class NoAccount(NotThere):
    """There is no account with this address."""


@atomic
def ask_for_link(
    session: Session,
    *,
    email: str,
    link: Callable[[str], str],
    now: datetime,
) -> None:
    """Write somebody a letter: with a link, if there is an account of that address.

    Nobody but its reader may see it: the link opens the account.
    """
    address = accounts.read_email(email)
    # In both cases as much is asked of the database and written to it, in the same
    # order: else the time of the answer would tell which it is.
    owner_id = _owner_id(session, address)
    word = make_link(session, owner_id, purpose=FORGOTTEN, email=address, now=now)
    page, good_until = link(word), until(FORGOTTEN, now=now)
    write_mail(
        session,
        to=address,
        subject=SUBJECT,
        text=(_no_account(address) if owner_id is None else _new_one(page, good_until)),
        now=now,
        is_private=True,
        kind="forgotten",
    )


@atomic
def make_link_by_hand(session: Session, *, email: str, now: datetime) -> str:
    """Return the word of a link, for whoever runs the machine to hand on.

    It is for sites that send no mail. The person is told that it was made.
    """
    owner_id = _owner_id(session, accounts.normal(email))
    if owner_id is None:
        raise NoAccount
    user = session.get_one(User, owner_id, populate_existing=True)
    check_own(user)
    tell(
        session,
        user,
        None,
        kind="password",
        subject="A link for a new password was made",
        text="Whoever runs the site has made a link with which a new password of your "
        "account can be chosen.\n\nIf you did not ask for it, tell the operator.",
        now=now,
    )
    return make_link(session, user.id, purpose=FORGOTTEN, email=user.email, now=now)


def open_forgotten(session: Session, *, word: str, now: datetime) -> MailedLink:
    """Return what a link stands for, or say why it is good no more."""
    return open_link(session, word=word, purposes=(FORGOTTEN,), now=now)


def choose_password(
    session: Session, *, word: str, password: str, now: datetime
) -> None:
    """Keep the new password of whom a link was sent to; every browser is signed out."""
    link = open_forgotten(session, word=word, now=now)
    about = accounts.about_person(link.owner)
    phc = accounts.hashed(password, about=about)  # slow, so before the lock
    _choose(session, word=word, phc=phc, now=now)


@atomic
def _choose(session: Session, *, word: str, phc: str, now: datetime) -> None:
    link = locked_link(session, word=word, purposes=(FORGOTTEN,), now=now)
    user = link.owner
    if link.email != user.email:
        raise LinkUnknown
    set_password(session, user, phc=phc, now=now)
    if user.email_confirmed_at is None:  # who has the mail has the address
        user.email_confirmed_at = now
        advance_all_of(session, user_id=user.id, now=now)


def _owner_id(session: Session, address: str) -> int | None:
    """Return whose address it is, locked: nobody changes the account meanwhile."""
    return session.scalar(
        select(User.id)
        .where(User.email == address, User.closed_at.is_(None))
        .with_for_update(key_share=True)
    )


def _new_one(page: str, good_until: str) -> str:
    return (
        "Somebody, probably you, asked for a new password of your account. To choose "
        f"one, open this page. It is good once, until {good_until}:\n\n{page}\n\n"
        "If that was not you, you need not do anything: your password stays.\n"
    )


def _no_account(address: str) -> str:
    return (
        "Somebody, perhaps you, asked for a new password. There is no account with the "
        f"address {address} on this site; perhaps you have one with another address.\n"
        "\nIf that was not you, you need not do anything.\n"
    )
