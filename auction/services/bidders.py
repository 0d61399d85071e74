"""Who bids: his number, and what keeps him from bidding on a lot."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, exists, select
from sqlalchemy.orm import Session, aliased

from auction.models import (
    Appointment,
    Bid,
    Deposit,
    DepositState,
    Lot,
    Paddle,
    User,
)
from auction.money import Money
from auction.rules.bidding import (
    BarredFromLot,
    NotSecured,
    OwnOffice,
    ceiling_of,
    check_ceiling,
)
from auction.rules.refusal import NotAllowed
from auction.services import trail
from auction.services.registration_facts import first_missing
from auction.services.transaction import atomic, lot_for_change

log = logging.getLogger(__name__)

_any_bid = aliased(Bid)
BIDDER = (
    select(
        Paddle,
        Bid,
        exists().where(_any_bid.paddle_id == Paddle.id, _any_bid.voided_at.is_(None)),
        exists().where(
            Appointment.user_id == Paddle.user_id,
            Appointment.office_id == bindparam("office_id"),
            Appointment.ended_at.is_(None),
        ),
        exists().where(User.id == Paddle.user_id, User.closed_at.is_not(None)),
    )
    .outerjoin(
        Bid, and_(Bid.paddle_id == Paddle.id, Bid.idempotency_key == bindparam("form"))
    )
    .where(Paddle.lot_id == bindparam("lot_id"), Paddle.user_id == bindparam("user_id"))
)


class NotRegistered(NotAllowed):
    """Register for this lot first: you need a bidder number to bid."""


class NotAdmitted(NotRegistered):
    """You cannot bid yet."""


class AccountClosed(NotAllowed):
    """Your account is closed."""


@dataclass(frozen=True, slots=True)
class Bidder:
    """Somebody at a lot: his number, and what is known of him there."""

    paddle: Paddle
    earlier: Bid | None  # placed with this form before
    has_bid: bool
    works_for_seller: bool
    has_left: bool


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
    """Return why somebody has no bidder number, naming what is missing first.

    That goes into the log and not into the trail: whoever has no number has no name
    there, and anybody with an account could fill the record of any lot.
    """
    log.info("A bid on lot %s was refused: no bidder number.", lot_id)
    missing = first_missing(session, lot_id=lot_id, user_id=user_id, now=now)
    if missing is None:
        return NotRegistered()
    return NotAdmitted(f"You cannot bid on this lot yet. {missing.sentence}")


def bidder_of(
    session: Session, lot: Lot, *, user_id: int, form: str, now: datetime
) -> Bidder:
    """Return who bids, or refuse somebody without a number."""
    asked = {
        "lot_id": lot.id,
        "office_id": lot.office_id,
        "user_id": user_id,
        "form": form,
    }
    row = session.execute(BIDDER, asked).one_or_none()
    if row is None:
        raise no_number(session, lot_id=lot.id, user_id=user_id, now=now)
    return Bidder(*row)


def check_bidder(session: Session, lot: Lot, bidder: Bidder, *, amount: Money) -> None:
    """Refuse the seller's own people, who is barred, and too small a deposit."""
    if bidder.has_left:
        raise AccountClosed
    if bidder.works_for_seller:
        raise OwnOffice
    if bidder.paddle.barred_at is not None:
        raise BarredFromLot
    if bidder.paddle.unsecured_at is not None:
        raise NotSecured
    procedure = lot.catalogue.procedure
    deposit = _tied_deposit(session, lot, bidder.paddle)
    check_ceiling(procedure, amount=amount, deposit=deposit)


def check_may_bid(
    session: Session, lot: Lot, *, user_id: int, amount: Money, now: datetime
) -> Paddle:
    """Refuse somebody whose bid could not be taken, before he is asked to confirm."""
    bidder = bidder_of(session, lot, user_id=user_id, form="", now=now)
    check_bidder(session, lot, bidder, amount=amount)
    return bidder.paddle


def ceiling_for(session: Session, lot: Lot, paddle: Paddle) -> Money | None:
    """Return up to where somebody's deposit lets him bid; None without a ceiling."""
    deposit = _tied_deposit(session, lot, paddle)
    return ceiling_of(lot.catalogue.procedure, deposit=deposit)


def _tied_deposit(session: Session, lot: Lot, paddle: Paddle) -> Money | None:
    """Return what a bidder has put down; else what the lot asks for."""
    if lot.catalogue.procedure.ceiling_times_deposit is None:
        return None
    confirmed = select(Deposit.amount).where(
        Deposit.lot_id == lot.id,
        Deposit.user_id == paddle.user_id,
        Deposit.state == DepositState.CONFIRMED,
    )
    return session.scalar(confirmed) or lot.deposit


@atomic
def record_refusal(
    session: Session,
    *,
    lot_id: int,
    user_id: int,
    action: str,
    amount: Money | None,
    received_at: datetime,
    reason: str,
) -> None:
    """Keep a refused bid in the trail; nothing else about the lot changes."""
    lot = lot_for_change(session, lot_id)
    paddle = paddle_of(session, lot_id=lot_id, user_id=user_id, now=received_at)
    content = {} if amount is None else {"amount": amount}
    trail.record(
        session,
        lot,
        action=action,
        actor=f"paddle {paddle.number}",
        at=received_at,
        reason=reason,
        **content,
    )
