"""How often a mail is tried, and for how long."""

from datetime import timedelta
from itertools import count, takewhile

import pytest

from auction.rules.patience import (
    LONGEST_WAIT,
    MOST_REFUSALS,
    MOST_TRIES,
    next_try_at,
)
from tests.moving_clock import NOON

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("tries", "wait"),
    [(1, 1), (2, 2), (3, 4), (8, 128), (9, 240), (10, 240), (31, 240)],
)
def test_each_wait_is_twice_the_last_up_to_a_limit(tries: int, wait: int) -> None:
    again_at = next_try_at(tries=tries, is_refused=False, now=NOON)

    assert again_at == NOON + wait * MINUTE


def test_a_server_that_is_away_is_tried_for_more_than_four_days() -> None:
    now = NOON
    for tries in count(1):
        again_at = next_try_at(tries=tries, is_refused=False, now=now)
        if again_at is None:
            break
        now = again_at

    assert timedelta(days=4) < now - NOON < timedelta(days=5)


def test_a_server_that_says_no_is_believed_after_half_an_hour() -> None:
    waits = takewhile(
        lambda at: at is not None,
        (next_try_at(tries=tries, is_refused=True, now=NOON) for tries in count(1)),
    )

    assert len(list(waits)) == MOST_REFUSALS - 1
    assert MOST_REFUSALS < MOST_TRIES


def test_no_number_of_tries_is_too_large_to_reckon_with() -> None:
    for tries in range(1, MOST_TRIES):
        again_at = next_try_at(tries=tries, is_refused=False, now=NOON)
        assert again_at is not None
        assert again_at <= NOON + LONGEST_WAIT
    assert next_try_at(tries=10**6, is_refused=False, now=NOON) is None
