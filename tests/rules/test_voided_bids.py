"""A lot stands by the bids that still count."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from auction.money import Money
from auction.rules.bidding import Standing
from auction.rules.lifecycle import LotStatus
from auction.rules.voided_bids import ValidBid, standing_with
from tests.moving_clock import NOON

ANNA, BERT, CARL = 1, 2, 3
STANDING = Standing(
    status=LotStatus.OPEN,
    opens_at=NOON,
    closes_at=NOON + timedelta(hours=1, minutes=5),
    scheduled_close=NOON + timedelta(hours=1),
    starting_price=Money(400_00),
    increment=Money(10_00),
    price=Money(430_00),
    leader_id=CARL,
    bid_count=4,
    bidder_count=3,
    extensions=1,
)


def test_the_last_bid_that_counts_leads_at_its_price() -> None:
    valid = [ValidBid(ANNA, Money(400_00)), ValidBid(BERT, Money(410_00))]

    after = standing_with(STANDING, valid)

    assert (after.price, after.leader_id) == (Money(410_00), BERT)
    assert after.bidder_count == 2


def test_without_any_bid_the_lot_begins_again_at_its_starting_price() -> None:
    after = standing_with(STANDING, [])

    assert (after.price, after.leader_id, after.bidder_count) == (None, None, 0)


def test_the_end_and_the_numbers_of_bids_stay() -> None:
    after = standing_with(STANDING, [ValidBid(ANNA, Money(400_00))])

    assert after == replace(
        STANDING, price=Money(400_00), leader_id=ANNA, bidder_count=1
    )


def test_at_an_equal_price_the_later_bid_has_the_right() -> None:
    valid = [ValidBid(ANNA, Money(410_00)), ValidBid(BERT, Money(410_00))]

    assert standing_with(STANDING, valid).leader_id == BERT


@given(st.lists(st.sampled_from([ANNA, BERT, CARL]), max_size=8))
def test_nobody_who_is_void_leads(bidders: list[int]) -> None:
    bids = [ValidBid(b, Money(400_00 + 10_00 * n)) for n, b in enumerate(bidders)]
    valid = [bid for bid in bids if bid.paddle_id != CARL]

    after = standing_with(STANDING, valid)

    assert after.leader_id != CARL
    assert after.price == max((bid.amount for bid in valid), default=None)
