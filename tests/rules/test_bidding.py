from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auction.money import MAX_MINOR, Money
from auction.rules.bidding import (
    AlreadyLeading,
    BiddingClosed,
    BiddingNotOpen,
    BidOffStep,
    BidOutOfRange,
    BidRefused,
    BidTooLow,
    FirstBidMustBeStart,
    JumpNeedsConfirming,
    Standing,
    take_bid,
)
from auction.rules.closing import ClosingKind, ClosingRule
from auction.rules.increments import Band
from auction.rules.lifecycle import LotStatus
from auction.rules.procedure import FirstBid, StepKind
from tests.moving_clock import NOON
from tests.rules.examples import ALICE, BOB, CLOSE, bid_on, procedure, standing

SECOND = timedelta(seconds=1)
INSTANT = timedelta(microseconds=1)
DAY = timedelta(days=1)
AT_LEAST: dict[str, Any] = {"first_bid": FirstBid.AT_LEAST}
SELL_OFF = ClosingRule(
    ClosingKind.FIRST_BID, 5 * 60 * SECOND, 5 * 60 * SECOND, period=DAY
)
SOFT = ClosingRule(ClosingKind.FROM_BID, 5 * 60 * SECOND, 5 * 60 * SECOND)


def bid(
    lot: Standing,
    amount: int,
    *,
    by: int = BOB,
    at: datetime = NOON + SECOND,
    sure: bool = True,
    new: bool = True,
    **terms: Any,
) -> Standing:
    return take_bid(
        lot,
        procedure(**terms),
        paddle_id=by,
        amount=Money(amount),
        received_at=at,
        is_new_bidder=new,
        sure=sure,
    )


def test_a_bid_takes_the_lead() -> None:
    after = bid(bid_on(), 490_00)

    assert after == bid_on(
        price=Money(490_00), leader_id=BOB, bid_count=2, bidder_count=2
    )


def test_a_bidder_is_counted_once() -> None:
    after = bid(bid_on(bidder_count=2), 490_00, new=False)

    assert (after.bid_count, after.bidder_count) == (2, 2)


def test_without_a_bid_the_minimum_is_the_starting_price() -> None:
    assert standing().price is None
    assert standing().minimum_bid(procedure()) == Money(400_00)


def test_the_first_bid_may_be_the_starting_price() -> None:
    assert bid(standing(), 400_00).price == Money(400_00)


@pytest.mark.parametrize("terms", [{}, AT_LEAST])
def test_a_first_bid_below_the_start_is_told_the_minimum(
    terms: dict[str, Any],
) -> None:
    with pytest.raises(BidTooLow) as refusal:
        bid(standing(), 399_99, **terms)

    assert refusal.value.values == {"minimum": Money(400_00)}


def test_a_first_bid_above_the_start_is_refused_where_it_must_be_the_start() -> None:
    with pytest.raises(FirstBidMustBeStart) as refusal:
        bid(standing(), 410_00)

    assert refusal.value.values == {"start": Money(400_00)}


def test_a_first_bid_above_the_start_is_taken_where_more_is_allowed() -> None:
    assert bid(standing(), 430_00, **AT_LEAST).price == Money(430_00)


def test_a_bid_a_cent_below_the_minimum_is_told_the_minimum() -> None:
    with pytest.raises(BidTooLow) as refusal:
        bid(bid_on(), 489_99)

    sentence = refusal.value.told(lambda amount: f"{amount.minor // 100} euros")  # type: ignore[attr-defined]
    assert sentence == "Your bid was not placed: the minimum bid is now 490 euros."


@pytest.mark.parametrize("amount", [480_00, 400_00, 1, 0, -1])
def test_an_equal_or_lower_bid_is_too_low(amount: int) -> None:
    with pytest.raises(BidTooLow):
        bid(bid_on(), amount)


def test_nobody_bids_nothing_even_where_the_start_is_nothing() -> None:
    with pytest.raises(BidTooLow):
        bid(standing(starting_price=Money(0)), 0, **AT_LEAST)


def test_a_bid_between_two_steps_names_the_nearest_amounts() -> None:
    with pytest.raises(BidOffStep) as refusal:
        bid(bid_on(), 497_00, multiples=True)

    assert refusal.value.values == {"lower": Money(490_00), "upper": Money(500_00)}


def test_a_bid_between_two_steps_is_taken_where_any_amount_will_do() -> None:
    assert bid(bid_on(), 497_00, multiples=False).price == Money(497_00)


