"""Noting that somebody has read what he was told."""

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from auction.models import Notice
from auction.services.transaction import atomic


@atomic
def mark_read(session: Session, *, user_id: int, upto_id: int, now: datetime) -> None:
    """Mark as read what a person saw on his page; what came since stays unread."""
    session.execute(
        update(Notice)
        .where(
            Notice.user_id == user_id, Notice.id <= upto_id, Notice.read_at.is_(None)
        )
        .values(read_at=now)
    )


def unread(session: Session, user_id: int) -> int:
    """Return how many notices somebody has not read yet."""
    mine = select(func.count(Notice.id)).where(
        Notice.user_id == user_id, Notice.read_at.is_(None)
    )
    return session.scalar(mine) or 0
