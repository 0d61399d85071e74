"""What the first bid, the deposit and the cut of a further round may be, exactly."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from auction.money import Money
from auction.rules.checks import Check, Passed
from auction.rules.checks.prices import deposit_range, least_after_cut
from auction.rules.procedure import NextRound
from tests.moving_clock import NOON
from tests.rules.checks.candidates import COURT, found, only
from tests.rules.shipped import shipped_procedure

BANK = shipped_procedure("bank-claims")
MOVABLES = shipped_procedure("movables")
SELL_OFF = shipped_procedure("sell-off")


def test_the_good_lot_is_good() -> None:
    assert found() == []


def test_a_starting_price_that_is_not_yet_said_is_all_that_is_told_of_prices() -> None:
    finding = only(starting_price=Money(0), deposit=None)

    assert finding.check is Check.STARTING_PRICE
    assert finding.sentence == "There is no starting price yet; it must be above 0."


@pytest.mark.parametrize(
    ("valuation", "lowest"),
    [
        (1_000_00, 700_00),
        (10_01, 7_01),  # 70 % are 7.007: seven euros are below it
        (10_05, 7_04),  # 7.035
        (10_15, 7_11),  # 7.105, half a cent
        (1, 1),
    ],
)
def test_a_court_starts_at_seventy_per_cent_of_the_valuation(
    valuation: int, lowest: int
) -> None:
    amounts: dict[str, Any] = {
        "valuation": Money(valuation),
        "deposit": Money(max(lowest // 10, 1)),
    }

    assert found(starting_price=Money(lowest), **amounts) == []
    if lowest > 1:
        below = found(starting_price=Money(lowest - 1), **amounts)
        assert below == [Check.RESERVE_FLOOR]


def test_it_says_by_how_much_the_price_is_too_low() -> None:
    finding = only(starting_price=Money(650_00))

    assert finding.sentence == (
        "The starting price is EUR 650.00; at least EUR 700.00 is needed, 70 % of the "
        "valuation: EUR 50.00 too low."
    )
    assert (finding.field, finding.law) == (
        "starting_price",
        "Fa Shi [2016] No. 18, article 10",
    )


@pytest.mark.parametrize("valuation", [None, Money(0)])
def test_without_a_valuation_nobody_can_tell(valuation: Money | None) -> None:
    finding = only(valuation=valuation)

    assert finding.check is Check.RESERVE_FLOOR
    assert finding.field == "valuation"
    assert "must be at least 70 % of it" in finding.sentence


def test_a_start_above_the_valuation_is_lawful() -> None:
    assert found(valuation=Money(500_00)) == []


def test_a_hidden_reserve_is_what_the_floor_is_for() -> None:
    strict = replace(BANK, reserve_floor_percent=Decimal(70))
    prices: dict[str, Any] = {"starting_price": Money(500_00), "deposit": Money(50_00)}

    assert found(strict, reserve=Money(700_00), **prices) == []
    low = only(strict, reserve=Money(699_99), **prices)
    assert low.field == "reserve"
    assert low.sentence.startswith("The reserve is EUR 699.99; at least EUR 700.00")
    assert only(strict, **prices).field == "starting_price"


def test_a_public_reserve_is_the_starting_price() -> None:
    assert found(reserve=Money(700_00)) == []
    assert only(reserve=Money(800_00)).sentence == (
        "The reserve is EUR 800.00; it must be the starting price, EUR 700.00: "
        "leave it empty."
    )


def test_a_hidden_reserve_is_not_below_the_start() -> None:
    assert found(BANK, reserve=Money(700_01)) == []
    assert only(BANK, reserve=Money(699_00)).sentence == (
        "The reserve is EUR 699.00; it must not be below the starting price, "
        "EUR 700.00: EUR 1.00 too low."
    )


@pytest.mark.parametrize("increment", [None, Money(0)])
def test_a_lot_has_its_own_increment(increment: Money | None) -> None:
    assert found(increment=increment) == [Check.INCREMENT]


def test_where_the_increment_follows_the_price_a_lot_has_none() -> None:
    assert found(MOVABLES, increment=None) == []
    assert only(MOVABLES).sentence == (
        "Here the increment follows the price: leave it empty."
    )


@pytest.mark.parametrize(
    ("start", "least", "most"),
    [
        (700_00, 35_00, 140_00),
        (10_10, 51, 2_02),  # 5 % are 0.505
        (10_30, 52, 2_06),  # 0.515: half a cent is a whole one
        (10_03, 51, 2_00),  # 20 % are 2.006: two euros are the most
        (3, 1, 1),  # no whole cent lies between
    ],
)
def test_the_deposit_is_between_five_and_twenty_per_cent(
    start: int, least: int, most: int
) -> None:
    prices: dict[str, Any] = {"starting_price": Money(start), "valuation": Money(1)}

    assert deposit_range(Money(start), COURT) == (Money(least), Money(most))
    assert found(deposit=Money(least), **prices) == []
    assert found(deposit=Money(most), **prices) == []
    assert found(deposit=Money(least - 1), **prices) == [Check.DEPOSIT]
    assert found(deposit=Money(most + 1), **prices) == [Check.DEPOSIT]


@pytest.mark.parametrize(
    ("deposit", "said"),
    [
        (
            Money(30_00),
            (
                "The deposit is EUR 30.00; at least EUR 35.00 is needed, 5 % of the "
                "starting price: EUR 5.00 too little."
            ),
        ),
        (
            Money(150_00),
            (
                "The deposit is EUR 150.00; at most EUR 140.00 is allowed, 20 % of the "
                "starting price: EUR 10.00 too much."
            ),
        ),
        (
            None,
            (
                "There is no deposit; at least EUR 35.00 is needed, 5 % of the "
                "starting price: EUR 35.00 too little."
            ),
        ),
    ],
)
def test_it_says_by_how_much_the_deposit_is_wrong(
    deposit: Money | None, said: str
) -> None:
    assert only(deposit=deposit).sentence == said


@pytest.mark.parametrize("deposit", [None, Money(1), Money(10_000_00)])
def test_where_no_deposit_is_asked_for_any_is_right(deposit: Money | None) -> None:
    assert found(MOVABLES, increment=None, deposit=deposit) == []


def test_a_sell_off_is_prepaid_whole() -> None:
    window: dict[str, Any] = {"closes_at": NOON.replace(month=6, day=10)}

    assert found(SELL_OFF, deposit=Money(700_00), **window) == []
    assert found(SELL_OFF, deposit=Money(699_99), **window) == [Check.DEPOSIT]
    assert found(SELL_OFF, deposit=Money(700_01), **window) == [Check.DEPOSIT]


def attempt(last: int, percent: int) -> Passed:
    return Passed(Money(last), NOON, NextRound("next", Decimal(percent)))


@pytest.mark.parametrize(
    ("last", "percent", "lowest"),
    [
        (875_00, 20, 700_00),
        (10_01, 20, 8_01),  # 8.008
        (10_00, 0, 10_00),
        (10_05, 50, 5_03),  # 5.025, half a cent
    ],
)
def test_a_further_round_is_not_cut_by_more_than_the_last_allowed(
    last: int, percent: int, lowest: int
) -> None:
    changes: dict[str, Any] = {
        "previous": attempt(last, percent),
        "valuation": Money(1),
        "deposit": Money(lowest // 10),
    }

    assert least_after_cut(Money(last), Decimal(percent)) == Money(lowest)
    assert found(starting_price=Money(lowest), **changes) == []
    assert found(starting_price=Money(lowest - 1), **changes) == [Check.PRICE_CUT]


def test_it_says_by_how_much_the_cut_is_too_deep() -> None:
    assert only(previous=attempt(1_000_00, 20)).sentence == (
        "The starting price is EUR 700.00; at least EUR 800.00 is needed, the "
        "EUR 1000.00 of the last attempt less 20 %: EUR 100.00 too low."
    )
    assert "of the last attempt: EUR 300.00 too low" in (
        only(previous=attempt(1_000_00, 0)).sentence
    )


def test_a_round_after_which_nothing_is_said_may_start_anywhere() -> None:
    assert found(previous=Passed(Money(10_000_00), NOON, None)) == []
