"""How many mails one person can have written to one address: nobody floods another."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from sqlalchemy.orm import Session

from auction.models import Tries
from auction.rules.refusal import Refusal

MOST, WITHIN = 5, timedelta(hours=1)


class TooManyLetters(Refusal):
    """We have sent several mails within an hour. Please look among the unwanted ones, too, and ask again in an hour."""  # noqa: E501

    code = 429


def check_letters(session: Session, key: str, *, now: datetime) -> None:
    """Count one more mail, or refuse; within a lock on whom it is for."""
    if not may_write(session, key, most=MOST, now=now):
        raise TooManyLetters


def may_write(session: Session, key: str, *, most: int, now: datetime) -> bool:
    """Say whether one more may be written in the hour of the first, and count it."""
    row = session.get(Tries, key)
    if row is None or row.expires_at <= now.timestamp():
        ends = ceil((now + WITHIN).timestamp())
        row = session.merge(Tries(key=key, count=0, expires_at=ends))
    row.count += 1
    return row.count <= most
