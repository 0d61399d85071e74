"""Writing mails into the outbox, in the transaction of what they tell.

Sending is somebody else's work, and comes after the commit.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from auction.models import Mail
from auction.rules.languages import USUAL, letters_in
from auction.services.writing_once import write_once


def write_mail(
    session: Session,
    *,
    to: str,
    subject: str,
    text: str,
    now: datetime,
    is_private: bool,
    kind: str = "",
    once: str | None = None,
    path: str | None = None,
    calendar: str | None = None,
    stops_for_id: int | None = None,
    language: str = USUAL,
) -> Mail:
    """Put a mail into the outbox, within the caller's transaction.

    ``is_private``: who runs the site may see neither to whom it goes nor what it says.
    ``once``: a mail with the same key is written once. ``path`` is the page of the
    site that tells more, ``calendar`` an ICS file, ``stops_for_id`` whom one click
    frees of mails of this kind, ``language`` the one that its reader would like.
    """
    mail = Mail(
        recipient=to,
        subject=" ".join(subject.split()),
        text=text,
        is_private=is_private,
        written_at=now,
        next_try_at=now,
        kind=kind,
        once=once,
        path=path,
        calendar=calendar,
        stops_for_id=stops_for_id,
        language=letters_in(language),
    )
    if once is None:
        session.add(mail)
    else:
        write_once(session, mail)
    return mail
