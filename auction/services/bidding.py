"""Placing bids, and matching them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from auction.models import Bid, BidKind, Lot, Paddle
from auction.money import Money
from auction.rules.bidding import (
    BidRefused,
    JumpNeedsConfirming,
    Standing,
    take_bid,
)
from auction.rules.priority_match import take_match
from auction.rules.proxy import Taken, answer
from auction.rules.refusal import OutOfStep
from auction.sealing import KeyRing
from auction.services import limits
from auction.services.bidders import Bidder, bidder_of, check_bidder, record_refusal
from auction.services.entering import enter
from auction.services.opening import open_if_due
from auction.services.transaction import atomic, lot_for_change


class KeyUsedAgain(OutOfStep):
    """This form was already used for another amount; please start your bid again."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a bidder is told about a bid that was taken."""

    bid_id: int
    lot_id: int
    sequence: int
    paddle_number: int
    amount: Money
    received_at: datetime
    closes_at: datetime
    repeated: bool  # the same form was sent before; nothing new was placed


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to bid."""

    lot_id: int
    user_id: int
    amount: Money
    received_at: datetime
    idempotency_key: str
    kind: BidKind
    sure: bool = False


def place_bid(
    session: Session,
    *,
    lot_id: int,
    user_id: int,
    amount: Money,
    received_at: datetime,
    idempotency_key: str,
    sure: bool = False,
    ring: KeyRing | None = None,
) -> Receipt:
    """Take a bid, or refuse it with a reason and keep the refusal in the trail.

    ``ring`` is needed where somebody's maximum may answer the bid.
    """
    wish = Wish(
        lot_id, user_id, amount, received_at, idempotency_key, BidKind.PLACED, sure
    )
    return _take_or_record(session, wish, ring=ring)


def match_bid(
    session: Session,
    *,
    lot_id: int,
    user_id: int,
    amount: Money,
    received_at: datetime,
    idempotency_key: str,
    ring: KeyRing | None = None,
) -> Receipt:
    """Take a priority purchaser's bid of the price that he saw, or refuse it."""
    wish = Wish(lot_id, user_id, amount, received_at, idempotency_key, BidKind.MATCH)
    return _take_or_record(session, wish, ring=ring)


def _take_or_record(session: Session, wish: Wish, *, ring: KeyRing | None) -> Receipt:
    try:
        return _take(session, wish, ring=ring)
    except JumpNeedsConfirming:
        raise  # a question, not yet an answer
    except BidRefused as refusal:
        record_refusal(
            session,
            lot_id=wish.lot_id,
            user_id=wish.user_id,
            action=f"{'match' if wish.kind is BidKind.MATCH else 'bid'} refused",
            amount=wish.amount,
            received_at=wish.received_at,
            reason=refusal.reason,
        )
        raise


@atomic
def _take(session: Session, wish: Wish, *, ring: KeyRing | None) -> Receipt:
    lot = lot_for_change(session, wish.lot_id)
    bidder = bidder_of(
        session,
        lot,
        user_id=wish.user_id,
        form=wish.idempotency_key,
        now=wish.received_at,
    )
    paddle = bidder.paddle
    if bidder.earlier is not None:
        return _receipt_again(bidder.earlier, paddle, wish)

    open_if_due(session, lot, now=wish.received_at)
    check_bidder(session, lot, bidder, amount=wish.amount)
    maxima = limits.active(session, lot, ring=ring, now=wish.received_at)
    standing = _judged(session, lot, bidder, wish)
    answers = answer(
        standing,
        lot.catalogue.procedure,
        [one.limit for one in maxima],
        received_at=wish.received_at,
        to_a_match=wish.kind is BidKind.MATCH,
    )
    bid, *_ = enter(
        session,
        lot,
        [Taken(paddle.id, wish.amount, wish.kind, standing), *answers],
        paddles={one.row.paddle_id: one.row.paddle for one in maxima}
        | {paddle.id: paddle},
        received_at=wish.received_at,
        idempotency_key=wish.idempotency_key,
    )
    limits.use_up(session, lot, maxima, now=wish.received_at)
    return _receipt(bid, paddle, repeated=False)


def _judged(session: Session, lot: Lot, bidder: Bidder, wish: Wish) -> Standing:
    paddle, procedure = bidder.paddle, lot.catalogue.procedure
    if wish.kind is BidKind.MATCH:
        leader = session.get(Paddle, lot.leader_id) if lot.leader_id else None
        return take_match(
            lot.standing,
            procedure,
            paddle_id=paddle.id,
            rank=paddle.priority_rank,
            leader_rank=leader.priority_rank if leader else None,
            seen=wish.amount,
            received_at=wish.received_at,
            is_new_bidder=not bidder.has_bid,
        )
    return take_bid(
        lot.standing,
        procedure,
        paddle_id=paddle.id,
        amount=wish.amount,
        received_at=wish.received_at,
        is_new_bidder=not bidder.has_bid,
        sure=wish.sure,
    )


def _receipt_again(bid: Bid, paddle: Paddle, wish: Wish) -> Receipt:
    if (bid.amount, bid.kind) != (wish.amount, wish.kind):
        raise KeyUsedAgain
    return _receipt(bid, paddle, repeated=True)


def _receipt(bid: Bid, paddle: Paddle, *, repeated: bool) -> Receipt:
    return Receipt(
        bid_id=bid.id,
        lot_id=bid.lot_id,
        sequence=bid.sequence,
        paddle_number=paddle.number,
        amount=bid.amount,
        received_at=bid.received_at,
        closes_at=bid.closes_at,
        repeated=repeated,
    )
