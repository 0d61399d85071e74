from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auction.money import Money
from auction.rules.closing import (
    PASSED_BECAUSE,
    ClosingKind,
    ClosingRule,
    Result,
    close_after_bid,
    close_after_first_bid,
    fall_of_hammer,
)
from auction.rules.lifecycle import LotStatus
from tests.rules.examples import bid_on, procedure, standing

TEN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SELL_OFF = ClosingRule(
    ClosingKind.FIRST_BID,
    window=5 * MINUTE,
    extension=5 * MINUTE,
    period=timedelta(hours=24),
)
COURT = ClosingRule(ClosingKind.FROM_BID, window=5 * MINUTE, extension=5 * MINUTE)


def at(time: str) -> datetime:
    return datetime.fromisoformat(f"2026-03-02T{time}+00:00")


def close(
    rule: ClosingRule, received: str, *, closes: str = "10:00", extensions: int = 0
) -> datetime:
    return close_after_bid(
        rule,
        closes_at=at(closes),
        scheduled_close=TEN,
        received_at=at(received),
        extensions=extensions,
    )


@pytest.mark.parametrize(
    ("closes", "received", "new_end"),
    [
        ("10:00:00.000", "09:54:59.999", "10:00:00.000"),  # outside the window
        ("10:00:00.000", "09:55:00.000", "10:00:00.000"),  # on its edge
        ("10:00:00.000", "09:57:30.000", "10:02:30.000"),
        ("10:00:00.000", "09:59:59.999", "10:04:59.999"),
        ("10:04:59.999", "10:04:00.000", "10:09:00.000"),
        ("12:00:00.000", "11:59:00.000", "12:04:00.000"),  # the German customs' own
    ],
)
def test_a_late_bid_moves_the_end_to_five_minutes_after_the_bid(
    closes: str, received: str, new_end: str
) -> None:
    assert close(COURT, received, closes=closes) == at(new_end)


@pytest.mark.parametrize(
    ("received", "new_end"),
    [("09:40", "10:00"), ("09:45", "10:00"), ("09:57", "10:12")],
)
def test_a_window_of_a_quarter_of_an_hour_counts_from_the_bid(
    received: str, new_end: str
) -> None:
    rule = ClosingRule(ClosingKind.FROM_BID, 15 * MINUTE, 15 * MINUTE)

    assert close(rule, received) == at(new_end)


def test_a_bid_on_the_edge_of_the_window_extends() -> None:
    rule = ClosingRule(ClosingKind.FROM_BID, window=5 * MINUTE, extension=7 * MINUTE)

    assert close(rule, "09:54:59.999") == TEN
    assert close(rule, "09:55:00.000") == at("10:02")


def test_a_hard_close_never_moves() -> None:
    rule = ClosingRule(ClosingKind.HARD, window=5 * MINUTE, extension=5 * MINUTE)

    assert close(rule, "09:59:59.999") == TEN


@pytest.mark.parametrize(
    ("received", "new_end"),
    [("09:57:59.999", "10:00"), ("09:58", "10:02"), ("09:59:59.999", "10:02")],
)
def test_a_rule_that_adds_moves_the_end_by_the_same_time(
    received: str, new_end: str
) -> None:
    rule = ClosingRule(ClosingKind.ADD, window=2 * MINUTE, extension=2 * MINUTE)

    assert close(rule, received) == at(new_end)


@pytest.mark.parametrize(
    ("received", "new_end"),
    [("08:59", "10:00"), ("09:00", "10:00"), ("09:30", "10:30"), ("09:59", "10:59")],
)
def test_an_idle_rule_waits_until_nobody_has_bid_for_an_hour(
    received: str, new_end: str
) -> None:
    rule = ClosingRule(ClosingKind.IDLE, extension=60 * MINUTE)

    assert close(rule, received) == at(new_end)


