"""How long somebody stays signed in, and which acts ask for the password again."""

from __future__ import annotations

from datetime import datetime, timedelta

SIGNED_IN_FOR = timedelta(hours=12)
IDLE = timedelta(minutes=30)  # without a sign of life
CODE_WITHIN = timedelta(minutes=10)  # half signed in: only the code is missing
PROVED_FOR = timedelta(minutes=10)
NOTED_EVERY = timedelta(minutes=1)  # a sign of life costs a write: not at every page


def lasts_until(seen_at: datetime, expires_at: datetime) -> datetime:
    """Return when somebody is signed out who does nothing more."""
    return min(seen_at + IDLE, expires_at)


def is_worth_noting(seen_at: datetime, *, now: datetime) -> bool:
    """Say whether a sign of life is to be written down."""
    return now >= seen_at + NOTED_EVERY


def is_proved(proved_at: datetime | None, *, now: datetime) -> bool:
    """Say whether the person has given the password a short while ago."""
    return proved_at is not None and now < proved_at + PROVED_FOR
