"""Whether the time until the end is too short for what a number still needs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from auction.rules.checks.calendar import next_working_day
from auction.rules.registration import Need
from auction.rules.spans import roughly

PAPERS = frozenset({Need.IDENTITY, Need.MANDATE})
WORKING_DAYS = 2  # that people are told to allow a verifier, or a bank


def warning(
    needs: Collection[Need],
    *,
    closes_at: datetime,
    now: datetime,
    zone: ZoneInfo,
    holidays: Collection[str],
) -> str:
    """Say what may not be done in time for the end; nothing if there is time enough."""
    slow = []
    if PAPERS.intersection(needs):
        slow.append("a verifier may not have looked at your papers in time")
    if Need.DEPOSIT in needs:
        slow.append("a transfer may not arrive in time")
    if not slow or not now < closes_at < _allowed(now, zone, holidays):
        return ""
    back = " Then the money goes back to you." if Need.DEPOSIT in needs else ""
    left = roughly(closes_at - now)
    return f"The lot closes in {left}: {', and '.join(slow)}.{back}"


def _allowed(now: datetime, zone: ZoneInfo, holidays: Collection[str]) -> datetime:
    local = now.astimezone(zone)
    day = local.date()
    for _ in range(WORKING_DAYS):
        day = next_working_day(day, holidays) or day
    return datetime.combine(day, local.time(), tzinfo=zone).astimezone(UTC)
