"""Periods over which results are told: this month, quarter, year, or own dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from auction.rules.refusal import Refusal

ONE_DAY = timedelta(days=1)
LONGEST = timedelta(days=3_660)


class PeriodKind(StrEnum):
    """Which period is wanted, counted from today."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    OWN = "own"  # from one day to another


MONTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.YEAR: 12}


class DaysUnfit(Refusal):
    """The last day must not be before the first, or more than ten years after it."""


@dataclass(frozen=True, slots=True)
class Period:
    """Some days, the first and the last included."""

    first: date
    last: date

    def bounds(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Return when it begins and when it is over, in UTC."""
        return midnight(self.first, zone), midnight(self.last + ONE_DAY, zone)

    def months(self) -> list[Period]:
        """Return its months; the first and the last may be parts."""
        parts, day = [], self.first
        while day <= self.last:
            last = min(_last_of_month(day), self.last)
            parts.append(Period(day, last))
            day = last + ONE_DAY
        return parts


def period_of(
    kind: PeriodKind,
    *,
    today: date,
    first: date | None = None,
    last: date | None = None,
) -> Period:
    """Return the period that is meant, or refuse days that make none."""
    if kind is PeriodKind.OWN:
        begin, end = first or today, last or today
        if not timedelta(0) <= end - begin <= LONGEST:
            raise DaysUnfit
        return Period(begin, end)
    length = MONTHS[kind]
    month = (today.month - 1) // length * length + 1
    begin = date(today.year, month, 1)
    return Period(begin, _last_of_month(date(today.year, month + length - 1, 1)))


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return when a day begins by the clocks of a zone, in UTC."""
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def _last_of_month(day: date) -> date:
    next_month = day.replace(day=28) + timedelta(days=4)
    return next_month - timedelta(days=next_month.day)
