"""By when a deposit comes back is said of a day to come, and of one that is past."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from auction.rules.due_back import when_due

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
LATE = "was due back by 02 Mar; not returned yet: ask the office"


@pytest.mark.parametrize(
    ("booked_at", "now", "told"),
    [
        (NOON - DAY, NOON - DAY, "by 02 Mar"),
        (NOON - DAY, NOON, "by 02 Mar"),
        (NOON - DAY, NOON + DAY, LATE),
        (None, NOON - DAY, "by 02 Mar"),
        (None, NOON + DAY, LATE),
        (NOON, NOON, "at once"),
        (NOON + DAY, NOON + DAY, "at once"),
        (NOON, NOON + 2 * DAY, "at once"),
        (NOON, NOON + 4 * DAY, LATE),
    ],
)
def test_it_is_said_by_when_it_is_or_was_due(
    booked_at: datetime | None, now: datetime, told: str
) -> None:
    assert said(booked_at, now) == told


def test_what_the_bank_was_told_to_transfer_needs_no_question() -> None:
    told = said(NOON - DAY, NOON + DAY, is_ordered=True)

    assert told == "was due back by 02 Mar; the bank has the order"


def said(booked_at: datetime | None, now: datetime, *, is_ordered: bool = False) -> str:
    return when_due(
        NOON,
        booked_at=booked_at,
        is_ordered=is_ordered,
        now=now,
        tell=lambda at: f"{at:%d %b}",
    )
