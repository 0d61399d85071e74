"""Placing bids."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, exists, select
from sqlalchemy.orm import Session, aliased

from auction.models import Bid, Lot, Paddle
from auction.money import Money
from auction.rules.bidding import BidRefused, JumpNeedsConfirming, NotSecured, take_bid
from auction.rules.refusal import NotAllowed, OutOfStep
from auction.services import notifying, trail
from auction.services.opening import open_if_due
from auction.services.registration_facts import first_missing
from auction.services.transaction import atomic, lot_for_change

_any_bid = aliased(Bid)
BIDDER = (
    select(Paddle, Bid, exists().where(_any_bid.paddle_id == Paddle.id))
    .outerjoin(
        Bid, and_(Bid.paddle_id == Paddle.id, Bid.idempotency_key == bindparam("form"))
    )
    .where(Paddle.lot_id == bindparam("lot_id"), Paddle.user_id == bindparam("user_id"))
)


class NotRegistered(NotAllowed):
    """Register for this lot first: you need a bidder number to bid."""


class NotAdmitted(NotRegistered):
    """You cannot bid yet."""


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


def place_bid(
    session: Session,
    *,
    lot_id: int,
    user_id: int,
    amount: Money,
    received_at: datetime,
    idempotency_key: str,
    sure: bool = False,
) -> Receipt:
    """Take a bid, or refuse it with a reason and keep the refusal in the trail."""
    try:
        return _take(
            session,
            lot_id=lot_id,
            user_id=user_id,
            amount=amount,
            received_at=received_at,
            idempotency_key=idempotency_key,
            sure=sure,
        )
    except JumpNeedsConfirming:
        raise  # a question, not yet an answer
    except BidRefused as refusal:
        record_refusal(
            session,
            lot_id=lot_id,
            user_id=user_id,
            amount=amount,
            received_at=received_at,
            reason=refusal.reason,
        )
        raise


@atomic
def _take(
    session: Session,
    *,
    lot_id: int,
    user_id: int,
    amount: Money,
    received_at: datetime,
    idempotency_key: str,
    sure: bool,
) -> Receipt:
    lot = lot_for_change(session, lot_id)
    paddle, earlier, has_bid = _bidder(
        session, lot_id, user_id, idempotency_key, now=received_at
    )
    if earlier is not None:
        return _receipt_again(earlier, paddle, amount)
    if paddle.unsecured_at is not None:
        raise NotSecured

    open_if_due(session, lot, now=received_at)
    sets_the_end = lot.waits_for_first_bid
    standing = take_bid(
        lot.standing,
        lot.catalogue.procedure,
        paddle_id=paddle.id,
        amount=amount,
        received_at=received_at,
        is_new_bidder=not has_bid,
        sure=sure,
    )
    bid = Bid(
        lot_id=lot.id,
        paddle_id=paddle.id,
        sequence=standing.bid_count,
        amount=amount,
        received_at=received_at,
        idempotency_key=idempotency_key,
        closes_at=standing.closes_at,
    )
    session.add(bid)
    lot.stand_at(standing)
    trail.record(
        session,
        lot,
        action="bid",
        actor=f"paddle {paddle.number}",
        at=received_at,
        amount=amount,
        bid=standing.bid_count,
        closes_at=standing.closes_at,
    )
    if sets_the_end:
        _tell_of_the_end(session, lot, now=received_at)
    return _receipt(bid, paddle, repeated=False)


@atomic
def record_refusal(
    session: Session,
    *,
    lot_id: int,
    user_id: int,
    amount: Money,
    received_at: datetime,
    reason: str,
) -> None:
    """Keep a refused bid in the trail; nothing else about the lot changes."""
    lot = lot_for_change(session, lot_id)
    paddle = paddle_of(session, lot_id=lot_id, user_id=user_id, now=received_at)
    trail.record(
        session,
        lot,
        action="bid refused",
        actor=f"paddle {paddle.number}",
        at=received_at,
        amount=amount,
        reason=reason,
    )


def paddle_of(session: Session, *, lot_id: int, user_id: int, now: datetime) -> Paddle:
    """Return the number under which somebody bids on a lot, or refuse."""
    paddle = session.scalars(
        select(Paddle).where(Paddle.lot_id == lot_id, Paddle.user_id == user_id)
    ).one_or_none()
    if paddle is None:
        raise no_number(session, lot_id=lot_id, user_id=user_id, now=now)
    return paddle


def no_number(
    session: Session, *, lot_id: int, user_id: int, now: datetime
) -> NotRegistered:
    """Return why somebody has no bidder number, naming what is missing first."""
    missing = first_missing(session, lot_id=lot_id, user_id=user_id, now=now)
    if missing is None:
        return NotRegistered()
    return NotAdmitted(f"You cannot bid on this lot yet. {missing.sentence}")


def _bidder(
    session: Session, lot_id: int, user_id: int, key: str, *, now: datetime
) -> tuple[Paddle, Bid | None, bool]:
    """Return the bidder, what he placed with this form before, if he ever bid."""
    row = session.execute(
        BIDDER, {"lot_id": lot_id, "user_id": user_id, "form": key}
    ).one_or_none()
    if row is None:
        raise no_number(session, lot_id=lot_id, user_id=user_id, now=now)
    return row[0], row[1], row[2]


def _tell_of_the_end(session: Session, lot: Lot, *, now: datetime) -> None:
    zone = lot.catalogue.zone
    end = f"{lot.closes_at.astimezone(zone):%Y-%m-%d %H:%M:%S} ({zone.key})"
    notifying.tell_registered(
        session,
        lot,
        kind="end set",
        subject=f"The first bid has set the end: {lot.title}",
        text=(
            f"Somebody has made the first bid on lot {lot.number}, “{lot.title}”. It "
            f"now closes on {end}; a bid in its last minutes moves the end further."
        ),
        now=now,
    )


def _receipt_again(bid: Bid, paddle: Paddle, amount: Money) -> Receipt:
    if bid.amount != amount:
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
