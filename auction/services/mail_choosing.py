"""Which mails somebody wants to get; legal notices are no matter of choice."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from auction.models import MailStop, User
from auction.rules.notice_kinds import STOPPABLE, can_stop
from auction.services.transaction import atomic


@atomic
def stop(session: Session, *, user_id: int, kind: str, now: datetime) -> None:
    """Stop the mails of a kind to somebody; again, it changes nothing."""
    if not can_stop(kind) or not _lock(session, user_id):
        return
    if kind not in stopped(session, user_id):
        session.add(MailStop(user_id=user_id, kind=kind, stopped_at=now))


@atomic
def choose(
    session: Session, *, user_id: int, wanted: Collection[str], now: datetime
) -> None:
    """Take over which kinds of mails somebody wants, of all that can be stopped."""
    _lock(session, user_id)
    before = stopped(session, user_id)
    unwanted = STOPPABLE.keys() - wanted
    session.execute(
        delete(MailStop).where(
            MailStop.user_id == user_id, MailStop.kind.in_(before - unwanted)
        )
    )
    for kind in sorted(unwanted - before):
        session.add(MailStop(user_id=user_id, kind=kind, stopped_at=now))


def stopped(session: Session, user_id: int) -> set[str]:
    """Return the kinds of mails that somebody does not want."""
    return set(
        session.scalars(select(MailStop.kind).where(MailStop.user_id == user_id))
    )


def _lock(session: Session, user_id: int) -> bool:
    # Twice at once, as a mail program and its owner may do it, must not fail.
    return session.get(User, user_id, with_for_update=True) is not None
