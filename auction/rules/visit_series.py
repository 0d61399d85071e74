"""Visits that come again: every Saturday from 10 to 12, in half hours."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from auction.rules.checks.calendar import is_working_day
from auction.rules.refusal import Refusal

MOST = 200  # visits offered at once
LONGEST = timedelta(days=366)
SHORTEST_VISIT = timedelta(minutes=5)
DAY, WEEK = timedelta(days=1), timedelta(days=7)


class Every(StrEnum):
    """On which days a visit comes again."""

    ONCE = "once"
    WEEK = "week"
    DAY = "day"
    WORKING_DAY = "working_day"


class SpanUnfit(Refusal):
    """The end must be later than the beginning."""


class LengthUnfit(Refusal):
    """One visit must last at least 5 minutes and fit between beginning and end."""


class LastDayUnfit(Refusal):
    """The last day must not be before the first one, or more than a year later."""


class TooMany(Refusal):
    """That would be more than {most} visits; please offer them in parts."""


class NoVisits(Refusal):
    """None of these days is a working day."""


@dataclass(frozen=True, slots=True)
class Series:
    """When visits are offered, by the clocks of the place.

    ``length`` None: one visit from ``begins`` to ``ends``, not several in a row.
    """

    first: date
    begins: time
    ends: time
    length: timedelta | None = None
    every: Every = Every.ONCE
    last: date | None = None


def times_of(
    series: Series, *, zone: ZoneInfo, holidays: Collection[str] = ()
) -> list[tuple[datetime, datetime]]:
    """Return beginning and end of every visit of a series, in UTC, or refuse it."""
    if series.ends <= series.begins:
        raise SpanUnfit
    times: list[tuple[datetime, datetime]] = []
    for day in _days(series, holidays):
        times += _of_day(series, day, zone)
        if len(times) > MOST:
            raise TooMany(most=MOST)
    if not times:
        raise NoVisits
    return times


def _days(series: Series, holidays: Collection[str]) -> Iterator[date]:
    last = series.last or series.first
    if series.every is Every.ONCE:
        last = series.first
    if not timedelta(0) <= last - series.first <= LONGEST:
        raise LastDayUnfit
    day, step = series.first, WEEK if series.every is Every.WEEK else DAY
    while day <= last:
        if series.every is not Every.WORKING_DAY or is_working_day(day, holidays):
            yield day
        day += step


def _of_day(
    series: Series, day: date, zone: ZoneInfo
) -> Iterator[tuple[datetime, datetime]]:
    begin, end = _moment(day, series.begins, zone), _moment(day, series.ends, zone)
    length = series.length or end - begin
    if not SHORTEST_VISIT <= length <= end - begin:
        raise LengthUnfit
    while begin + length <= end:
        yield begin, begin + length
        begin += length


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)
