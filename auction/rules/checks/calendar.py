"""Days of the calendar, as a term is counted in them, and working days."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)
SATURDAY = 5


def later(at: datetime, term: timedelta, zone: ZoneInfo) -> datetime:
    """Return the end of a term: days by the calendar of ``zone``, the rest as it runs.

    A term of days ends at the same time of day, whether or not the clocks were put
    forward or back meanwhile; one of at most a day is counted in hours.
    """
    if _is_in_days(term):
        return days_later(at, term.days, zone)
    return at + term


def days_later(at: datetime, days: int, zone: ZoneInfo) -> datetime:
    """Return the same time of day so many days on, by the clocks of ``zone``."""
    return (at.astimezone(zone) + timedelta(days=days)).astimezone(UTC)


def apart(
    earlier: datetime, then: datetime, term: timedelta, zone: ZoneInfo
) -> timedelta:
    """Return how far apart two moments are, counted as a term is counted."""
    return between(earlier, then, zone) if _is_in_days(term) else then - earlier


def between(earlier: datetime, then: datetime, zone: ZoneInfo) -> timedelta:
    """Return how far apart the clocks of ``zone`` show two moments to be."""
    shown = wall(then, zone) - wall(earlier, zone)
    return shown or then - earlier  # the hour that the clocks show twice


def wall(at: datetime, zone: ZoneInfo) -> datetime:
    """Return what a clock on the wall shows, without a zone."""
    return at.astimezone(zone).replace(tzinfo=None)


def is_working_day(day: date, holidays: Collection[str]) -> bool:
    """Say whether a day is neither at a weekend nor a holiday.

    Holidays are written ``12-24`` or ``12-24/01-06`` (every year, the last day
    included) or ``2026-04-06``.
    """
    return day.weekday() < SATURDAY and not any(_is_on(day, h) for h in holidays)


def next_working_day(day: date, holidays: Collection[str]) -> date | None:
    """Return the first working day after a day, if there is one within a year."""
    following = (day + n * ONE_DAY for n in range(1, 367))
    return next((d for d in following if is_working_day(d, holidays)), None)


def _is_in_days(term: timedelta) -> bool:
    return term > ONE_DAY and not term % ONE_DAY


def _is_on(day: date, holiday: str) -> bool:
    if len(holiday) == len("2026-04-06"):
        return day.isoformat() == holiday
    first, _, last = holiday.partition("/")
    this = f"{day:%m-%d}"
    if not last:
        return this == first
    if first <= last:
        return first <= this <= last
    return this >= first or this <= last  # over New Year
