"""Maximum bids: what the site bids for those who told it a limit.

The leader is who has the highest maximum, and of equal ones the earlier. The price is
one step above the highest amount that anybody else was ready to pay, and never above
the leader's own maximum. Every bid that the site makes for somebody is a bid like any
other: it stands in the record and moves the end.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from auction.money import Money
from auction.rules.bidding import (
    LARGEST,
    BidKind,
    BidOutOfRange,
    BidRefused,
    Standing,
    after_bid,
    check_open,
    check_steps,
)
from auction.rules.procedure import Procedure


class MaximaNotAllowed(BidRefused):
    """Your maximum was not set: in this sale everybody bids for himself."""

    reason = "maxima_not_allowed"


class MaximumTooLow(BidRefused):
    """Your maximum was not set: it must be at least {minimum} now."""

    reason = "maximum_too_low"


class MaximumBelowPrice(BidRefused):
    """Your maximum was not set: you lead at {price}, and that bid binds you."""

    reason = "maximum_below_price"


class LeaderStaysBound(BidRefused):
    """You lead at {price}: you can lower your maximum to that, but not end it."""

    code = 409
    reason = "leader_stays_bound"


@dataclass(frozen=True, slots=True)
class Limit:
    """How far the site bids for somebody."""

    paddle_id: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Taken:
    """A bid that was taken, and how the lot stands after it."""

    paddle_id: int
    amount: Money
    kind: BidKind
    standing: Standing


def take_maximum(
    standing: Standing,
    procedure: Procedure,
    limits: Sequence[Limit],
    *,
    limit: Limit,
    capped_by: Money | None,
    received_at: datetime,
    is_new_bidder: bool,
) -> list[Taken]:
    """Return the bids that a new maximum leads to, or refuse it with its reason.

    ``limits`` are those of others, the earliest first. ``capped_by`` is the highest
    bid of anybody else where the leader's own last bid was an automatic one: there a
    higher maximum makes up for what the old one kept from the price.
    """
    check_open(standing, received_at)
    check_maximum(standing, procedure, limit)
    if standing.leader_id == limit.paddle_id:
        return _make_up(
            standing, procedure, limit, above=capped_by, received_at=received_at
        )
    return answer(
        standing,
        procedure,
        [*limits, limit],
        received_at=received_at,
        new_bidders={limit.paddle_id} if is_new_bidder else (),
    )


def check_maximum(standing: Standing, procedure: Procedure, limit: Limit) -> None:
    """Refuse a maximum that somebody may not set."""
    if not procedure.maxima:
        raise MaximaNotAllowed
    if limit.amount > LARGEST:
        raise BidOutOfRange
    if standing.price is not None and standing.leader_id == limit.paddle_id:
        if limit.amount < standing.price:
            raise MaximumBelowPrice(price=standing.price)
    elif limit.amount < (minimum := standing.minimum_bid(procedure)):
        raise MaximumTooLow(minimum=minimum)
    check_steps(standing, procedure, limit.amount)


def check_cancelling(standing: Standing, *, paddle_id: int) -> None:
    """Refuse to let the leader end his maximum: he would take back a bid."""
    if standing.leader_id == paddle_id:
        raise LeaderStaysBound(price=standing.price)


def answer(
    standing: Standing,
    procedure: Procedure,
    limits: Sequence[Limit],
    *,
    received_at: datetime,
    new_bidders: Collection[int] = (),
    to_a_match: bool = False,
) -> list[Taken]:
    """Return what the site bids now, as the lot stands: at most two bids.

    ``limits`` are the earliest first. Each was there before the bid that is answered,
    so at the same amount the limit leads; but nobody is ahead of a priority
    purchaser's match (``to_a_match``) without bidding more.
    """
    by_amount = sorted(limits, key=lambda limit: limit.amount, reverse=True)
    if not by_amount:
        return []
    best, *others = by_amount  # sorted() leaves the earlier of equals in front
    rival = others[0] if others else None
    if not _leads(best, rival, standing, to_a_match=to_a_match):
        return []

    bids = _Bids(standing, procedure, received_at, set(new_bidders))
    if rival is not None and rival.amount >= _reach(standing, rival, procedure):
        bids.add(rival.paddle_id, rival.amount)
    if bids.standing.leader_id != best.paddle_id:
        bids.add(best.paddle_id, min(best.amount, bids.next_amount()))
    return bids.taken


def _leads(
    best: Limit, rival: Limit | None, standing: Standing, *, to_a_match: bool
) -> bool:
    """Say whether the best limit has to bid: somebody is in front, or comes near."""
    price = standing.price
    if price is None:
        return True
    if standing.leader_id == best.paddle_id:
        return rival is not None and rival.amount > price
    return best.amount > price or (best.amount == price and not to_a_match)


def _reach(standing: Standing, rival: Limit, procedure: Procedure) -> Money:
    """Return the least amount that is a bid of the second best limit."""
    if standing.price is None or standing.leader_id != rival.paddle_id:
        return standing.minimum_bid(procedure)
    return standing.price + Money(1)  # the leader defends his lead to the last cent


def _make_up(
    standing: Standing,
    procedure: Procedure,
    limit: Limit,
    *,
    above: Money | None,
    received_at: datetime,
) -> list[Taken]:
    if above is None or standing.price is None:
        return []
    amount = min(limit.amount, above + standing.step_from(above, procedure))
    if amount <= standing.price:
        return []
    bids = _Bids(standing, procedure, received_at, set())
    bids.add(limit.paddle_id, amount)
    return bids.taken


@dataclass(slots=True)
class _Bids:
    """Automatic bids, one upon the other."""

    standing: Standing
    procedure: Procedure
    received_at: datetime
    new_bidders: set[int]
    taken: list[Taken] = field(default_factory=list)

    def next_amount(self) -> Money:
        return self.standing.minimum_bid(self.procedure)

    def add(self, paddle_id: int, amount: Money) -> None:
        self.standing = after_bid(
            self.standing,
            self.procedure,
            paddle_id=paddle_id,
            amount=amount,
            received_at=self.received_at,
            is_new_bidder=paddle_id in self.new_bidders,
        )
        self.new_bidders.discard(paddle_id)
        bid = Taken(paddle_id, amount, BidKind.AUTOMATIC, self.standing)
        self.taken.append(bid)
