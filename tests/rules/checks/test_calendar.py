"""Terms are counted by the calendar of the sale, and working days without holidays."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from auction.rules.checks.calendar import (
    between,
    days_later,
    is_working_day,
    later,
    next_working_day,
)
from auction.rules.spans import roughly

BERLIN = ZoneInfo("Europe/Berlin")
DAY = timedelta(days=1)


def berlin(*numbers: int, fold: int = 0) -> datetime:
    return datetime(*numbers, tzinfo=BERLIN, fold=fold).astimezone(UTC)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("at", "end"),
    [
        # an ordinary day
        (berlin(2026, 3, 2, 12, 0), berlin(2026, 3, 3, 12, 0)),
        # the clocks go forward on 29 March, at two: the day has 23 hours
        (berlin(2026, 3, 28, 12, 0), berlin(2026, 3, 29, 12, 0)),
        (berlin(2026, 3, 28, 2, 30), berlin(2026, 3, 29, 3, 30)),
        # they go back on 25 October, at three: it has 25, and two o'clock twice
        (berlin(2026, 10, 24, 12, 0), berlin(2026, 10, 25, 12, 0)),
        (berlin(2026, 10, 24, 2, 30), berlin(2026, 10, 25, 2, 30)),
        (berlin(2026, 10, 25, 2, 30, fold=1), berlin(2026, 10, 26, 2, 30)),
    ],
)
def test_a_day_later_the_clocks_show_the_same(at: datetime, end: datetime) -> None:
    assert days_later(at, 1, BERLIN) == end


@pytest.mark.parametrize(
    ("term", "end"),
    [
        (timedelta(hours=24), berlin(2026, 3, 29, 13, 0)),  # 24 hours are 24 hours
        (timedelta(hours=36), berlin(2026, 3, 30, 1, 0)),
        (2 * DAY, berlin(2026, 3, 30, 12, 0)),  # days are days
        (20 * DAY, berlin(2026, 4, 17, 12, 0)),
    ],
)
def test_hours_run_and_days_are_counted(term: timedelta, end: datetime) -> None:
    assert later(berlin(2026, 3, 28, 12, 0), term, BERLIN) == end


def test_between_two_moments_lies_what_the_clocks_show() -> None:
    spring = between(berlin(2026, 3, 28, 12, 0), berlin(2026, 3, 30, 12, 0), BERLIN)
    twice = between(
        berlin(2026, 10, 25, 2, 30), berlin(2026, 10, 25, 2, 30, fold=1), BERLIN
    )

    assert spring == 2 * DAY
    assert twice == timedelta(hours=1)


SPAIN = ("12-24/01-06", "08-01/08-31", "2026-04-03", "10-12")


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-03-06", True),  # a Friday
        ("2026-03-07", False),  # Saturday
        ("2026-03-08", False),  # Sunday
        ("2026-03-09", True),
        ("2026-07-31", True),
        ("2026-08-03", False),  # August
        ("2026-08-31", False),
        ("2026-09-01", True),
        ("2026-10-12", False),  # every year
        ("2027-10-12", False),
        ("2026-04-03", False),  # this year only
        ("2028-04-03", True),
        ("2026-12-23", True),
        ("2026-12-24", False),  # over New Year, both days included
        ("2026-12-31", False),
        ("2027-01-01", False),
        ("2027-01-06", False),
        ("2027-01-07", True),
    ],
)
def test_a_working_day_is_no_weekend_and_no_holiday(day: str, *, works: bool) -> None:
    assert is_working_day(date.fromisoformat(day), SPAIN) is works


@pytest.mark.parametrize(
    ("day", "following"),
    [
        ("2026-03-06", "2026-03-09"),
        ("2026-12-24", "2027-01-07"),
        ("2026-08-01", "2026-09-01"),
    ],
)
def test_the_next_working_day_is_found_over_weekends_and_holidays(
    day: str, following: str
) -> None:
    found = next_working_day(date.fromisoformat(day), SPAIN)

    assert found == date.fromisoformat(following)


def test_where_every_day_is_a_holiday_there_is_no_next_working_day() -> None:
    assert next_working_day(date(2026, 3, 2), ("01-01/12-31",)) is None


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(days=12), "12 days"),
        (timedelta(days=12, hours=3, minutes=5), "12 days and 3 hours"),
        (timedelta(days=1, minutes=5), "1 day"),
        (timedelta(hours=23, minutes=59), "23 hours and 59 minutes"),
        (timedelta(minutes=1, seconds=1), "1 minute and 1 second"),
        (timedelta(seconds=2), "2 seconds"),
        (timedelta(microseconds=1), "less than a second"),
    ],
)
def test_a_span_is_told_in_its_two_largest_units(length: timedelta, words: str) -> None:
    assert roughly(length) == words
