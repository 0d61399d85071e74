"""Visits that come again, by the clocks of the place."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auction.rules.refusal import Refusal
from auction.rules.visit_series import (
    MOST,
    Every,
    LastDayUnfit,
    LengthUnfit,
    NoVisits,
    Series,
    SpanUnfit,
    TooMany,
    times_of,
)

VIENNA = ZoneInfo("Europe/Vienna")
SATURDAY = date(2026, 3, 14)
HALF = timedelta(minutes=30)


def series(
    begins: str = "10:00",
    ends: str = "12:00",
    *,
    length: timedelta | None = None,
    every: Every = Every.ONCE,
    last: date | None = None,
    first: date = SATURDAY,
) -> Series:
    return Series(
        first,
        time.fromisoformat(begins),
        time.fromisoformat(ends),
        length,
        every,
        last,
    )


def days(of: Series, holidays: tuple[str, ...] = ()) -> list[date]:
    return [begin.date() for begin, _ in times_of(of, zone=VIENNA, holidays=holidays)]


def test_a_single_visit_lasts_the_whole_time() -> None:
    assert times_of(series(), zone=VIENNA) == [
        (datetime(2026, 3, 14, 9, tzinfo=UTC), datetime(2026, 3, 14, 11, tzinfo=UTC))
    ]


def test_two_hours_in_half_hours_are_four_visits() -> None:
    times = times_of(series(length=HALF), zone=VIENNA)

    assert len(times) == 4
    assert all(end - begin == HALF for begin, end in times)
    assert [end for _, end in times][:-1] == [begin for begin, _ in times][1:]


def test_what_is_left_over_is_no_visit() -> None:
    times = times_of(series(ends="11:20", length=HALF), zone=VIENNA)

    assert len(times) == 2


def test_every_saturday_keeps_its_hour_when_the_clocks_change() -> None:
    times = times_of(series(every=Every.WEEK, last=date(2026, 4, 4)), zone=VIENNA)

    begins = [begin for begin, _ in times]
    assert [at.astimezone(VIENNA).hour for at in begins] == [10] * 4
    assert [at.hour for at in begins] == [9, 9, 9, 8]


def test_working_days_leave_out_weekends_and_holidays() -> None:
    week = series(every=Every.WORKING_DAY, last=date(2026, 3, 20))

    assert days(week, ("03-19",)) == [date(2026, 3, day) for day in (16, 17, 18, 20)]
    assert len(days(series(every=Every.DAY, last=date(2026, 3, 20)))) == 7


def test_in_the_night_of_the_change_a_half_hour_is_a_half_hour() -> None:
    night = series("01:00", "04:00", length=HALF, first=date(2026, 3, 29))

    times = times_of(night, zone=VIENNA)

    assert len(times) == 4
    assert all(end - begin == HALF for begin, end in times)


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        (series("12:00", "10:00"), SpanUnfit),
        (series("10:00", "10:00"), SpanUnfit),
        (series("10:00", "10:04"), LengthUnfit),
        (series(length=timedelta(minutes=4)), LengthUnfit),
        (series(length=timedelta(hours=3)), LengthUnfit),
        (series(every=Every.WEEK, last=date(2026, 3, 13)), LastDayUnfit),
        (series(every=Every.WEEK, last=date(2027, 3, 16)), LastDayUnfit),
        (series(every=Every.DAY, last=date(2027, 3, 14)), TooMany),
        (series(every=Every.WORKING_DAY, last=date(2026, 3, 15)), NoVisits),
    ],
)
def test_what_makes_no_series_is_refused(wrong: Series, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        times_of(wrong, zone=VIENNA)


@given(
    st.times(),
    st.times(),
    st.integers(0, 300),
    st.sampled_from(Every),
    st.integers(0, 60),
)
def test_visits_follow_each_other_and_never_overlap(
    begins: time, ends: time, minutes: int, every: Every, more: int
) -> None:
    wanted = Series(
        date(2026, 3, 1),
        begins,
        ends,
        timedelta(minutes=minutes) if minutes else None,
        every,
        date(2026, 3, 1) + timedelta(days=more),
    )
    try:
        times = times_of(wanted, zone=VIENNA)
    except Refusal:
        return

    assert 0 < len(times) <= MOST
    assert all(begin < end for begin, end in times)
    for (_, end), (begin, _) in pairwise(times):
        assert end <= begin
