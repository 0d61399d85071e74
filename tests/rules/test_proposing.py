"""What the next attempt begins with: a price, a deposit and dates by the rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auction.money import Money
from auction.rules.categories import Category
from auction.rules.checks.calendar import is_working_day
from auction.rules.checks.prices import deposit_range
from auction.rules.lifecycle import LotStatus
from auction.rules.proposing import Dates, Prices, propose_dates, propose_prices
from auction.rules.rounds import Attempt, price_floor
from tests.moving_clock import NOON
from tests.rules.attempts import PASSED_AT, attempt
from tests.rules.shipped import shipped_procedure

VIENNA = ZoneInfo("Europe/Vienna")
EURO = Money(1_00)
DAY = timedelta(days=1)
SECOND = shipped_procedure("court-second-round")
SELL_OFF = shipped_procedure("sell-off")


def prices(*attempts: Attempt, procedure: str = "court-second-round") -> Prices:
    return propose_prices(attempts, shipped_procedure(procedure), unit=EURO)


def dates(*lots: Attempt, procedure: str = "court-second-round") -> Dates:
    return propose_dates(lots, shipped_procedure(procedure), now=NOON, zone=VIENNA)


@pytest.mark.parametrize(
    ("start", "increment", "proposed"),
    [
        (890_000, 10_000, 720_000),  # 712,000 is the floor; up to a whole step
        (1_000_000, 10_000, 800_000),
        (13_500, 5_000, 13_500),  # a whole step would be above the old price
        (5, 1, 4),
    ],
)
def test_a_price_is_cut_as_far_as_allowed_and_rounded_up_to_a_whole_step(
    start: int, increment: int, proposed: int
) -> None:
    lot = attempt(
        starting_price=Money(start * 100),
        increment=Money(increment * 100),
        valuation=None,
    )

    assert prices(lot).starting_price == Money(proposed * 100)


def test_without_a_step_it_is_rounded_up_to_a_whole_unit() -> None:
    lot = attempt(starting_price=Money(101_00), increment=None, valuation=None)

    assert prices(lot).floor == Money(80_80)
    assert prices(lot).starting_price == Money(81_00)


def test_the_valuation_keeps_the_price_up_as_well() -> None:
    lot = attempt(valuation=Money(1_500_000_00))  # 56 % of it are 840,000

    assert prices(lot).starting_price == Money(840_000_00)


def test_where_any_price_is_lawful_the_old_one_is_proposed() -> None:
    claim = attempt("bank-claims", starting_price=Money(50_000_00))

    proposed = prices(claim, procedure="bank-claims")

    assert (proposed.floor, proposed.starting_price) == (None, Money(50_000_00))


def test_a_sell_off_costs_what_the_second_round_did_and_is_paid_in_advance() -> None:
    second = attempt("court-second-round", starting_price=Money(712_345_67))

    proposed = prices(attempt(), second, procedure="sell-off")

    assert proposed.floor == proposed.starting_price == Money(712_345_67)
    assert proposed.deposit == Money(712_345_67)


def test_after_a_default_the_price_stays_and_the_floor_is_that_of_before() -> None:
    second = attempt(
        "court-second-round",
        status=LotStatus.DEFAULTED,
        starting_price=Money(800_000_00),
    )

    proposed = prices(attempt(), second)

    assert proposed.floor == Money(712_000_00)
    assert proposed.starting_price == Money(800_000_00)
    assert proposed.deposit == Money(89_000_00)


@pytest.mark.parametrize(
    ("deposit", "proposed"),
    [
        (89_000_00, 72_000_00),  # a tenth, as before
        (178_000_00, 144_000_00),  # a fifth, the most
        (890_000_00, 144_000_00),  # more than a fifth is not allowed
        (1_00, 36_000_00),  # nor less than a twentieth
        (None, 36_000_00),
    ],
)
def test_the_deposit_keeps_its_share_of_the_price_within_the_range(
    deposit: int | None, proposed: int
) -> None:
    lot = attempt(deposit=Money(deposit) if deposit else None, valuation=None)

    assert prices(lot).deposit == Money(proposed)


def test_where_none_is_asked_for_there_is_no_deposit() -> None:
    lot = attempt("movables", deposit=None)

    assert prices(lot, procedure="movables").deposit is None


def test_where_the_step_follows_the_price_a_lot_has_none_of_its_own() -> None:
    assert prices(attempt(), procedure="movables").increment is None
    assert prices(attempt()).increment == Money(10_000_00)


@given(
    start=st.integers(1, 10**12),
    increment=st.none() | st.integers(1, 10**9),
    deposit=st.none() | st.integers(1, 10**12),
    valuation=st.none() | st.integers(1, 10**12),
    to=st.sampled_from(["court-second-round", "sell-off", "movables"]),
)
def test_a_proposal_always_keeps_the_rules(
    start: int,
    increment: int | None,
    deposit: int | None,
    valuation: int | None,
    to: str,
) -> None:
    lot = attempt(
        starting_price=Money(start),
        increment=Money(increment) if increment else None,
        deposit=Money(deposit) if deposit else None,
        valuation=Money(valuation) if valuation else None,
    )
    procedure = shipped_procedure(to)

    proposed = propose_prices([lot], procedure, unit=EURO)

    floor = price_floor([lot])
    assert floor is not None
    assert proposed.starting_price >= floor
    if procedure.reserve_floor_percent and lot.valuation:
        least = lot.valuation.at_least_percent(procedure.reserve_floor_percent)
        assert proposed.starting_price >= least
    least_deposit, most_deposit = deposit_range(proposed.starting_price, procedure)
    if least_deposit is not None:
        assert proposed.deposit is not None
        assert proposed.deposit >= least_deposit
    if most_deposit is not None:
        assert proposed.deposit is not None
        assert proposed.deposit <= most_deposit


def test_it_opens_on_the_working_day_after_the_notice_at_the_same_time() -> None:
    proposed = dates(attempt())

    assert proposed.notice_days == 15
    assert proposed.earliest == NOON + 15 * DAY  # a Tuesday
    assert proposed.opens_at == NOON.replace(day=18, hour=12)  # the day after
    assert proposed.opens_at.astimezone(VIENNA).time() == time(13)


def test_an_opening_never_falls_on_a_weekend_or_a_holiday() -> None:
    friday = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)  # notice ends on Friday, 20 March
    holiday = replace(SECOND, holidays=("03-23",))

    usual = propose_dates([attempt()], SECOND, now=friday, zone=VIENNA)
    feast = propose_dates([attempt()], holiday, now=friday, zone=VIENNA)

    assert usual.opens_at.date() == date(2026, 3, 23)
    assert feast.opens_at.date() == date(2026, 3, 24)


def test_movables_need_less_notice_and_the_longest_notice_rules_for_all() -> None:
    machine = attempt(category=Category.MACHINERY)

    assert dates(machine).notice_days == 7
    assert dates(machine, attempt()).notice_days == 15


def test_it_lasts_as_long_as_the_shortest_of_them_did() -> None:
    day = attempt()
    suspended = attempt(scheduled_close=PASSED_AT + 3 * DAY)

    proposed = dates(suspended, day)

    assert proposed.closes_at - proposed.opens_at == DAY


def test_it_lasts_at_least_as_long_as_the_procedure_says() -> None:
    longer = replace(SECOND, min_duration=3 * DAY)

    proposed = propose_dates([attempt()], longer, now=NOON, zone=VIENNA)

    assert proposed.closes_at - proposed.opens_at == 3 * DAY


def test_it_ends_on_a_working_day_where_that_is_a_rule() -> None:
    friday_opening = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
    strict = replace(SECOND, closes_on_working_day=True)

    proposed = propose_dates([attempt()], strict, now=friday_opening, zone=VIENNA)

    assert proposed.opens_at.date() == date(2026, 3, 20)  # a Friday
    assert proposed.closes_at.date() == date(2026, 3, 23)


def test_a_sell_off_waits_sixty_days_whatever_the_auction_did() -> None:
    proposed = dates(attempt("court-second-round"), procedure="sell-off")

    assert is_working_day(proposed.opens_at.date(), ())
    wall = proposed.closes_at.astimezone(VIENNA).replace(tzinfo=None)
    assert wall - proposed.opens_at.astimezone(VIENNA).replace(tzinfo=None) == 60 * DAY
    assert proposed.announced_by == PASSED_AT + 15 * DAY
    assert proposed.opens_by is None


def test_a_term_that_ends_soon_brings_the_opening_forward_to_its_last_working_day() -> (
    None
):
    lot = attempt(ended_at=NOON - 14 * DAY)  # so by Wednesday, 18 March, at noon

    proposed = dates(lot)

    assert proposed.opens_by == NOON + 16 * DAY
    assert proposed.opens_at == NOON + 16 * DAY
    assert proposed.announced_by == NOON + DAY


def test_a_term_that_cannot_be_kept_is_said_and_the_notice_is_kept() -> None:
    proposed = dates(attempt(ended_at=NOON - 20 * DAY))

    assert proposed.announced_by == NOON - 5 * DAY  # it is past
    assert proposed.opens_at >= proposed.earliest


def test_the_shortest_term_rules_for_all() -> None:
    early, late = attempt(ended_at=NOON - 5 * DAY), attempt(ended_at=NOON - DAY)

    assert dates(late, early).opens_by == NOON + 25 * DAY


def test_after_a_default_no_term_runs() -> None:
    lot = attempt(status=LotStatus.DEFAULTED, ended_at=NOON - 200 * DAY)

    proposed = dates(lot, procedure="court-first-round")

    assert (proposed.opens_by, proposed.announced_by) == (None, None)
    assert proposed.opens_at >= NOON + 30 * DAY


@given(
    hours=st.integers(0, 24 * 400),
    ended=st.integers(0, 40),
    minute=st.integers(0, 24 * 60 - 1),
)
def test_a_proposed_opening_always_keeps_the_notice(
    hours: int, ended: int, minute: int
) -> None:
    now = NOON + hours * timedelta(hours=1)
    opened_at = PASSED_AT - DAY - timedelta(minutes=minute)
    lot = attempt(ended_at=now - ended * DAY, opens_at=opened_at)

    proposed = propose_dates([lot], SECOND, now=now, zone=VIENNA)

    assert proposed.opens_at >= proposed.earliest
    assert is_working_day(proposed.opens_at.astimezone(VIENNA).date(), ())
    assert proposed.closes_at > proposed.opens_at


def test_the_unit_of_a_currency_without_cents_is_one() -> None:
    yen = shipped_procedure("court-second-round")
    lot = attempt(starting_price=Money(101), increment=None, valuation=None)

    assert propose_prices([lot], yen, unit=Money(1)).starting_price == Money(81)
