"""Deleting identity papers whose time is over, and what closed accounts have shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from auction.models import Identity, IdentityPaper, User
from auction.rules.persons import IdentityState
from auction.services.identifying import destroy, papers_of
from auction.services.transaction import atomic


def delete_due_papers(
    session: Session, *, shred: Callable[[str], None], now: datetime, most: int
) -> int:
    """Delete papers whose time is over, each for itself; return how many.

    May run twice or be killed: what is not yet said to be deleted is due again.
    """
    due = session.scalars(
        select(IdentityPaper.id)
        .where(*_due(now))
        .order_by(IdentityPaper.id)
        .limit(most)
    ).all()
    return sum(
        _delete(session, paper_id=paper_id, shred=shred, now=now) for paper_id in due
    )


@atomic
def forget_closed(session: Session) -> int:
    """Forget what lies under seal of people who have left; return of how many.

    Names stay, because papers of sales carry them, and fingerprints, by which somebody
    who was barred is known again.
    """
    left = session.scalars(
        select(Identity)
        .join(User, User.id == Identity.user_id)
        .where(User.closed_at.is_not(None), Identity.number.is_not(None))
        .with_for_update(of=Identity)
    ).all()
    for identity in left:
        identity.number = identity.born_on = None
        identity.address = ""
        if identity.state is IdentityState.SUBMITTED and not papers_of(identity):
            identity.state = IdentityState.WITHDRAWN
    return len(left)


def files_in_use(session: Session) -> set[str]:
    """Return the files of all papers that are not said to be deleted."""
    return set(
        session.scalars(
            select(IdentityPaper.file).where(IdentityPaper.deleted_at.is_(None))
        )
    )


@atomic
def _delete(
    session: Session, *, paper_id: int, shred: Callable[[str], None], now: datetime
) -> bool:
    paper = session.scalars(
        select(IdentityPaper).where(IdentityPaper.id == paper_id, *_due(now))
    ).one_or_none()
    if paper is None:  # another process was faster, or it was handed in meanwhile
        return False
    destroy(session, paper, shred=shred, now=now)
    return True


def _due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    left = select(User.id).where(User.closed_at.is_not(None))
    over = IdentityPaper.delete_after <= now
    return (
        IdentityPaper.deleted_at.is_(None),
        or_(over, IdentityPaper.user_id.in_(left)),
    )
