from __future__ import annotations

from datetime import timedelta

import pytest

from auction.rules.wrong_codes import lock_for, locked
from tests.moving_clock import NOON

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("locks", "minutes"),
    [(1, 15), (2, 30), (3, 60), (4, 120), (7, 960), (8, 1440), (9, 1440), (999, 1440)],
)
def test_each_lock_is_twice_as_long_up_to_a_day(locks: int, minutes: int) -> None:
    assert lock_for(locks) == minutes * MINUTE


@pytest.mark.parametrize(
    ("wait", "told"),
    [
        (15 * MINUTE, "15 minutes"),
        (14.1 * MINUTE, "15 minutes"),
        (MINUTE, "1 minute"),
        (timedelta(seconds=1), "1 minute"),
    ],
)
def test_somebody_is_told_how_long_to_wait(wait: timedelta, told: str) -> None:
    refusal = locked(NOON + wait, now=NOON)

    assert refusal.code == 429
    assert f"Please wait {told} and" in str(refusal)
