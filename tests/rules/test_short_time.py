"""Who begins shortly before the end is told what may not be done in time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from auction.rules.registration import Need
from auction.rules.short_time import warning

MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)
FRIDAY = datetime(2026, 3, 6, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def told(
    needs: Collection[Need],
    left: timedelta,
    *,
    now: datetime = MONDAY,
    holidays: Collection[str] = (),
) -> str:
    zone = ZoneInfo("Europe/Vienna")
    return warning(needs, closes_at=now + left, now=now, zone=zone, holidays=holidays)


def test_a_transfer_may_come_too_late_and_then_goes_back() -> None:
    assert told([Need.DEPOSIT], 4 * HOUR) == (
        "The lot closes in 4 hours: a transfer may not arrive in time. Then the money "
        "goes back to you."
    )


def test_a_verifier_may_come_too_late() -> None:
    assert told([Need.IDENTITY], 4 * HOUR) == (
        "The lot closes in 4 hours: a verifier may not have looked at your papers in "
        "time."
    )
    assert ", and a transfer" in told([Need.MANDATE, Need.DEPOSIT], 4 * HOUR)


@pytest.mark.parametrize(
    ("now", "days", "holidays"),
    [(MONDAY, 2, ()), (MONDAY, 3, ("03-03",)), (FRIDAY, 4, ())],
)
def test_only_working_days_count(
    now: datetime, days: int, holidays: Collection[str]
) -> None:
    enough = days * DAY

    assert told([Need.DEPOSIT], enough, now=now, holidays=holidays) == ""
    assert told([Need.DEPOSIT], enough - HOUR, now=now, holidays=holidays)


def test_after_the_end_nothing_is_said() -> None:
    assert told([Need.DEPOSIT], -HOUR) == ""


def test_where_neither_is_waited_for_nothing_is_said() -> None:
    assert told([Need.ADDRESS, Need.DECLARATION], HOUR) == ""
