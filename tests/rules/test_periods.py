"""Periods over which results are told."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auction.rules.periods import ONE_DAY, DaysUnfit, Period, PeriodKind, period_of

VIENNA = ZoneInfo("Europe/Vienna")
TODAY = date(2026, 5, 17)


@pytest.mark.parametrize(
    ("kind", "today", "first", "last"),
    [
        (PeriodKind.MONTH, TODAY, "2026-05-01", "2026-05-31"),
        (PeriodKind.MONTH, date(2028, 2, 29), "2028-02-01", "2028-02-29"),
        (PeriodKind.MONTH, date(2026, 12, 31), "2026-12-01", "2026-12-31"),
        (PeriodKind.QUARTER, TODAY, "2026-04-01", "2026-06-30"),
        (PeriodKind.QUARTER, date(2026, 1, 1), "2026-01-01", "2026-03-31"),
        (PeriodKind.QUARTER, date(2026, 12, 31), "2026-10-01", "2026-12-31"),
        (PeriodKind.YEAR, TODAY, "2026-01-01", "2026-12-31"),
    ],
)
def test_a_period_is_counted_from_today(
    kind: PeriodKind, today: date, first: str, last: str
) -> None:
    period = period_of(kind, today=today)

    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)
    assert period.first <= today <= period.last


def test_own_days_are_taken_as_they_are() -> None:
    period = period_of(PeriodKind.OWN, today=TODAY, first=TODAY, last=TODAY)

    assert (period.first, period.last) == (TODAY, TODAY)


@pytest.mark.parametrize("last", [date(2026, 5, 16), date(2036, 6, 1)])
def test_days_that_make_no_period_are_refused(last: date) -> None:
    with pytest.raises(DaysUnfit):
        period_of(PeriodKind.OWN, today=TODAY, first=TODAY, last=last)


def test_a_day_is_counted_by_the_clocks_of_the_office() -> None:
    begins, ends = Period(date(2026, 3, 29), date(2026, 3, 29)).bounds(VIENNA)

    assert begins == datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert ends == datetime(2026, 3, 29, 22, tzinfo=UTC)  # a day of 23 hours


def test_a_period_falls_into_months() -> None:
    months = Period(date(2026, 1, 20), date(2026, 3, 5)).months()

    assert months == [
        Period(date(2026, 1, 20), date(2026, 1, 31)),
        Period(date(2026, 2, 1), date(2026, 2, 28)),
        Period(date(2026, 3, 1), date(2026, 3, 5)),
    ]


@given(
    st.dates(date(1970, 1, 1), date(2199, 1, 1)),
    st.integers(0, 3_660),
)
def test_the_months_of_a_period_leave_nothing_out(first: date, days: int) -> None:
    period = Period(first, first + days * ONE_DAY)

    months = period.months()

    assert (months[0].first, months[-1].last) == (period.first, period.last)
    assert sum((m.last - m.first).days + 1 for m in months) == days + 1
