"""A lot that was suspended goes on with the time that it had left."""

from datetime import timedelta

from auction.rules.suspending import close_on_resuming
from tests.moving_clock import NOON
from tests.rules.shipped import shipped_procedure

COURT = shipped_procedure()  # at least 30 minutes


def test_the_time_that_was_left_is_kept() -> None:
    remaining = timedelta(hours=3)

    closes_at = close_on_resuming(COURT, remaining=remaining, now=NOON)

    assert closes_at == NOON + remaining


def test_a_lot_with_little_time_left_gets_at_least_what_the_procedure_says() -> None:
    closes_at = close_on_resuming(COURT, remaining=timedelta(seconds=1), now=NOON)

    assert closes_at == NOON + timedelta(minutes=30)


def test_a_lot_suspended_at_its_very_end_does_not_close_in_the_past() -> None:
    closes_at = close_on_resuming(COURT, remaining=timedelta(seconds=-1), now=NOON)

    assert closes_at > NOON
