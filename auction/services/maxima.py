"""Setting a maximum up to which the site bids for somebody, and ending it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auction.models import Bid, BidKind, Lot, Maximum, Paddle
from auction.money import Money
from auction.rules.bidding import BidRefused
from auction.rules.proxy import check_cancelling, take_maximum
from auction.rules.refusal import NotThere
from auction.sealing import KeyRing
from auction.services import limits, trail
from auction.services.bidders import (
    bidder_of,
    check_bidder,
    paddle_of,
    record_refusal,
)
from auction.services.bidding import KeyUsedAgain
from auction.services.entering import enter
from auction.services.opening import open_if_due
from auction.services.own_maxima import as_own
from auction.services.transaction import atomic, lot_for_change


class NoMaximum(NotThere):
    """You have no maximum on this lot."""


@dataclass(frozen=True, slots=True)
class MaximumReceipt:
    """What a bidder is told about a maximum that was set."""

    maximum_id: int
    lot_id: int
    leads: bool  # as it stood then
    repeated: bool  # the same form was sent before; nothing new was set


def set_maximum(
    session: Session,
    *,
    lot_id: int,
    user_id: int,
    amount: Money,
    received_at: datetime,
    idempotency_key: str,
    ring: KeyRing,
) -> MaximumReceipt:
    """Bid for somebody up to an amount from now on, or refuse it with a reason.

    A refusal goes into the trail without the amount, which nobody else need know.
    """
    try:
        return _set(
            session,
            lot_id=lot_id,
            user_id=user_id,
            amount=amount,
            received_at=received_at,
            idempotency_key=idempotency_key,
            ring=ring,
        )
    except BidRefused as refusal:
        record_refusal(
            session,
            lot_id=lot_id,
            user_id=user_id,
            action="maximum refused",
            amount=None,
            received_at=received_at,
            reason=refusal.reason,
        )
        raise


@atomic
def _set(
    session: Session,
    *,
    lot_id: int,
    user_id: int,
    amount: Money,
    received_at: datetime,
    idempotency_key: str,
    ring: KeyRing,
) -> MaximumReceipt:
    lot = lot_for_change(session, lot_id)
    bidder = bidder_of(
        session, lot, user_id=user_id, form=idempotency_key, now=received_at
    )
    paddle = bidder.paddle
    earlier = _with_key(session, paddle, idempotency_key)
    if earlier is not None:
        return _receipt_again(lot, earlier, amount, ring=ring)

    open_if_due(session, lot, now=received_at)
    check_bidder(session, lot, bidder, amount=amount)
    maxima = limits.active(session, lot, ring=ring, now=received_at)
    new = limits.new_maximum(
        paddle,
        amount=amount,
        ring=ring,
        received_at=received_at,
        idempotency_key=idempotency_key,
    )
    others = [one for one in maxima if one.row.paddle_id != paddle.id]
    taken = take_maximum(
        lot.standing,
        lot.catalogue.procedure,
        [one.limit for one in others],
        limit=new.limit,
        capped_by=_capped_by(session, lot, paddle),
        received_at=received_at,
        is_new_bidder=not bidder.has_bid,
    )
    for row in _unended(session, paddle):
        row.replaced_at = received_at
    session.add(new.row)
    trail.record(
        session,
        lot,
        action="maximum set",
        actor=f"paddle {paddle.number}",
        at=received_at,
        commitment=limits.commitment(new),
    )
    enter(
        session,
        lot,
        taken,
        paddles={one.row.paddle_id: one.row.paddle for one in [*others, new]},
        received_at=received_at,
    )
    limits.use_up(session, lot, [*others, new], now=received_at)
    return _receipt(lot, new.row, repeated=False)


@atomic
def cancel_maximum(
    session: Session, *, lot_id: int, user_id: int, now: datetime
) -> None:
    """End somebody's maximum, unless he leads: then it would take back his bid."""
    lot = lot_for_change(session, lot_id)
    paddle = paddle_of(session, lot_id=lot_id, user_id=user_id, now=now)
    rows = _unended(session, paddle)
    if not rows:
        raise NoMaximum
    check_cancelling(lot.standing, paddle_id=paddle.id)
    for row in rows:
        row.cancelled_at = now
    trail.record(
        session,
        lot,
        action="maximum cancelled",
        actor=f"paddle {paddle.number}",
        at=now,
    )


def _with_key(session: Session, paddle: Paddle, key: str) -> Maximum | None:
    return session.scalars(
        select(Maximum).where(
            Maximum.paddle_id == paddle.id, Maximum.idempotency_key == key
        )
    ).one_or_none()


def _unended(session: Session, paddle: Paddle) -> list[Maximum]:
    rows = session.scalars(select(Maximum).where(Maximum.paddle_id == paddle.id))
    return [row for row in rows if row.is_active]


def _capped_by(session: Session, lot: Lot, paddle: Paddle) -> Money | None:
    """Return the highest bid of others, if the leader's own last one was automatic."""
    if lot.leader_id != paddle.id:
        return None
    last = select(Bid.kind).where(Bid.lot_id == lot.id, Bid.sequence == lot.bid_count)
    if session.scalar(last) is not BidKind.AUTOMATIC:
        return None
    return session.scalar(
        select(func.max(Bid.amount)).where(
            Bid.lot_id == lot.id, Bid.paddle_id != paddle.id
        )
    )


def _receipt_again(
    lot: Lot, row: Maximum, amount: Money, *, ring: KeyRing
) -> MaximumReceipt:
    if as_own(row, ring=ring).amount != amount:
        raise KeyUsedAgain
    return _receipt(lot, row, repeated=True)


def _receipt(lot: Lot, row: Maximum, *, repeated: bool) -> MaximumReceipt:
    return MaximumReceipt(row.id, lot.id, lot.leader_id == row.paddle_id, repeated)