def test_the_step_is_that_of_the_price_band() -> None:
    bands = (Band(Money(0), Money(5_00)), Band(Money(480_00), Money(20_00)))
    table = procedure(step=StepKind.TABLE, bands=bands)

    assert standing().step(table) == Money(5_00)
    assert bid_on().minimum_bid(table) == Money(500_00)


def test_an_amount_beyond_the_largest_is_out_of_range() -> None:
    with pytest.raises(BidOutOfRange):
        bid(bid_on(), MAX_MINOR + 1)


def test_the_leader_may_not_outbid_himself() -> None:
    with pytest.raises(AlreadyLeading):
        bid(bid_on(), 490_00, by=ALICE)


def test_the_leader_may_outbid_himself_where_the_procedure_says_so() -> None:
    after = bid(bid_on(), 490_00, by=ALICE, new=False, may_outbid_self=True)

    assert after.price == Money(490_00)


@pytest.mark.parametrize("at", [NOON, CLOSE - INSTANT])
def test_bids_are_taken_from_the_opening_to_the_last_instant(at: datetime) -> None:
    assert bid_on().takes_bids(at)
    assert bid(bid_on(), 490_00, at=at).leader_id == BOB


@pytest.mark.parametrize("at", [CLOSE, CLOSE + INSTANT, CLOSE + timedelta(days=1)])
def test_a_bid_at_the_close_is_too_late(at: datetime) -> None:
    assert not bid_on().takes_bids(at)
    with pytest.raises(BiddingClosed, match="after the end") as refusal:
        bid(bid_on(), 490_00, at=at)

    assert refusal.value.code == 409


def test_a_bid_before_the_opening_is_told_when_it_opens() -> None:
    with pytest.raises(BiddingNotOpen, match="bidding opens at") as refusal:
        bid(standing(), 400_00, at=NOON - INSTANT)

    assert refusal.value.values == {"opens_at": NOON}


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (LotStatus.DRAFT, "not published"),
        (LotStatus.ANNOUNCED, "opens at"),
        (LotStatus.SUSPENDED, "suspended"),
        (LotStatus.RECALLED, "recalled by its seller"),
    ],
)
def test_a_bid_on_a_lot_that_is_not_open_is_told_its_state(
    status: LotStatus, why: str
) -> None:
    with pytest.raises(BiddingNotOpen, match=why) as refusal:
        bid(bid_on(status=status), 490_00)

    assert refusal.value.code == 409


@pytest.mark.parametrize("status", [LotStatus.SOLD, LotStatus.PASSED, LotStatus.VOIDED])
def test_a_bid_on_a_lot_that_has_ended_is_closed(status: LotStatus) -> None:
    with pytest.raises(BiddingClosed):
        bid(bid_on(status=status), 490_00)


def test_a_jump_of_too_many_steps_asks_a_second_time() -> None:
    with pytest.raises(JumpNeedsConfirming) as refusal:
        bid(bid_on(), 600_00, sure=False, jump_steps=10)

    assert refusal.value.values == {
        "amount": Money(600_00),
        "minimum": Money(490_00),
        "steps": 10,
    }


@pytest.mark.parametrize(
    ("amount", "sure", "steps"),
    [(590_00, False, 10), (600_00, True, 10), (90_000_00, False, None)],
)
def test_a_jump_is_taken_when_it_is_small_meant_or_allowed(
    amount: int, *, sure: bool, steps: int | None
) -> None:
    after = bid(bid_on(), amount, sure=sure, jump_steps=steps)

    assert after.price == Money(amount)


@pytest.mark.parametrize("make", [standing, bid_on])
def test_a_late_bid_extends_even_if_it_is_the_first(
    make: Callable[[], Standing],
) -> None:
    lot = make()

    after = bid(
        lot, lot.minimum_bid(procedure()).minor, at=CLOSE - SECOND, closing=SOFT
    )

    assert after.closes_at == CLOSE + 299 * SECOND
    assert after.extensions == 1


def test_a_bid_on_the_edge_of_the_window_that_moves_nothing_is_no_extension() -> None:
    after = bid(bid_on(), 490_00, at=CLOSE - 300 * SECOND, closing=SOFT)

    assert (after.closes_at, after.extensions) == (CLOSE, 0)


