"""Counting wrong tries of one person, over all processes and restarts.

Within a transaction that holds the lock on that person: two wrong tries at the same
moment are two. The table holds the rate limits of ``web/limits.py``, too, under names
of their own.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import ceil

from sqlalchemy import delete
from sqlalchemy.orm import Session

from auction.models import Tries
from auction.rules.wrong_codes import FIRST_LOCK, MOST, REMEMBERED, lock_for
from auction.services.transaction import atomic


def locked_until(session: Session, key: str, *, now: datetime) -> datetime | None:
    """Return until when nothing more is tried, if it is not now."""
    row = _current(session, key, now)
    if row is None or row.count < MOST:
        return None
    return datetime.fromtimestamp(row.expires_at, UTC)


def note_wrong(session: Session, key: str, *, now: datetime) -> bool:
    """Count a wrong try; return whether it was the last one before a lock."""
    row = _counted(session, key, now=now, lasts=FIRST_LOCK)
    if row.count < MOST:
        return False
    locks = _counted(session, f"{key} locks", now=now, lasts=REMEMBERED)
    lock = lock_for(locks.count)
    row.expires_at = _seconds(now + lock)
    locks.expires_at = _seconds(now + lock + REMEMBERED)
    return True


def forget_wrong(session: Session, key: str) -> None:
    """Begin anew after a right one."""
    for name in (key, f"{key} locks"):
        row = session.get(Tries, name)
        if row is not None:
            session.delete(row)


@atomic
def forget_old(session: Session, *, now: datetime) -> int:
    """Delete what was counted in windows that are over; return how much."""
    old = delete(Tries).where(Tries.expires_at <= now.timestamp())
    return int(session.execute(old).rowcount)  # type: ignore[attr-defined]


def _counted(session: Session, key: str, *, now: datetime, lasts: timedelta) -> Tries:
    row = _current(session, key, now)
    if row is None:
        row = session.merge(Tries(key=key, count=0))
    row.count += 1
    row.expires_at = _seconds(now + lasts)
    return row


def _current(session: Session, key: str, now: datetime) -> Tries | None:
    row = session.get(Tries, key)
    return row if row is not None and row.expires_at > now.timestamp() else None


def _seconds(moment: datetime) -> int:
    return ceil(moment.timestamp())
