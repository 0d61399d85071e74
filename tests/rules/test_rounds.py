"""The ladder of rounds: what follows a lot that was not sold, and on which terms."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from auction.money import Money
from auction.rules.lifecycle import LotStatus
from auction.rules.procedure import NextRound
from auction.rules.rounds import (
    AGAIN,
    NoNextStage,
    NotToOfferAgain,
    announced_by,
    next_stage,
    opens_by,
    price_floor,
)
from auction.services.procedures import shipped
from tests.rules.attempts import PASSED_AT, attempt
from tests.rules.shipped import shipped_procedure

VIENNA = ZoneInfo("Europe/Vienna")
FIRST, SECOND, SELL_OFF = "court-first-round", "court-second-round", "sell-off"
PASSED, DEFAULTED = LotStatus.PASSED, LotStatus.DEFAULTED


@pytest.mark.parametrize(
    ("procedure", "status", "following"),
    [
        (FIRST, LotStatus.PASSED, SECOND),
        (SECOND, LotStatus.PASSED, SELL_OFF),
        ("bank-claims", LotStatus.PASSED, "bank-claims"),
        ("movables", LotStatus.PASSED, "movables"),
        (FIRST, LotStatus.DEFAULTED, FIRST),
        (SECOND, LotStatus.RECALLED, SECOND),
        (SELL_OFF, LotStatus.VOIDED, SELL_OFF),
    ],
)
def test_what_passed_goes_on_and_what_failed_otherwise_is_repeated(
    procedure: str, status: LotStatus, following: str
) -> None:
    assert next_stage(attempt(procedure, status=status)) == following


def test_nothing_follows_a_sell_off_that_passed() -> None:
    with pytest.raises(NoNextStage):
        next_stage(attempt(SELL_OFF))


@pytest.mark.parametrize("status", sorted(set(LotStatus) - AGAIN))
def test_a_lot_that_is_not_over_or_was_sold_is_not_offered_again(
    status: LotStatus,
) -> None:
    with pytest.raises(NotToOfferAgain):
        next_stage(attempt(status=status))


def test_every_stage_that_a_shipped_procedure_names_is_shipped_too() -> None:
    following = [shipped_procedure(name).next_round for name in shipped()]

    assert {stage.procedure for stage in following if stage} <= set(shipped())
    assert sum(stage is None for stage in following) == 1  # the sell-off is the last


def steps(*told: tuple[str, LotStatus, int]) -> list[int | None]:
    """Return the floors after each of a row of attempts, in whole euros."""
    attempts = [
        attempt(procedure, status=status, starting_price=Money(price * 100))
        for procedure, status, price in told
    ]
    floors = [price_floor(attempts[: n + 1]) for n in range(len(attempts))]
    return [floor.minor // 100 if floor else None for floor in floors]


@pytest.mark.parametrize(
    ("told", "floors"),
    [
        ([(FIRST, PASSED, 1000)], [800]),
        ([(FIRST, PASSED, 1000), (SECOND, PASSED, 800)], [800, 800]),
        ([(FIRST, PASSED, 1000), (SECOND, PASSED, 900)], [800, 900]),
        ([(FIRST, DEFAULTED, 1000)], [None]),
        ([(FIRST, PASSED, 1000), (SECOND, DEFAULTED, 900)], [800, 800]),
        ([(FIRST, LotStatus.RECALLED, 1000), (FIRST, PASSED, 900)], [None, 720]),
        ([("bank-claims", PASSED, 1000)], [None]),
        ([(SECOND, PASSED, 800), (SELL_OFF, LotStatus.VOIDED, 800)], [800, 800]),
    ],
)
def test_a_price_is_cut_once_for_each_attempt_that_passed(
    told: list[tuple[str, LotStatus, int]], floors: list[int | None]
) -> None:
    assert steps(*told) == floors


def test_the_lowest_price_of_a_second_round_is_56_per_cent_of_the_valuation() -> None:
    valuation = Money(333_333_33)
    first = attempt(starting_price=valuation.at_least_percent(Decimal(70)))

    floor = price_floor([first])

    assert floor is not None
    assert floor >= valuation.percent(Decimal(56))
    assert floor - valuation.percent(Decimal(56)) <= Money(2)


def test_a_floor_is_never_a_cent_too_low() -> None:
    assert price_floor([attempt(starting_price=Money(1))]) == Money(1)
    assert price_floor([attempt(starting_price=Money(1_01))]) == Money(81)


def test_a_second_round_opens_within_thirty_days_of_the_first() -> None:
    assert opens_by(attempt(), VIENNA) == datetime(2026, 3, 30, 11, 0, tzinfo=UTC)
    assert announced_by(attempt(), VIENNA) is None


def test_a_term_of_days_ends_at_the_same_time_of_day_whatever_the_clocks_do() -> None:
    summer = datetime(2026, 3, 28, 13, 0, tzinfo=VIENNA)  # the night before it begins

    latest = opens_by(attempt(ended_at=summer), VIENNA)

    assert latest == datetime(2026, 4, 27, 13, 0, tzinfo=VIENNA)


def test_a_sell_off_is_announced_within_fifteen_days_of_the_second_round() -> None:
    second = attempt(SECOND)

    assert announced_by(second, VIENNA) == PASSED_AT + timedelta(days=15)
    assert opens_by(second, VIENNA) is None


@pytest.mark.parametrize("status", sorted(AGAIN - {LotStatus.PASSED}))
def test_no_term_runs_for_what_is_repeated_in_the_same_stage(status: LotStatus) -> None:
    lot = attempt(status=status)

    assert opens_by(lot, VIENNA) is None
    assert announced_by(replace(lot, procedure=shipped_procedure(SECOND)), VIENNA) is (
        None
    )


def test_a_procedure_may_set_no_term() -> None:
    terms = NextRound("movables", Decimal(100))
    procedure = replace(shipped_procedure("movables"), next_round=terms)

    assert opens_by(replace(attempt(), procedure=procedure), VIENNA) is None
