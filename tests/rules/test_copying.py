"""Copying a sale: when its lots take place."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from auction.rules.copying import moved

BERLIN = ZoneInfo("Europe/Berlin")
WINTER = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # ten o'clock in Berlin
SUMMER = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)  # the same


def test_ten_o_clock_stays_ten_o_clock_in_summer() -> None:
    then = moved(WINTER + timedelta(days=1), first=WINTER, to=SUMMER, zone=BERLIN)

    assert then == SUMMER + timedelta(days=1)
    assert moved(WINTER, first=WINTER, to=SUMMER, zone=BERLIN) == SUMMER


@given(hours=st.integers(0, 24 * 400), minutes=st.integers(0, 59))
def test_a_later_moment_stays_later(hours: int, minutes: int) -> None:
    later = WINTER + timedelta(hours=hours, minutes=minutes)

    then = moved(later, first=WINTER, to=SUMMER, zone=BERLIN)

    assert then >= SUMMER
    assert abs((then - SUMMER) - (later - WINTER)) <= timedelta(hours=2)
