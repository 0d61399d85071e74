"""Taking mails out of the outbox, so that none is lost and few come twice.

Whoever wants to send a mail claims it first, for as long as the lease runs; a sender
that dies lets the lease run out, and somebody else tries. The number of the try tells
a sender that comes too late that it is not his mail any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, and_, exists, func, select, update
from sqlalchemy.orm import Session

from auction.models import Mail, User
from auction.rules.languages import USUAL
from auction.rules.patience import MOST_TRIES, TOO_OLD, next_try_at
from auction.services.operators import check_operator
from auction.services.transaction import atomic

TOO_OFTEN = "No try of it was ever finished."
NO_NEWS = "It waited for two weeks, and is no news any more."
LEASE = timedelta(minutes=5)  # longer than any talk with a mail server
IS_WAITING = and_(Mail.sent_at.is_(None), Mail.given_up_at.is_(None))


@dataclass(frozen=True, slots=True)
class Letter:
    """A claimed mail, as its sender carries it away from the database."""

    id: int
    recipient: str
    subject: str
    text: str
    is_private: bool
    written_at: datetime
    tries: int  # this one included
    kind: str = ""
    path: str | None = None  # the page of the site that tells more
    calendar: str | None = None  # an ICS file that goes with it
    stops_for_id: int | None = None  # whom one click frees of such mails
    language: str = USUAL


def is_any_due(session: Session, *, now: datetime) -> bool:
    """Say whether a mail is due, without the lock that claiming it takes."""
    due = select(Mail.id).where(_is_due(now)).limit(1)
    return session.scalar(due) is not None


@atomic
def give_up_hopeless(session: Session, *, now: datetime) -> None:
    """Give up what killed every sender, and what waited until it was no news.

    A mail may wait that long where there was no mail server at all.
    """
    too_often, too_old = Mail.tries >= MOST_TRIES, Mail.written_at <= now - TOO_OLD
    for is_hopeless, why in ((too_often, TOO_OFTEN), (too_old, NO_NEWS)):
        session.execute(
            update(Mail)
            .where(_is_due(now), is_hopeless)
            .values(given_up_at=now, error=func.coalesce(Mail.error, why))
        )


@atomic
def try_failed_again(session: Session, *, operator_id: int, now: datetime) -> int:
    """Try everything again that was given up, at once; return how many mails."""
    check_operator(session, operator_id)
    failed = (
        update(Mail)
        .where(Mail.given_up_at.is_not(None), Mail.written_at > now - TOO_OLD)
        .values(given_up_at=None, next_try_at=now, tries=0)
    )
    return cast("CursorResult[Any]", session.execute(failed)).rowcount


@atomic
def claim_mail(session: Session, *, now: datetime) -> Letter | None:
    """Take the mail that is due the longest; nobody else gets it during the lease."""
    mail = session.scalars(
        select(Mail)
        .where(_is_due(now))
        .order_by(Mail.next_try_at, Mail.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if mail is None:
        return None
    mail.tries += 1
    mail.next_try_at = now + LEASE
    return Letter(
        id=mail.id,
        recipient=mail.recipient,
        subject=mail.subject,
        text=mail.text,
        is_private=mail.is_private,
        written_at=mail.written_at,
        tries=mail.tries,
        kind=mail.kind,
        path=mail.path,
        calendar=mail.calendar,
        stops_for_id=mail.stops_for_id,
        language=mail.language,
    )


@atomic
def note_sent(session: Session, letter: Letter, *, now: datetime) -> None:
    """Note that a server took a mail; what it said, and of which lot, is forgotten."""
    session.execute(
        update(Mail)
        .where(Mail.id == letter.id, Mail.sent_at.is_(None))
        .values(
            sent_at=now,
            given_up_at=None,
            error=None,
            text="",
            path=None,
            calendar=None,
        )
    )


@atomic
def note_failed(
    session: Session, letter: Letter, *, error: str, is_refused: bool, now: datetime
) -> None:
    """Note why a mail did not go through, and when to try again, if ever."""
    mail = session.get_one(
        Mail, letter.id, with_for_update=True, populate_existing=True
    )
    if mail.sent_at is not None or mail.tries != letter.tries:
        return  # the lease ran out, and somebody else has the mail
    again_at = next_try_at(tries=mail.tries, is_refused=is_refused, now=now)
    mail.error = error
    mail.next_try_at = again_at or mail.next_try_at
    mail.given_up_at = None if again_at else now


def _is_due(now: datetime) -> ColumnElement[bool]:
    # The demo's people have no mailboxes: what is written to them stays to be seen.
    is_to_example = exists().where(User.email == Mail.recipient, User.is_example)
    return and_(IS_WAITING, Mail.next_try_at <= now, ~is_to_example)
