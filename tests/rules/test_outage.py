"""An outage of the site near a close gives the bidders their time back."""

from datetime import datetime, timedelta

import pytest

from auction.rules.outage import close_after_outage
from auction.rules.procedure import OutageRule
from tests.moving_clock import NOON

MINUTE = timedelta(minutes=1)
RULE = OutageRule(
    longer_than=MINUTE, before_close=30 * MINUTE, extension=timedelta(hours=2)
)


def after_outage(down_from: datetime, up_at: datetime) -> datetime | None:
    """Return the new end of a lot that was to close at noon."""
    return close_after_outage(RULE, closes_at=NOON, down_from=down_from, up_at=up_at)


def test_an_outage_over_the_close_moves_the_end_to_two_hours_after_it() -> None:
    up_at = NOON + 3 * MINUTE

    assert after_outage(NOON - 5 * MINUTE, up_at) == up_at + timedelta(hours=2)


def test_an_outage_in_the_last_half_hour_counts_although_it_ended_in_time() -> None:
    up_at = NOON - 10 * MINUTE

    assert after_outage(NOON - 20 * MINUTE, up_at) == up_at + timedelta(hours=2)


@pytest.mark.parametrize("length", [timedelta(seconds=5), MINUTE])
def test_a_short_outage_changes_nothing(length: timedelta) -> None:
    assert after_outage(NOON - length, NOON) is None


def test_an_outage_that_was_over_long_before_the_end_changes_nothing() -> None:
    assert after_outage(NOON - 90 * MINUTE, NOON - 31 * MINUTE) is None


def test_an_outage_after_the_end_changes_nothing() -> None:
    assert after_outage(NOON + MINUTE, NOON + 60 * MINUTE) is None


def test_the_end_never_becomes_earlier() -> None:
    hasty = OutageRule(MINUTE, before_close=30 * MINUTE, extension=MINUTE)

    closes_at = close_after_outage(
        hasty, closes_at=NOON, down_from=NOON - 28 * MINUTE, up_at=NOON - 25 * MINUTE
    )

    assert closes_at == NOON
