"""When a reminder is due: once its time has come, and no longer than it helps."""

from __future__ import annotations

from datetime import timedelta

import pytest

from auction.rules.reminders import CLOSING, LAST_HOUR, OPENING, Reminding
from tests.moving_clock import NOON

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


@pytest.mark.parametrize(
    ("reminding", "before", "is_due"),
    [
        (OPENING, DAY + MINUTE, False),
        (OPENING, DAY, True),
        (OPENING, 18 * HOUR, True),
        (OPENING, 18 * HOUR - MINUTE, False),
        (CLOSING, DAY, True),
        (CLOSING, 17 * HOUR, False),
        (LAST_HOUR, HOUR + MINUTE, False),
        (LAST_HOUR, HOUR, True),
        (LAST_HOUR, 30 * MINUTE, True),
        (LAST_HOUR, 29 * MINUTE, False),
        (LAST_HOUR, -MINUTE, False),
    ],
)
def test_a_reminder_is_due_for_a_while(
    reminding: Reminding, before: timedelta, *, is_due: bool
) -> None:
    moment = NOON + before
    earliest, latest = reminding.moments(NOON)

    due = reminding.is_due(moment, watched_since=NOON - 9 * DAY, now=NOON)

    assert due is is_due
    assert (earliest <= moment <= latest) is is_due


def test_who_began_to_watch_when_it_was_nearer_is_not_reminded() -> None:
    assert not CLOSING.is_due(NOON + 20 * HOUR, watched_since=NOON, now=NOON)
    assert LAST_HOUR.is_due(NOON + HOUR, watched_since=NOON, now=NOON)
