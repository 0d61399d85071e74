"""The letters that wait in the outbox, and the links in them."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Mail

LINK = re.compile(r"https?://\S+")


def letters_to(session: Session, email: str) -> list[Mail]:
    """Return what was written to an address, the oldest first."""
    session.rollback()
    found = session.scalars(
        select(Mail).where(Mail.recipient == email).order_by(Mail.id)
    )
    return list(found)


def link_in(mail: Mail) -> str:
    """Return the path of the first link in a letter."""
    there = urlsplit(LINK.findall(mail.text)[0])
    return f"{there.path}?{there.query}" if there.query else there.path


def last_link_to(session: Session, email: str) -> str:
    """Return the path of the link in the last letter to an address."""
    return link_in(letters_to(session, email)[-1])


def word_of(path: str) -> str:
    """Return the secret word in the path of a link."""
    return urlsplit(path).path.rpartition("/")[2]
