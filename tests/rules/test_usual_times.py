"""When a lot is usually auctioned, where nobody has said it yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from auction.rules.usual_times import usual_times
from tests.rules.shipped import shipped_procedure

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
MOVABLES = shipped_procedure("movables")


def test_it_opens_at_ten_after_the_notice_and_lasts_a_day() -> None:
    opens_at, closes_at = usual_times(MOVABLES, notice_days=15, now=NOON, zone=BERLIN)

    assert opens_at == datetime(2026, 3, 20, 9, 0, tzinfo=UTC)
    assert closes_at - opens_at == timedelta(days=1)


def test_it_opens_at_ten_by_the_clock_of_summer_as_well() -> None:
    opens_at, _ = usual_times(MOVABLES, notice_days=30, now=NOON, zone=BERLIN)

    assert opens_at == datetime(2026, 4, 4, 8, 0, tzinfo=UTC)


def test_it_lasts_as_long_as_the_procedure_wants() -> None:
    slow = replace(MOVABLES, min_duration=timedelta(days=20))

    opens_at, closes_at = usual_times(slow, notice_days=0, now=NOON, zone=BERLIN)

    assert closes_at - opens_at >= timedelta(days=20) - timedelta(hours=1)
