"""Copying a sale: when its lots take place."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from auction.rules.checks import calendar


def moved(at: datetime, *, first: datetime, to: datetime, zone: ZoneInfo) -> datetime:
    """Move a moment as far as ``first`` is moved ``to``, by the clocks of ``zone``.

    What was at ten o'clock stays at ten, whether or not it is summer then.
    """
    apart = calendar.wall(at, zone) - calendar.wall(first, zone)
    local = (calendar.wall(to, zone) + apart).replace(tzinfo=zone)
    return local.astimezone(UTC)
