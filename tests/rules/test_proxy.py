"""What the site bids for those who told it a maximum: one case for each rule.

Amounts are whole euros, the starting price is 5 and the step 1 unless a case says
otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from auction.money import MAX_MINOR, Money
from auction.rules.bidding import (
    BiddingClosed,
    BiddingNotOpen,
    BidKind,
    BidOffStep,
    BidOutOfRange,
    Standing,
    take_bid,
)
from auction.rules.closing import ClosingKind, ClosingRule
from auction.rules.increments import Band
from auction.rules.lifecycle import LotStatus
from auction.rules.procedure import Procedure, StepKind
from auction.rules.proxy import (
    LeaderStaysBound,
    Limit,
    MaximaNotAllowed,
    MaximumBelowPrice,
    MaximumTooLow,
    Taken,
    answer,
    check_cancelling,
    take_maximum,
)
from tests.moving_clock import NOON
from tests.rules.examples import CLOSE, standing
from tests.rules.shipped import shipped_procedure

BANK = replace(shipped_procedure("bank-claims"), maxima=True)
SECOND = timedelta(seconds=1)
MINUTE = 60 * SECOND
NAMES = {"A": 1, "B": 2, "C": 3}


@dataclass
class Sale:
    """A lot with its maxima, on which people bid by name and in whole euros."""

    standing: Standing
    procedure: Procedure = BANK
    at: datetime = NOON

    def __post_init__(self) -> None:
        self.rows: list[tuple[str, int, BidKind]] = []
        self.limits: list[Limit] = []

    def maximum(self, who: str, amount: int) -> list[Taken]:
        paddle = NAMES[who]
        taken = take_maximum(
            self.standing,
            self.procedure,
            [limit for limit in self.limits if limit.paddle_id != paddle],
            limit=Limit(paddle, Money(amount)),
            capped_by=self._capped_by(who),
            received_at=self.at,
            is_new_bidder=all(row[0] != who for row in self.rows),
        )
        self.limits = [one for one in self.limits if one.paddle_id != paddle]
        self.limits.append(Limit(paddle, Money(amount)))
        self._keep(taken)
        return taken

    def bid(self, who: str, amount: int) -> list[Taken]:
        paddle = NAMES[who]
        after = take_bid(
            self.standing,
            self.procedure,
            paddle_id=paddle,
            amount=Money(amount),
            received_at=self.at,
            is_new_bidder=all(row[0] != who for row in self.rows),
            sure=True,
        )
        placed = Taken(paddle, Money(amount), BidKind.PLACED, after)
        answers = answer(after, self.procedure, self.limits, received_at=self.at)
        self._keep([placed, *answers])
        return answers

    @property
    def leads(self) -> tuple[str, int]:
        names = {number: name for name, number in NAMES.items()}
        assert self.standing.price is not None
        assert self.standing.leader_id is not None
        return names[self.standing.leader_id], self.standing.price.minor

    def _capped_by(self, who: str) -> Money | None:
        if not self.rows or self.rows[-1][0] != who:
            return None
        others = [Money(amount) for name, amount, _ in self.rows if name != who]
        is_automatic = self.rows[-1][2] is BidKind.AUTOMATIC
        return max(others) if others and is_automatic else None

    def _keep(self, taken: Sequence[Taken]) -> None:
        names = {number: name for name, number in NAMES.items()}
        self.rows += [(names[t.paddle_id], t.amount.minor, t.kind) for t in taken]
        if taken:
            self.standing = taken[-1].standing
        leader = self.standing.leader_id
        self.limits = [one for one in self.limits if one.paddle_id == leader]


def sale(*, start: int = 5, step: int = 1, **terms: Any) -> Sale:
    lot = standing(starting_price=Money(start), increment=Money(step))
    return Sale(lot, replace(BANK, **terms))


CASES = [
    # scenarios.md C: what is said, in order, and who leads at what
    ("C1", [("A", 10)], ("A", 5)),
    ("C2", [("A", 10), ("B", 6)], ("A", 7)),
    ("C3", [("A", 6), ("B", 6)], ("A", 6)),
    ("C4", [("A", 5), ("B", 7), ("C", 7)], ("B", 7)),
    ("C5", [("A", 20), ("B", 20), ("B", 25)], ("B", 21)),
    ("C8: exactly the same", [("A", 20), ("B", 20)], ("A", 20)),
    ("C8: a little more", [("A", 20), ("B", 21)], ("B", 21)),
    ("a higher one takes the lead", [("A", 10), ("B", 15)], ("B", 11)),
    ("three maxima", [("A", 10), ("B", 15), ("C", 12)], ("B", 13)),
    ("a raised one moves nothing", [("A", 10), ("B", 6), ("A", 20)], ("A", 7)),
    ("a raised one that was capped", [("A", 6), ("B", 6), ("A", 20)], ("A", 7)),
    (
        "set anew at the price, it keeps its place",
        [("A", 6), ("B", 6), ("A", 6)],
        ("A", 6),
    ),
    ("a lowered one holds less", [("A", 20), ("A", 8), ("B", 9)], ("B", 9)),
]


@pytest.mark.parametrize(
    ("said", "leads"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_the_highest_maximum_leads_one_step_above_the_second(
    said: list[tuple[str, int]], leads: tuple[str, int]
) -> None:
    lot = sale()

    for who, amount in said:
        lot.maximum(who, amount)

    assert lot.leads == leads


def test_every_automatic_bid_is_a_row() -> None:  # C6
    lot = sale(start=100, step=50)
    lot.maximum("A", 1000)

    lot.bid("B", 500)

    assert lot.rows == [
        ("A", 100, BidKind.AUTOMATIC),
        ("B", 500, BidKind.PLACED),
        ("A", 550, BidKind.AUTOMATIC),
    ]
    assert lot.leads == ("A", 550)


def test_two_maxima_leave_a_row_of_each() -> None:
    lot = sale()
    lot.maximum("A", 10)

    lot.maximum("B", 15)

    assert [row[:2] for row in lot.rows] == [("A", 5), ("A", 10), ("B", 11)]


def test_a_lower_maximum_leaves_its_row_before_the_answer() -> None:
    lot = sale()
    lot.maximum("A", 10)

    lot.maximum("B", 6)

    assert [row[:2] for row in lot.rows] == [("A", 5), ("B", 6), ("A", 7)]


def test_a_maximum_less_than_a_step_above_the_old_one_is_the_price() -> None:  # C7
    lot = sale(start=100, step=50)
    lot.maximum("A", 300)

    lot.maximum("B", 320)

    assert lot.leads == ("B", 320)


def test_a_leader_answers_with_his_whole_maximum_where_no_step_is_left() -> None:
    lot = sale(start=100, step=50)
    lot.maximum("A", 320)

    lot.bid("B", 300)

    assert lot.leads == ("A", 320)


def test_a_bid_of_exactly_the_maximum_is_answered_by_the_earlier() -> None:  # C8
    lot = sale()
    lot.maximum("A", 10)

    lot.bid("B", 10)

    assert [row[:2] for row in lot.rows] == [("A", 5), ("B", 10), ("A", 10)]


def test_a_bid_above_the_maximum_takes_the_lead() -> None:
    lot = sale()
    lot.maximum("A", 10)

    assert lot.bid("B", 11) == []
    assert lot.leads == ("B", 11)


def test_the_price_names_the_next_minimum() -> None:  # C11
    lot = sale(step=10)
    lot.maximum("A", 150)

    lot.maximum("B", 200)

    assert lot.leads == ("B", 160)
    assert lot.standing.minimum_bid(lot.procedure) == Money(170)


def test_the_step_is_that_of_the_second_amount() -> None:
    bands = (Band(Money(0), Money(1)), Band(Money(100), Money(10)))
    lot = sale(step=1, bands=bands)
    lot.procedure = replace(lot.procedure, step=StepKind.TABLE)
    lot.maximum("A", 99)
    lot.maximum("B", 300)
    assert lot.leads == ("B", 100)

    lot.maximum("C", 120)
    assert lot.leads == ("B", 130)


def test_who_may_not_bid_any_more_has_no_maximum() -> None:  # C13
    lot = sale()
    lot.maximum("A", 50)
    lot.limits.clear()  # what the caller hands over where somebody is barred

    lot.bid("B", 6)

    assert lot.leads == ("B", 6)


def test_the_first_automatic_bid_is_the_starting_price_in_every_sale() -> None:
    exactly = replace(shipped_procedure(), maxima=True)
    lot = Sale(standing(), exactly)

    (bid,) = lot.maximum("A", 900_00)

    assert (bid.amount, bid.standing.bidder_count) == (Money(400_00), 1)


def test_a_maximum_above_the_price_of_a_lead_by_hand_changes_nothing() -> None:
    lot = sale()
    lot.bid("B", 5)
    lot.bid("A", 9)

    assert lot.maximum("A", 30) == []
    assert lot.leads == ("A", 9)


def test_each_bidder_is_counted_once() -> None:
    lot = sale()
    lot.maximum("A", 10)
    lot.maximum("B", 20)
    lot.maximum("A", 30)

    assert lot.standing.bidder_count == 2
    assert lot.standing.bid_count == len(lot.rows)


def test_a_maximum_must_be_a_bid_that_could_be_placed() -> None:
    lot = sale(start=100, step=50)

    with pytest.raises(MaximumTooLow) as low:
        lot.maximum("A", 99)
    assert low.value.values == {"minimum": Money(100)}

    lot.bid("A", 100)
    with pytest.raises(MaximumTooLow) as low:
        lot.maximum("B", 149)
    assert low.value.values == {"minimum": Money(150)}


def test_a_maximum_lies_on_a_step_where_bids_do() -> None:
    lot = sale(start=100, step=50, multiples=True)

    with pytest.raises(BidOffStep) as off:
        lot.maximum("A", 275)

    assert off.value.values == {"lower": Money(250), "upper": Money(300)}


def test_a_leader_may_lower_his_maximum_to_his_bid_and_no_further() -> None:
    lot = sale()
    lot.maximum("A", 20)
    lot.bid("B", 9)

    with pytest.raises(MaximumBelowPrice) as refused:
        lot.maximum("A", 9)
    assert refused.value.values == {"price": Money(10)}

    assert lot.maximum("A", 10) == []
    lot.bid("B", 11)
    assert lot.leads == ("B", 11)


def test_a_leader_cannot_end_his_maximum_and_another_may() -> None:  # C10
    lot = sale()
    lot.maximum("A", 20)

    check_cancelling(lot.standing, paddle_id=NAMES["B"])
    with pytest.raises(LeaderStaysBound):
        check_cancelling(lot.standing, paddle_id=NAMES["A"])


def test_no_amount_is_out_of_range() -> None:
    with pytest.raises(BidOutOfRange):
        sale().maximum("A", MAX_MINOR + 1)


@pytest.mark.parametrize("amount", [0, -1])
def test_nobody_limits_himself_to_nothing(amount: int) -> None:
    with pytest.raises(MaximumTooLow):
        sale(start=0).maximum("A", amount)


def test_a_sale_without_maxima_takes_none() -> None:
    with pytest.raises(MaximaNotAllowed):
        Sale(standing(), shipped_procedure()).maximum("A", 900_00)


def test_a_maximum_at_the_end_is_too_late() -> None:
    lot = sale()
    lot.at = CLOSE

    with pytest.raises(BiddingClosed):
        lot.maximum("A", 10)


@pytest.mark.parametrize("status", [LotStatus.SUSPENDED, LotStatus.RECALLED])
def test_a_lot_that_rests_takes_no_maximum(status: LotStatus) -> None:
    lot = sale()
    lot.standing = replace(lot.standing, status=status)

    with pytest.raises(BiddingNotOpen):
        lot.maximum("A", 10)


def test_an_automatic_bid_moves_the_end_like_any_other() -> None:
    lot = sale()
    lot.maximum("A", 10)
    lot.at = CLOSE - MINUTE

    lot.maximum("B", 6)

    assert lot.standing.closes_at == lot.at + 5 * MINUTE
    assert lot.standing.extensions == 1


def test_a_maximum_that_changes_no_price_does_not_move_the_end() -> None:  # D6
    lot = sale()
    lot.maximum("A", 10)
    lot.at = CLOSE - MINUTE

    lot.maximum("A", 20)

    assert lot.standing.closes_at == CLOSE


def test_a_maximum_begins_a_sell_off() -> None:
    rule = ClosingRule(
        ClosingKind.FIRST_BID, 5 * MINUTE, 5 * MINUTE, period=60 * MINUTE
    )
    lot = sale(closing=rule)

    lot.maximum("A", 10)

    assert lot.standing.closes_at == lot.standing.scheduled_close == NOON + 60 * MINUTE


def test_a_match_is_outbid_only_by_a_higher_maximum() -> None:
    matched = standing(
        price=Money(10), leader_id=NAMES["C"], increment=Money(1), bid_count=2
    )

    def answered(maximum: int) -> list[Taken]:
        limits = [Limit(NAMES["A"], Money(maximum))]
        return answer(matched, BANK, limits, received_at=NOON, to_a_match=True)

    assert answered(10) == []
    assert [bid.amount for bid in answered(20)] == [Money(11)]
