"""Doing several things at the same moment, each in a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Paddle, TrailRow
from auction.money import Money
from auction.rules.refusal import Refusal
from auction.services.bidding import place_bid
from tests.moving_clock import NOON
from web.extensions import db


def at_once(app: Flask, acts: Sequence[Callable[[Session], Any]]) -> list[Any]:
    """Do several things at the same moment; return what each came to."""
    together = Barrier(len(acts))

    def do(act: Callable[[Session], Any]) -> Any:
        with app.app_context():
            together.wait()
            try:
                return act(db.session())
            except Refusal as refusal:
                return refusal

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(do, acts))


def bid_of(
    paddle: Paddle, amount: int, *, at: datetime = NOON, key: str = "form"
) -> Callable[[Session], Any]:
    lot_id, user_id = paddle.lot_id, paddle.user_id
    return lambda session: place_bid(
        session,
        lot_id=lot_id,
        user_id=user_id,
        amount=Money(amount),
        received_at=at,
        idempotency_key=f"{key}-{user_id}",
        sure=True,
    )


def trail_of(session: Session, lot_id: int) -> list[TrailRow]:
    rows = select(TrailRow).where(TrailRow.lot_id == lot_id).order_by(TrailRow.sequence)
    return list(session.scalars(rows))
