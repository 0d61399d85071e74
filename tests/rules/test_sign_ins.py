from __future__ import annotations

from datetime import timedelta

import pytest

from auction.rules.sign_ins import is_proved, is_worth_noting, lasts_until
from tests.moving_clock import NOON

MINUTE = timedelta(minutes=1)
MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(("left", "lasts"), [(720, 30), (31, 30), (30, 30), (12, 12)])
def test_a_sign_in_lasts_half_an_hour_and_never_beyond_its_day(
    left: int, lasts: int
) -> None:
    assert lasts_until(NOON, NOON + left * MINUTE) == NOON + lasts * MINUTE


def test_a_sign_of_life_is_worth_noting_after_a_minute() -> None:
    assert not is_worth_noting(NOON, now=NOON + MINUTE - MOMENT)
    assert is_worth_noting(NOON, now=NOON + MINUTE)


def test_a_proof_is_good_for_ten_minutes() -> None:
    assert is_proved(NOON, now=NOON + 10 * MINUTE - MOMENT)
    assert not is_proved(NOON, now=NOON + 10 * MINUTE)
    assert not is_proved(None, now=NOON)
