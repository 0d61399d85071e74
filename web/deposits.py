"""Which deposits of an office's lots are due back, by when, and which are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, joinedload

from auction.models import Lot, Paddle
from auction.rules.lifecycle import ENDED


@dataclass(frozen=True, slots=True)
class LotDeposits:
    """A lot that has ended, and the numbers whose deposits are due or kept."""

    lot: Lot
    due: Sequence[Paddle]
    kept: Sequence[Paddle]  # the buyer's, paying or in default


def deposits_of(
    session: Session, office_id: int, *, most: int, skip: int
) -> list[LotDeposits]:
    """Return the ended lots of an office that had a deposit, the latest first.

    Before a lot has ended nobody learns who registered for it.
    """
    has_paddles = exists().where(Paddle.lot_id == Lot.id)
    lots = session.scalars(
        select(Lot)
        .where(
            Lot.office_id == office_id,
            Lot.deposit.is_not(None),
            Lot.status.in_(ENDED),
            has_paddles,
        )
        .options(joinedload(Lot.catalogue, innerjoin=True))
        .order_by(Lot.ended_at.desc(), Lot.id.desc())
        .limit(most)
        .offset(skip)
    ).all()
    paddles = session.scalars(
        select(Paddle)
        .where(Paddle.lot_id.in_([lot.id for lot in lots]))
        .order_by(Paddle.release_due_at, Paddle.number)
    ).all()
    return [_of_lot(lot, [p for p in paddles if p.lot_id == lot.id]) for lot in lots]


def _of_lot(lot: Lot, paddles: Sequence[Paddle]) -> LotDeposits:
    return LotDeposits(
        lot,
        due=[paddle for paddle in paddles if paddle.release_due_at is not None],
        kept=[paddle for paddle in paddles if paddle.release_due_at is None],
    )
