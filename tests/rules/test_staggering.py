from datetime import timedelta

import pytest

from auction.rules.staggering import (
    SecondsOutOfRange,
    check_seconds,
    end_at,
    ending_together,
    hints,
    spread,
)
from tests.moving_clock import NOON

MINUTE = timedelta(minutes=1)


def test_the_ends_of_a_sale_follow_one_another() -> None:
    ends = spread(NOON, seconds=60, lots=3)

    assert ends == [NOON, NOON + MINUTE, NOON + 2 * MINUTE]


def test_without_seconds_between_them_all_end_together() -> None:
    assert spread(NOON, seconds=0, lots=2) == [NOON, NOON]


def test_a_lot_that_is_added_ends_after_the_others() -> None:
    assert end_at(NOON, seconds=90, place=3) == NOON + timedelta(seconds=270)


def test_lots_that_end_in_the_same_second_are_found() -> None:
    ends = [
        (1, NOON),
        (2, NOON + MINUTE),
        (3, NOON + timedelta(milliseconds=999)),
        (4, NOON + timedelta(seconds=1)),
        (5, NOON + MINUTE),
    ]

    assert ending_together(ends) == [(1, 3), (2, 5)]
    assert ending_together(ends[3:]) == []


@pytest.mark.parametrize("seconds", [0, 60, 3_600])
def test_up_to_an_hour_may_lie_between_two_ends(seconds: int) -> None:
    assert check_seconds(seconds) == seconds


@pytest.mark.parametrize("seconds", [-1, 3_601])
def test_what_cannot_be_meant_is_refused(seconds: int) -> None:
    with pytest.raises(SecondsOutOfRange, match="from 0 to 3600"):
        check_seconds(seconds)


def test_it_is_said_which_lots_collide_and_which_are_out_of_order() -> None:
    ends = [(1, NOON), (2, NOON), (3, NOON + 2 * MINUTE), (4, NOON + MINUTE)]

    assert hints(ends, seconds=60) == [
        "Lots 1 and 2 end in the same second: who wants several must choose.",
        "The ends do not follow the numbers: lot 4 ends before lot 3.",
    ]
    assert hints([*ends, (5, NOON)], seconds=60)[0].startswith("Lots 1, 2 and 5 end")


def test_nothing_is_said_of_ends_that_follow_one_another_or_are_meant_together() -> (
    None
):
    assert hints([(2, NOON + MINUTE), (1, NOON)], seconds=60) == []
    assert hints([(1, NOON), (2, NOON)], seconds=0) == []
