"""A sale that takes maxima, and people who bid in it by hand and by maximum."""

from __future__ import annotations

from datetime import datetime
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Bid, Lot, Maximum, Paddle, TrailRow
from auction.money import Money
from auction.services.bidding import Receipt, place_bid
from auction.services.maxima import MaximumReceipt, set_maximum
from tests.factories import make_catalogue, make_lot
from tests.keys import RING
from tests.moving_clock import NOON

_forms = count(1)


def make_sale(session: Session, **columns: object) -> Lot:
    """Make an open lot of a bank, from 100.00 in steps of 10.00 or more."""
    usual = {"starting_price": Money(100_00), "increment": Money(10_00)}
    catalogue = make_catalogue(session, "bank-claims")
    return make_lot(session, catalogue, **usual | columns)  # type: ignore[arg-type]


def bid(
    session: Session, paddle: Paddle, amount: int, *, at: datetime = NOON
) -> Receipt:
    return place_bid(
        session,
        lot_id=paddle.lot_id,
        user_id=paddle.user_id,
        amount=Money(amount),
        received_at=at,
        idempotency_key=f"form-{next(_forms)}",
        sure=True,
        ring=RING,
    )


def limit(
    session: Session,
    paddle: Paddle,
    amount: int,
    *,
    at: datetime = NOON,
    form: str | None = None,
) -> MaximumReceipt:
    return set_maximum(
        session,
        lot_id=paddle.lot_id,
        user_id=paddle.user_id,
        amount=Money(amount),
        received_at=at,
        idempotency_key=form or f"form-{next(_forms)}",
        ring=RING,
    )


def record(session: Session, lot: Lot) -> list[tuple[int, int, str]]:
    """Return who bid what, and how, in order."""
    bids = select(Bid).where(Bid.lot_id == lot.id).order_by(Bid.sequence)
    return [(b.paddle_id, b.amount.minor, b.kind.value) for b in session.scalars(bids)]


def actions(session: Session, lot: Lot) -> list[str]:
    rows = select(TrailRow.action).where(TrailRow.lot_id == lot.id)
    return list(session.scalars(rows.order_by(TrailRow.sequence)))


def maximum_of(session: Session, paddle: Paddle) -> Maximum:
    newest = select(Maximum).where(Maximum.paddle_id == paddle.id)
    return session.scalars(newest.order_by(Maximum.id.desc())).first()  # type: ignore[return-value]
