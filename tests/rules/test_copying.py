"""Copying a sale: which lots are meant, and when they take place."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auction.rules.copying import NumbersUnreadable, moved, read_numbers

BERLIN = ZoneInfo("Europe/Berlin")
WINTER = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # ten o'clock in Berlin
SUMMER = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)  # the same


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("1-5, 8", [1, 2, 3, 4, 5, 8]),
        ("8; 3 , 3-4", [3, 4, 8]),
        ("7", [7]),
        ("2 \N{EN DASH} 3,", [2, 3]),
    ],
)
def test_numbers_are_read(written: str, numbers: list[int]) -> None:
    assert read_numbers(written) == numbers


@pytest.mark.parametrize(
    "written", ["", "all", "5-1", "0", "1-1000000", "1--2", "-3", "1 2", "\u0663"]
)
def test_what_are_no_numbers_is_refused(written: str) -> None:
    with pytest.raises(NumbersUnreadable):
        read_numbers(written)


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
