"""Showing that an e-mail address is one's own, by a link that was sent there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from auction.models import LinkPurpose, User
from auction.rules.refusal import OutOfStep
from auction.services.accounts import person_for_change
from auction.services.applying import advance_all_of
from auction.services.changing_email import move
from auction.services.mailed_links import end_links, locked_link, make_link, until
from auction.services.mailing import write_mail
from auction.services.transaction import atomic

PURPOSES = (LinkPurpose.CONFIRM_EMAIL, LinkPurpose.CHANGE_EMAIL)


class AlreadyConfirmed(OutOfStep):
    """Your e-mail address is confirmed already; there is nothing more to do."""


@atomic
def send_link(
    session: Session,
    *,
    user_id: int,
    link: Callable[[str], str],
    is_private: bool,
    now: datetime,
) -> None:
    """Send somebody the link that confirms his address.

    ``link`` turns the secret word into the address of a page.
    """
    user = person_for_change(session, user_id)
    if user.email_confirmed_at is not None:
        raise AlreadyConfirmed
    purpose = LinkPurpose.CONFIRM_EMAIL
    word = make_link(session, user.id, purpose=purpose, email=user.email, now=now)
    write_mail(
        session,
        to=user.email,
        subject="Please confirm your e-mail address",
        text="Please show that this is your address: open this page and press its "
        f"button. It is good once, until {until(purpose, now=now)}:\n\n{link(word)}\n\n"
        "If you have no account with us, you need not do anything.\n",
        now=now,
        is_private=is_private,
        kind="confirm address",
    )


@atomic
def confirm(session: Session, *, word: str, now: datetime) -> User:
    """Note that an address is its owner's, and go on with what he has asked for.

    Where it was another one before, the account moves to it.
    """
    link = locked_link(session, word=word, purposes=PURPOSES, now=now)
    user = link.owner
    if link.purpose is LinkPurpose.CHANGE_EMAIL:
        move(session, link, now=now)
    user.email_confirmed_at = now
    end_links(session, user, now=now)
    advance_all_of(session, user_id=user.id, now=now)
    return user
