"""When people are reminded of an opening or a close, and of what they have to pay.

A reminder that could not be written in time, because the site was down, is late only so
far: after that it is left out, because it would be no help any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from auction.rules.notice_kinds import (
    BALANCE_DUE,
    CLOSES_SOON,
    DEPOSIT_DUE,
    OPENS_SOON,
)


@dataclass(frozen=True, slots=True)
class Reminding:
    """A reminder so long ``before`` a moment, and how late it may be."""

    name: str
    kind: str
    before: timedelta
    late: timedelta

    def is_due(
        self, moment: datetime, *, watched_since: datetime, now: datetime
    ) -> bool:
        """Say whether to remind somebody of a moment now.

        Who began to watch when it was nearer than that knows it already.
        """
        due_at = moment - self.before
        return watched_since <= due_at <= now <= due_at + self.late

    def moments(self, now: datetime) -> tuple[datetime, datetime]:
        """Return between which moments those lie that it is due for now."""
        return now + self.before - self.late, now + self.before


DAY, HOUR = timedelta(days=1), timedelta(hours=1)
OPENING = Reminding("a day before it opens", OPENS_SOON, DAY, late=6 * HOUR)
CLOSING = Reminding("a day before it closes", CLOSES_SOON, DAY, late=6 * HOUR)
LAST_HOUR = Reminding(
    "an hour before it closes", CLOSES_SOON, HOUR, late=timedelta(minutes=30)
)
# A transfer may take two working days: sooner than that, a reminder helps nobody.
DEPOSIT = Reminding(
    "three days before the deposit is too late", DEPOSIT_DUE, 3 * DAY, late=2 * DAY
)
BALANCE = Reminding(
    "three days before the price is due", BALANCE_DUE, 3 * DAY, late=2 * DAY
)
