"""What became of lots, added up."""

from __future__ import annotations

from decimal import Decimal

import pytest

from auction.money import Money
from auction.rules.lifecycle import LotStatus
from auction.rules.results import Tally, percent, total

SOLD = Tally(
    {LotStatus.SOLD: 2},
    hammer=Money(300),
    starting=Money(200),
    valued_hammer=Money(180),
    valuation=Money(240),
    valued_starting=Money(120),
)


def test_prices_are_told_in_per_cent_of_start_and_valuation() -> None:
    assert SOLD.of_starting == Decimal("150.0")
    assert SOLD.of_valuation == Decimal("75.0")
    assert SOLD.starting_of_valuation == Decimal("50.0")


def test_nothing_sold_has_no_percentage() -> None:
    passed = Tally({LotStatus.PASSED: 3})

    assert passed.of_starting is passed.of_valuation is None
    assert passed.sold_percent == Decimal("0.0")
    assert Tally().sold_percent is None


@pytest.mark.parametrize(
    ("part", "whole", "told"), [(1, 3, "33.3"), (2, 3, "66.7"), (1, 2000, "0.1")]
)
def test_a_percentage_is_rounded_to_a_tenth(part: int, whole: int, told: str) -> None:
    assert percent(part, whole) == Decimal(told)


def test_tallies_add_up() -> None:
    both = total([SOLD, Tally({LotStatus.PASSED: 1}), SOLD])

    assert both.of(LotStatus.SOLD) == 4
    assert both.ended == 5
    assert both.hammer == Money(600)
    assert both.of_valuation == SOLD.of_valuation
    assert total([]).ended == 0


def test_what_was_sold_and_came_to_nothing_is_undone() -> None:
    tally = Tally({LotStatus.VOIDED: 1, LotStatus.DEFAULTED: 2, LotStatus.OPEN: 4})

    assert tally.undone == tally.ended == 3
    assert [status for status, _ in tally.in_order()] == [
        LotStatus.OPEN,
        LotStatus.VOIDED,
        LotStatus.DEFAULTED,
    ]
