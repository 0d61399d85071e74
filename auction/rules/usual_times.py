"""When a lot is usually auctioned, where nobody has said it yet."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from auction.rules.checks import calendar
from auction.rules.procedure import Procedure

HOUR = 10  # of the day, when it opens
ROOM = 3  # days beyond the notice, to prepare the lot
A_DAY = timedelta(days=1)


def usual_times(
    procedure: Procedure, *, notice_days: int, now: datetime, zone: ZoneInfo
) -> tuple[datetime, datetime]:
    """Return an opening and an end that leave the notice and the time for bidding."""
    day = calendar.days_later(now, notice_days + ROOM, zone).astimezone(zone)
    opens_at = day.replace(hour=HOUR, minute=0, second=0, microsecond=0, fold=0)
    opening = opens_at.astimezone(UTC)
    return opening, calendar.later(opening, procedure.min_duration or A_DAY, zone)
