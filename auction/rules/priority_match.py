"""Priority purchasers: who may buy at the price that somebody else has bid."""

from __future__ import annotations

from datetime import datetime

from auction.money import Money
from auction.rules.bidding import (
    AlreadyLeading,
    BidRefused,
    Standing,
    after_bid,
    check_open,
)
from auction.rules.procedure import Procedure


class NoPriority(BidRefused):
    """Your bid was not placed: only a confirmed priority purchaser may bid the same."""

    code = 403
    reason = "no_priority"


class NothingToMatch(BidRefused):
    """Your bid was not placed: there is no bid yet that you could match."""

    reason = "nothing_to_match"


class PriceHasMoved(BidRefused):
    """Your bid was not placed: you saw {seen}, but the price is now {price}."""

    code = 409
    reason = "price_has_moved"


class BetterPriorityLeads(BidRefused):
    """Your bid was not placed: the leader has priority of your rank or a better one."""

    reason = "better_priority_leads"


def take_match(
    standing: Standing,
    procedure: Procedure,
    *,
    paddle_id: int,
    rank: int | None,
    leader_rank: int | None,
    seen: Money,
    received_at: datetime,
    is_new_bidder: bool,
) -> Standing:
    """Return how the lot stands after a bid of exactly the price that was seen."""
    check_open(standing, received_at)
    check_match(
        standing,
        procedure,
        paddle_id=paddle_id,
        rank=rank,
        leader_rank=leader_rank,
        seen=seen,
    )
    return after_bid(
        standing,
        procedure,
        paddle_id=paddle_id,
        amount=seen,
        received_at=received_at,
        is_new_bidder=is_new_bidder,
    )


def check_match(
    standing: Standing,
    procedure: Procedure,
    *,
    paddle_id: int,
    rank: int | None,
    leader_rank: int | None,
    seen: Money,
) -> None:
    """Refuse a bid of the price itself to whom the right does not belong.

    Ranks are those of confirmed priority purchasers, 1 before 2. Nobody matches twice
    at one price: who has done so leads, or somebody of a better rank does.
    """
    if rank is None or not procedure.priority_matches:
        raise NoPriority
    if standing.price is None:
        raise NothingToMatch
    if standing.leader_id == paddle_id:
        raise AlreadyLeading
    if standing.price != seen:
        raise PriceHasMoved(seen=seen, price=standing.price)
    if leader_rank is not None and leader_rank <= rank:
        raise BetterPriorityLeads