@pytest.mark.parametrize(
    ("received", "new_end"),
    [
        ("2026-03-02T10:00:00.000", "2026-03-03T10:00:00.000"),  # 59 days to spare
        ("2026-04-29T23:59:59.999", "2026-04-30T23:59:59.999"),  # a day before its end
        ("2026-04-30T10:00:00.000", "2026-05-01T10:00:00.000"),  # exactly to its end
        ("2026-04-30T10:00:00.001", "2026-05-01T10:00:00.001"),  # beyond it
        ("2026-05-01T09:59:59.999", "2026-05-02T09:59:59.999"),  # at the last moment
    ],
)
def test_the_first_bid_of_a_sell_off_sets_the_end_a_day_after_it(
    received: str, new_end: str
) -> None:
    received_at = datetime.fromisoformat(received).replace(tzinfo=UTC)

    end = close_after_first_bid(SELL_OFF, received_at=received_at)

    assert end == datetime.fromisoformat(new_end).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("received", "new_end"),
    [
        ("09:54:59.999", "10:00:00.000"),
        ("09:55:00.000", "10:00:00.000"),
        ("09:57:30.000", "10:02:30.000"),
        ("09:59:59.999", "10:04:59.999"),
    ],
)
def test_later_bids_of_a_sell_off_move_its_end_as_in_an_auction(
    received: str, new_end: str
) -> None:
    assert close(SELL_OFF, received) == at(new_end)


@pytest.mark.parametrize(
    ("closes", "received", "new_end"),
    [
        ("10:06", "10:04", "10:09"),
        ("10:09", "10:08", "10:10"),  # as far as the cap
        ("10:10", "10:09", "10:10"),
        ("10:20", "10:19", "10:20"),  # moved there by an outage: not taken back
    ],
)
def test_extensions_stack_as_far_as_the_cap(
    closes: str, received: str, new_end: str
) -> None:
    capped = replace(COURT, cap=10 * MINUTE)

    assert close(capped, received, closes=closes) == at(new_end)


@pytest.mark.parametrize(("extensions", "new_end"), [(1, "10:04"), (2, "10:00")])
def test_no_more_extensions_than_the_rule_allows(extensions: int, new_end: str) -> None:
    twice = replace(COURT, max_extensions=2)

    assert close(twice, "09:59", extensions=extensions) == at(new_end)


spans = st.timedeltas(timedelta(0), timedelta(days=2))


@given(
    kind=st.sampled_from(ClosingKind),
    window=spans,
    extension=spans,
    cap=st.none() | spans,
    before=spans,
    late=spans,
)
def test_no_rule_ever_brings_the_end_forward(
    kind: ClosingKind,
    window: timedelta,
    extension: timedelta,
    cap: timedelta | None,
    before: timedelta,
    late: timedelta,
) -> None:
    closes_at = TEN + late

    end = close_after_bid(
        ClosingRule(kind, window, extension, cap),
        closes_at=closes_at,
        scheduled_close=TEN,
        received_at=closes_at - before,
        extensions=0,
    )

    assert end >= closes_at
    assert cap is None or end <= max(closes_at, TEN + cap)


def test_a_lot_without_a_bid_passes() -> None:
    result = fall_of_hammer(standing(), procedure(), reserve=None)

    assert result == Result(LotStatus.PASSED, "no_bid")


@pytest.mark.parametrize(
    ("reserve", "result"),
    [
        (None, Result(LotStatus.SOLD)),
        (Money(479_99), Result(LotStatus.SOLD)),
        (Money(480_00), Result(LotStatus.SOLD)),
        (Money(480_01), Result(LotStatus.PASSED, "reserve_not_met")),
    ],
)
def test_a_lot_is_sold_when_its_best_bid_reaches_the_reserve(
    reserve: Money | None, result: Result
) -> None:
    assert fall_of_hammer(bid_on(), procedure(), reserve=reserve) == result


@pytest.mark.parametrize(
    ("bidders", "result"),
    [
        (1, Result(LotStatus.PASSED, "too_few_bidders")),
        (2, Result(LotStatus.SOLD)),
    ],
)
def test_a_lot_passes_when_fewer_people_bid_than_the_procedure_asks(
    bidders: int, result: Result
) -> None:
    lot = bid_on(bid_count=5, bidder_count=bidders)

    assert fall_of_hammer(lot, procedure(min_bidders=2), reserve=None) == result


def test_every_reason_for_passing_has_a_sentence() -> None:
    assert set(PASSED_BECAUSE) == {"no_bid", "reserve_not_met", "too_few_bidders"}
    assert all(sentence.endswith(".") for sentence in PASSED_BECAUSE.values())