def test_the_first_bid_of_a_sell_off_brings_the_end_to_a_day_after_it() -> None:
    window = standing(closes_at=NOON + 60 * DAY, scheduled_close=NOON + 60 * DAY)
    assert window.waits_for_first_bid(procedure(closing=SELL_OFF))

    after = bid(window, 400_00, at=NOON + DAY, closing=SELL_OFF)

    assert after.closes_at == after.scheduled_close == NOON + 2 * DAY
    assert after.extensions == 0
    assert not after.waits_for_first_bid(procedure(closing=SELL_OFF))


def test_a_first_bid_in_the_last_minute_of_the_window_moves_the_end_beyond_it() -> None:
    after = bid(standing(), 400_00, at=CLOSE - SECOND, closing=SELL_OFF)

    assert after.closes_at == after.scheduled_close == CLOSE - SECOND + DAY
    assert after.extensions == 0


def test_a_first_bid_at_the_end_of_the_window_is_too_late() -> None:
    with pytest.raises(BiddingClosed):
        bid(standing(), 400_00, at=CLOSE, closing=SELL_OFF)


def test_limits_of_a_sell_off_count_from_the_end_that_the_first_bid_set() -> None:
    capped = replace(SELL_OFF, cap=timedelta(minutes=6), max_extensions=2)
    first = bid(standing(), 400_00, at=NOON, closing=capped)
    end = first.closes_at

    second = bid(first, 410_00, by=ALICE, at=end - SECOND, closing=capped)
    third = bid(second, 420_00, at=second.closes_at - SECOND, closing=capped)
    fourth = bid(third, 430_00, by=ALICE, at=third.closes_at - SECOND, closing=capped)

    assert second.closes_at == end + 299 * SECOND
    assert third.closes_at == fourth.closes_at == end + timedelta(minutes=6)
    assert (second.extensions, fourth.extensions) == (1, 2)


def test_only_a_sell_off_waits_for_a_first_bid() -> None:
    assert not standing().waits_for_first_bid(procedure())


def test_every_refusal_has_its_own_sentence_and_its_own_reason() -> None:
    kinds = BidRefused.__subclasses__()

    assert len({kind.reason for kind in kinds}) == len(kinds)
    assert len({kind.__doc__ for kind in kinds}) == len(kinds)
    assert all(400 <= kind.code < 500 for kind in kinds)


@given(
    st.lists(
        st.tuples(st.integers(1, 4), st.integers(300_00, 900_00), st.integers(0, 3700)),
        max_size=30,
    )
)
def test_prices_rise_and_the_end_never_comes_forward(
    bids: list[tuple[int, int, int]],
) -> None:
    terms = procedure(multiples=False, closing=SOFT)
    lot = standing()

    for paddle, amount, second in bids:
        try:
            after = take_bid(
                lot,
                terms,
                paddle_id=paddle,
                amount=Money(amount),
                received_at=NOON + second * SECOND,
                is_new_bidder=False,
                sure=True,
            )
        except BidRefused:
            continue
        assert lot.price is None or after.minimum_bid(terms) > lot.minimum_bid(terms)
        assert after.closes_at >= lot.closes_at
        assert after.bid_count == lot.bid_count + 1
        lot = after


@given(
    st.lists(
        st.tuples(st.integers(1, 4), st.integers(0, 9), st.integers(0, 6 * 3600)),
        max_size=40,
    ),
    st.none() | st.integers(0, 30),
)
def test_the_end_of_a_sell_off_comes_forward_once_and_never_before_its_day(
    bids: list[tuple[int, int, int]], cap: int | None
) -> None:
    limit = None if cap is None else timedelta(minutes=cap)
    terms = procedure(closing=replace(SELL_OFF, period=DAY / 12, cap=limit))
    lot = standing(closes_at=NOON + DAY / 4, scheduled_close=NOON + DAY / 4)
    first_at: datetime | None = None

    for paddle, steps, second in bids:
        at = NOON + second * SECOND
        try:
            after = take_bid(
                lot,
                terms,
                paddle_id=paddle,
                amount=lot.minimum_bid(terms) + Money(10_00) * steps,
                received_at=at,
                is_new_bidder=False,
                sure=True,
            )
        except BidRefused:
            continue
        assert at < lot.closes_at
        if first_at is None:
            first_at = at
            assert after.closes_at == at + DAY / 12
        else:
            assert after.closes_at >= lot.closes_at
        assert after.scheduled_close == first_at + DAY / 12
        assert after.closes_at >= first_at + DAY / 12
        assert limit is None or after.closes_at <= after.scheduled_close + limit
        lot = after
