"""Agreeing to stay bound, with the deposit, if the winner fails.

Spain calls it reserva de postura. The promise may be taken back until the person's
first bid on the lot: from then on the others and the seller rely on it.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Bid, Lot, Paddle, Registration, RegistrationState
from auction.rules.refusal import OutOfStep
from auction.rules.registration import gives_numbers
from auction.services import trail
from auction.services.applying import NotAsked
from auction.services.registration_facts import registration_of
from auction.services.transaction import atomic, lot_for_change


class NobodyStaysBound(OutOfStep):
    """In this procedure nobody stays bound if the winner fails."""


class TooLateToPromise(OutOfStep):
    """This can be promised until the end of the lot, and not after it."""


class PromiseHolds(OutOfStep):
    """You have bid, so your promise to stay bound holds."""


@atomic
def stay_bound(session: Session, *, lot_id: int, user_id: int, now: datetime) -> None:
    """Promise to stay bound if the winner fails; who has promised has promised."""
    lot, registration = _load(session, lot_id, user_id, now)
    registration.stays_bound_at = registration.stays_bound_at or now
    if registration.paddle is not None:
        promise(session, lot, registration.paddle, now=now)


@atomic
def take_promise_back(
    session: Session, *, lot_id: int, user_id: int, now: datetime
) -> None:
    """Take the promise back, as long as the person has not bid."""
    lot, registration = _load(session, lot_id, user_id, now)
    paddle = registration.paddle
    if paddle is not None and has_bid(session, paddle):
        raise PromiseHolds
    registration.stays_bound_at = None
    if paddle is not None and paddle.stays_bound_at is not None:
        paddle.stays_bound_at = None
        _record(session, lot, paddle, "promise taken back", now)


def promise(session: Session, lot: Lot, paddle: Paddle, *, now: datetime) -> None:
    """Put the promise on a number, within the caller's transaction and lock."""
    if not lot.catalogue.procedure.runner_up_by_consent:
        raise NobodyStaysBound
    if paddle.stays_bound_at is None:
        paddle.stays_bound_at = now
        _record(session, lot, paddle, "stays bound", now)


def has_bid(session: Session, paddle: Paddle) -> bool:
    """Say whether somebody has bid under his number."""
    found = select(Bid.id).where(Bid.paddle_id == paddle.id).limit(1)
    return session.scalar(found) is not None


def _load(
    session: Session, lot_id: int, user_id: int, now: datetime
) -> tuple[Lot, Registration]:
    lot = lot_for_change(session, lot_id)
    registration = registration_of(session, lot_id=lot_id, user_id=user_id)
    running = (RegistrationState.ASKED, RegistrationState.NUMBERED)
    if registration is None or registration.state not in running:
        raise NotAsked
    if not lot.catalogue.procedure.runner_up_by_consent:
        raise NobodyStaysBound
    if not gives_numbers(lot.status, closes_at=lot.closes_at, now=now):
        raise TooLateToPromise
    return lot, registration


def _record(
    session: Session, lot: Lot, paddle: Paddle, action: str, now: datetime
) -> None:
    trail.record(session, lot, action=action, actor=f"paddle {paddle.number}", at=now)
