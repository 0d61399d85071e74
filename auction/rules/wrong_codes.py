"""How long somebody waits who gave wrong codes: the longer, the more often."""

from __future__ import annotations

from datetime import datetime, timedelta

from auction.rules.refusal import Refusal

MOST = 5  # wrong ones in a row
FIRST_LOCK = timedelta(minutes=15)  # doubled with each further one
LONGEST_LOCK = timedelta(hours=24)
REMEMBERED = timedelta(hours=24)  # after a lock has ended


class Locked(Refusal):
    """There were too many wrong tries. Please wait {minutes} and try again."""

    code = 429


def lock_for(locks: int) -> timedelta:
    """Return how long the so-many-eth lock lasts, from 1 on."""
    return min(FIRST_LOCK * (1 << min(locks - 1, 10)), LONGEST_LOCK)


def locked(until: datetime, *, now: datetime) -> Locked:
    """Return the refusal that says how long to wait."""
    minutes = max(1, -((now - until) // timedelta(minutes=1)))
    return Locked(minutes=f"{minutes} minute{'s' if minutes != 1 else ''}")
