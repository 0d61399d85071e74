"""Priority purchasers: the decision table of article 21, row by row."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from auction.money import Money
from auction.rules.bidding import (
    AlreadyLeading,
    BiddingClosed,
    BidTooLow,
    Standing,
    take_bid,
)
from auction.rules.priority_match import (
    BetterPriorityLeads,
    NoPriority,
    NothingToMatch,
    PriceHasMoved,
    take_match,
)
from auction.rules.registration_terms import PriorityGround, PriorityTerms
from tests.moving_clock import NOON
from tests.rules.examples import CLOSE, standing
from tests.rules.shipped import shipped_procedure

PRIORITY = PriorityTerms((PriorityGround("lessee", "A lessee.", 1),), timedelta(days=1))
COURT = replace(shipped_procedure(), priority=PRIORITY)
MINUTE = timedelta(minutes=1)
PADDLES = {"A": 1, "B": 2, "P": 3, "P1": 4, "P2": 5, "P1b": 6, "unconfirmed": 7}
RANKS = {"P": 1, "P1": 1, "P2": 2, "P1b": 1}
START = standing(starting_price=Money(100), increment=Money(10))

# Who bids what, in order; "=" matches the price. Then who has the lot, at what.
TABLE = [
    ("A bids, P matches", "A 100, P =", "P 100"),
    ("then B bids more", "A 100, P =, B 110", "B 110"),
    ("unless P matches that too", "A 100, P =, B 110, P =", "P 110"),
    ("rank 1 after rank 2", "A 100, P2 =, P1 =", "P1 100"),
    ("rank 1 before rank 2", "A 100, P1 =, P2 = refused", "P1 100"),
    ("of one rank, the earlier", "A 100, P1 =, P1b = refused", "P1 100"),
    ("the right is waived", "A 100", "A 100"),
    ("not confirmed", "A 100, unconfirmed = refused", "A 100"),
    ("rank 1 against a full bid of rank 2", "P2 100, P1 =", "P1 100"),
    ("rank 2 against a full bid of rank 1", "P1 100, P2 = refused", "P1 100"),
    ("never twice at one price", "A 100, P2 =, P1 =, P2 = refused", "P1 100"),
    ("a priority purchaser bids like anybody", "A 100, P 110, B 120", "B 120"),
    ("an equal bid without priority", "A 100, P =, B 100 refused", "P 100"),
]


@pytest.mark.parametrize(
    ("bids", "end"), [c[1:] for c in TABLE], ids=[c[0] for c in TABLE]
)
def test_the_decision_table_of_priority_purchasers(bids: str, end: str) -> None:
    lot = START

    for bid in bids.split(", "):
        who, amount, *refused = bid.split()
        if not refused:
            lot = place(lot, who, amount)
            continue
        with pytest.raises((NoPriority, BetterPriorityLeads, BidTooLow)):
            place(lot, who, amount)

    who, amount = end.split()
    assert (lot.leader_id, lot.price) == (PADDLES[who], Money(int(amount)))


def place(lot: Standing, who: str, amount: str) -> Standing:
    if amount == "=":
        return match(lot, who)
    return take_bid(
        lot,
        COURT,
        paddle_id=PADDLES[who],
        amount=Money(int(amount)),
        received_at=NOON,
        is_new_bidder=True,
        sure=True,
    )


def match(lot: Standing, who: str, *, seen: int | None = None) -> Standing:
    names = {number: name for name, number in PADDLES.items()}
    price = lot.price or Money(100)
    return take_match(
        lot,
        COURT,
        paddle_id=PADDLES[who],
        rank=RANKS.get(who),
        leader_rank=RANKS.get(names[lot.leader_id]) if lot.leader_id else None,
        seen=price if seen is None else Money(seen),
        received_at=NOON,
        is_new_bidder=True,
    )


def test_before_the_first_bid_there_is_nothing_to_match() -> None:
    with pytest.raises(NothingToMatch):
        match(START, "P")


def test_who_leads_does_not_match_himself() -> None:
    lot = place(START, "P", "100")

    with pytest.raises(AlreadyLeading):
        match(lot, "P")


@pytest.mark.parametrize("seen", [90, 110])
def test_a_match_is_the_price_that_was_seen_or_nothing(seen: int) -> None:
    lot = place(START, "A", "100")

    with pytest.raises(PriceHasMoved) as refused:
        match(lot, "P", seen=seen)

    assert refused.value.values == {"seen": Money(seen), "price": Money(100)}


def test_a_match_counts_as_a_bid_and_moves_no_price() -> None:
    lot = match(place(START, "A", "100"), "P")

    assert (lot.price, lot.bid_count, lot.bidder_count) == (Money(100), 2, 2)


def test_a_match_in_the_last_minutes_moves_the_end() -> None:
    lot = place(START, "A", "100")
    late = CLOSE - MINUTE

    after = take_match(
        lot,
        COURT,
        paddle_id=PADDLES["P"],
        rank=1,
        leader_rank=None,
        seen=Money(100),
        received_at=late,
        is_new_bidder=True,
    )

    assert after.closes_at == late + 5 * MINUTE


def test_a_match_at_the_end_is_too_late() -> None:
    with pytest.raises(BiddingClosed):
        match(replace(place(START, "A", "100"), closes_at=NOON), "P")


def test_where_a_procedure_knows_no_priority_nobody_matches() -> None:
    lot = place(START, "A", "100")
    movables = shipped_procedure("movables")

    with pytest.raises(NoPriority):
        take_match(
            lot,
            movables,
            paddle_id=3,
            rank=1,
            leader_rank=None,
            seen=Money(100),
            received_at=NOON,
            is_new_bidder=True,
        )
