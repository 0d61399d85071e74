"""Registering for a lot."""

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Lot, Paddle, Role, User
from auction.rules.lifecycle import LIVE, PREPARING
from auction.rules.refusal import NotAllowed, NotThere, OutOfStep
from auction.services import trail
from auction.services.defaulting import is_barred
from auction.services.transaction import atomic, lot_for_change


class OwnLot(NotAllowed):
    """You work for the office that sells this lot, so you cannot bid on it."""


class NotABidder(NotAllowed):
    """Only bidders can register for a lot; please use a bidder's account."""


class Barred(NotAllowed):
    """You cannot take part in this sale. Please ask the office if you wonder why."""


class RegistrationOver(OutOfStep):
    """Registration for this lot is over."""


@atomic
def register(session: Session, *, lot_id: int, user_id: int, now: datetime) -> Paddle:
    """Give somebody a bidder number for a lot; the same one if asked again."""
    lot = lot_for_change(session, lot_id)
    user = session.get_one(User, user_id)
    paddle = session.scalars(
        select(Paddle).where(Paddle.lot_id == lot_id, Paddle.user_id == user_id)
    ).one_or_none()
    if paddle is not None:
        return paddle
    _check(lot, user, now)
    if is_barred(session, lot, user_id=user_id):
        raise Barred

    paddle = _draw(session, lot, user, now)
    lot.paddle_count += 1
    session.add(paddle)
    trail.record(
        session,
        lot,
        action="registered",
        actor=f"paddle {paddle.number}",
        at=now,
        commitment=paddle.commitment,
    )
    return paddle


def commit_to(email: str, salt: str) -> str:
    """Bind a paddle to a name that stays secret: SHA-256 over salt and address."""
    return hashlib.sha256(f"{salt}\n{email}".encode()).hexdigest()


def _check(lot: Lot, user: User, now: datetime) -> None:
    if lot.status in PREPARING:
        raise NotThere("There is no such lot.")
    if user.works_for(lot.office_id):
        raise OwnLot
    if user.role is not Role.BIDDER:
        raise NotABidder
    if lot.status not in LIVE or now >= lot.closes_at:
        raise RegistrationOver


def _draw(session: Session, lot: Lot, user: User, now: datetime) -> Paddle:
    taken = set(session.scalars(select(Paddle.number).where(Paddle.lot_id == lot.id)))
    highest = 10_000 if len(taken) < 4_500 else 1_000_000
    number = 0
    while number < 1_000 or number in taken:
        number = secrets.randbelow(highest)
    salt = secrets.token_hex(16)
    return Paddle(
        lot_id=lot.id,
        user_id=user.id,
        number=number,
        salt=salt,
        commitment=commit_to(user.email, salt),
        registered_at=now,
    )
