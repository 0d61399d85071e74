"""Links in mails: each is good once, for a while and for one thing.

Whoever opens one has the mail, so the address is his. Only the mail holds the word in
the link; here its SHA-256 is kept.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from auction.models import LinkPurpose, MailedLink, User
from auction.rules.refusal import OutOfStep
from auction.services.accounts import digest, person_for_change
from auction.services.transaction import atomic

LASTS: Mapping[LinkPurpose, timedelta] = {
    LinkPurpose.CONFIRM_EMAIL: timedelta(hours=24),
    LinkPurpose.CHANGE_EMAIL: timedelta(hours=24),
    LinkPurpose.FORGOTTEN: timedelta(hours=1),
}
WORDS: Mapping[timedelta, str] = {
    timedelta(hours=24): "24 hours",
    timedelta(hours=1): "one hour",
}
KEPT = timedelta(days=7)  # so that an old link can say what it was


class DeadLink(OutOfStep):
    """This link is good no more."""


class LinkUnknown(DeadLink):
    """There is no such link. Please copy the whole address from the mail."""

    code = 404


class LinkUsed(DeadLink):
    """This link has been used, or another one in its place; each is good once."""


class LinkExpired(DeadLink):
    """This link was good for {time}, which is over. Please ask for another one."""


class AddressTaken(DeadLink):
    """There is an account with this address meanwhile."""


def make_link(
    session: Session,
    user_id: int | None,
    *,
    purpose: LinkPurpose,
    email: str,
    now: datetime,
) -> str:
    """Return the word of a new link, within the caller's transaction.

    ``email`` is where it is sent, and what it proves; without a person it leads
    nowhere.
    """
    word = secrets.token_urlsafe(32)
    session.add(
        MailedLink(
            token=digest(word),
            user_id=user_id,
            purpose=purpose,
            email=email,
            sent_at=now,
            expires_at=now + LASTS[purpose],
        )
    )
    return word


def open_link(
    session: Session,
    *,
    word: str,
    purposes: Collection[LinkPurpose],
    now: datetime,
) -> MailedLink:
    """Return what a link stands for, or say why it is good no more."""
    found = session.get(MailedLink, digest(word), populate_existing=True)
    if found is None or found.user is None or found.user.closed_at:
        raise LinkUnknown
    if found.purpose not in purposes:
        raise LinkUnknown
    if found.used_at is not None:
        raise LinkUsed
    if now >= found.expires_at:
        raise LinkExpired(time=WORDS[LASTS[found.purpose]])
    return found


def locked_link(
    session: Session,
    *,
    word: str,
    purposes: Collection[LinkPurpose],
    now: datetime,
) -> MailedLink:
    """Return what a link stands for, with its person locked: of two, one is first."""
    found = open_link(session, word=word, purposes=purposes, now=now)
    person_for_change(session, found.owner.id)
    return open_link(session, word=word, purposes=purposes, now=now)


def end_links(session: Session, user: User, *, now: datetime) -> None:
    """End every link that somebody was sent, within a lock on the person."""
    session.execute(
        update(MailedLink)
        .where(MailedLink.user_id == user.id, MailedLink.used_at.is_(None))
        .values(used_at=now)
    )


@atomic
def forget_old(session: Session, *, now: datetime) -> None:
    """Delete links that have been over for so long that nobody asks for them."""
    session.execute(delete(MailedLink).where(MailedLink.expires_at <= now - KEPT))


def until(purpose: LinkPurpose, *, now: datetime) -> str:
    """Return until when a link that is made now is good, in the words of its mail."""
    return in_words(now + LASTS[purpose])


def in_words(end: datetime) -> str:
    """Write the end of a link, as mails do."""
    return f"{end:%d %b %Y, %H:%M} (UTC)"
