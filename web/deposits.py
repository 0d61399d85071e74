"""Which deposits of an office's lots are due back, by when, and which are kept.

Before a lot has ended nobody learns who registered for it, or under which number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import abort
from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from auction.models import Deposit, DepositState, Lot, Paddle, Registration, User
from auction.money import Money
from auction.rules.ledger import Account
from auction.rules.lifecycle import ENDED
from auction.services.bookkeeping import stand_of

KEPT = {
    DepositState.HELD: "held",
    DepositState.APPLIED: "counted towards the price",
    DepositState.FORFEITED: "forfeited",
}


@dataclass(frozen=True, slots=True)
class DueRow:
    """A bidder number whose deposit is due back; None where no number was given."""

    number: int | None
    amount: Money | None
    due_at: datetime


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A bidder number whose deposit is kept, and how."""

    number: int
    is_buyer: bool
    how: str  # nothing, if it is not in the books


@dataclass(frozen=True, slots=True)
class LotDeposits:
    """A lot that has ended, and the numbers whose deposits are due or kept."""

    lot: Lot
    due: Sequence[DueRow]
    kept: Sequence[KeptRow]
    has_books: bool


def deposits_of(
    session: Session, office_id: int, *, most: int, skip: int
) -> list[LotDeposits]:
    """Return the ended lots of an office that had a deposit, the latest first."""
    has_paddles = exists().where(Paddle.lot_id == Lot.id)
    has_deposits = exists().where(Deposit.lot_id == Lot.id)
    lots = session.scalars(
        select(Lot)
        .where(
            Lot.office_id == office_id,
            Lot.deposit.is_not(None),
            Lot.status.in_(ENDED),
            or_(has_paddles, has_deposits),
        )
        .options(joinedload(Lot.catalogue, innerjoin=True))
        .order_by(Lot.ended_at.desc(), Lot.id.desc())
        .limit(most)
        .offset(skip)
    ).all()
    lot_ids = [lot.id for lot in lots]
    paddles = session.scalars(
        select(Paddle)
        .where(Paddle.lot_id.in_(lot_ids))
        .order_by(Paddle.release_due_at, Paddle.number)
    ).all()
    deposits = _in_the_books(session, Deposit.lot_id.in_(lot_ids))
    return [
        _of_lot(
            lot,
            [paddle for paddle in paddles if paddle.lot_id == lot.id],
            [deposit for deposit in deposits if deposit.lot_id == lot.id],
        )
        for lot in lots
    ]


def ended_lot(session: Session, office_id: int, lot_id: int) -> Lot:
    """Return a lot of the office that has ended; until then it is not there."""
    lot = session.get(Lot, lot_id)
    if lot is None or lot.office_id != office_id or lot.status not in ENDED:
        abort(404)
    return lot


def books_of_lot(session: Session, lot: Lot) -> Sequence[Deposit]:
    """Return the deposits of an ended lot, with all that was written about them."""
    return _in_the_books(session, Deposit.lot_id == lot.id)


def authors_of(session: Session, deposits: Sequence[Deposit]) -> dict[int, str]:
    """Return the names of the officers who wrote something about deposits."""
    written_by = {
        entry.by_id for deposit in deposits for entry in deposit.entries if entry.by_id
    }
    people = session.execute(select(User.id, User.name).where(User.id.in_(written_by)))
    return {row.id: row.name for row in people}


def deposit_of_office(session: Session, office_id: int, deposit_id: int) -> Deposit:
    """Return a deposit of the office whose lot has ended; else it is not there."""
    deposit = session.get(Deposit, deposit_id)
    if deposit is None:
        abort(404)
    ended_lot(session, office_id, deposit.lot_id)
    return deposit


def number_of(deposit: Deposit) -> int | None:
    """Return the bidder number of a deposit, once its lot has ended."""
    paddle = deposit.registration.paddle
    return paddle.number if paddle and deposit.lot.status in ENDED else None


def _in_the_books(session: Session, condition: object) -> Sequence[Deposit]:
    return session.scalars(
        select(Deposit)
        .where(condition)  # type: ignore[arg-type]
        .options(
            joinedload(Deposit.registration, innerjoin=True).joinedload(
                Registration.paddle
            ),
            selectinload(Deposit.entries),
        )
        .order_by(Deposit.due_back_at, Deposit.id)
    ).all()


def _of_lot(
    lot: Lot, paddles: Sequence[Paddle], deposits: Sequence[Deposit]
) -> LotDeposits:
    booked = {deposit.user_id for deposit in deposits}
    others = [paddle for paddle in paddles if paddle.user_id not in booked]
    due = [
        DueRow(paddle.number, lot.deposit, paddle.release_due_at)
        for paddle in others
        if paddle.release_due_at is not None
    ]
    kept = [
        KeptRow(paddle.number, True, "")
        for paddle in others
        if paddle.release_due_at is None
    ]
    return LotDeposits(
        lot,
        due=due + [row for row in map(_due, deposits) if row is not None],
        kept=kept + [row for row in map(_kept, deposits) if row is not None],
        has_books=bool(deposits),
    )


def _due(deposit: Deposit) -> DueRow | None:
    stand = stand_of(deposit)
    amount = stand[Account.DUE_BACK] + stand[Account.RETURNING]
    if not amount.minor or deposit.due_back_at is None:
        return None
    return DueRow(number_of(deposit), amount, deposit.due_back_at)


def _kept(deposit: Deposit) -> KeptRow | None:
    paddle = deposit.registration.paddle
    if deposit.state not in KEPT or paddle is None:
        return None
    is_buyer = paddle.id == deposit.lot.leader_id
    return KeptRow(paddle.number, is_buyer, KEPT[deposit.state])
