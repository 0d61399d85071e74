"""Reminding whoever has to pay that the day comes near: the deposit, and the price."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from auction.models import Catalogue, Deposit, Lot, Notice, Paddle, User
from auction.rules.balance import balance_due_at, balance_of
from auction.rules.deposit_life import WAITING
from auction.rules.ledger import NOTHING
from auction.rules.lifecycle import LotStatus
from auction.rules.payment_account import in_groups
from auction.rules.reminders import BALANCE, DAY, DEPOSIT
from auction.services.bookkeeping import missing_of
from auction.services.notifying import tell
from auction.services.transaction import atomic

AT_ONCE = 200  # people; then whatever opens or closes has its turn
RUNNING = (LotStatus.ANNOUNCED, LotStatus.OPEN)

Found = TypeVar("Found", bound=tuple[object, ...])


@dataclass(frozen=True, slots=True)
class _Terms:
    procedure_text: str
    currency_code: str
    balance_days: int | None


def remind_of_payments(session: Session, *, now: datetime) -> int:
    """Remind of deposits and prices that must soon be there; return how many were.

    Safe to run late, as often as you like and by several processes at once.
    """
    return _remind_of_deposits(session, now) + _remind_of_prices(session, now)


def _remind_of_deposits(session: Session, now: datetime) -> int:
    return _tell_deposits(session, now=now) if _is_any(session, _deposits(now)) else 0


def _remind_of_prices(session: Session, now: datetime) -> int:
    told = 0
    for terms in _terms(session):
        sold = _sold(terms, now)
        if sold is not None and _is_any(session, sold):
            told += _tell_buyers(session, sold, now=now)
    session.rollback()
    return told


def _is_any(session: Session, due: Select[Found]) -> bool:
    found = session.execute(due.limit(1)).first() is not None
    session.rollback()
    return found


@atomic
def _tell_deposits(session: Session, *, now: datetime) -> int:
    rows = session.execute(_deposits(now)).all()
    told = (_tell_deposit(session, deposit, user, now) for deposit, user in rows)
    return _first(told)


@atomic
def _tell_buyers(
    session: Session, sold: Select[tuple[Lot, User]], *, now: datetime
) -> int:
    rows = session.execute(sold).all()
    return _first(_tell_buyer(session, lot, user, now) for lot, user in rows)


def _first(told: Iterator[int]) -> int:
    """Tell until so many were; who owes nothing keeps nobody behind him waiting."""
    return sum(islice(filter(None, told), AT_ONCE))


def _deposits(now: datetime) -> Select[tuple[Deposit, User]]:
    earliest, latest = DEPOSIT.moments(now)
    return (
        select(Deposit, User)
        .join(Lot, Lot.id == Deposit.lot_id)
        .join(User, User.id == Deposit.user_id)
        .where(
            Deposit.state.in_(WAITING),
            Lot.status.in_(RUNNING),
            Lot.closes_at.between(earliest, latest),
            Deposit.requested_at <= now - DAY,  # who was asked just now knows it
            User.closed_at.is_(None),
            ~_was_told(DEPOSIT.kind),
        )
        .options(
            joinedload(Deposit.lot, innerjoin=True).joinedload(Lot.catalogue),
            selectinload(Deposit.entries),
        )
        .order_by(Lot.closes_at, Deposit.id)
    )


def _terms(session: Session) -> list[_Terms]:
    # One catalogue for each text of terms: there are many sales, and few texts.
    text = Catalogue.procedure_text, Catalogue.currency_code
    first = select(func.min(Catalogue.id)).group_by(*text)
    found = session.scalars(select(Catalogue).where(Catalogue.id.in_(first)))
    return [
        _Terms(one.procedure_text, one.currency_code, one.procedure.balance_days)
        for one in found
    ]


def _sold(terms: _Terms, now: datetime) -> Select[tuple[Lot, User]] | None:
    days = terms.balance_days
    if days is None or timedelta(days=days) < BALANCE.before:
        return None  # nobody is reminded of what he was told just now
    earliest, latest = BALANCE.moments(now - timedelta(days=days))
    return (
        select(Lot, User)
        .join(Catalogue, Catalogue.id == Lot.catalogue_id)
        .join(Paddle, Paddle.id == Lot.leader_id)
        .join(User, User.id == Paddle.user_id)
        .where(
            Lot.status == LotStatus.SOLD,
            Lot.closes_at.between(earliest - DAY, latest + DAY),  # by the index
            Lot.ended_at.between(earliest, latest),
            Catalogue.procedure_text == terms.procedure_text,
            Catalogue.currency_code == terms.currency_code,
            ~_was_told(BALANCE.kind),
        )
        .options(joinedload(Lot.catalogue, innerjoin=True))
        .order_by(Lot.ended_at, Lot.id)
    )


def _was_told(kind: str) -> ColumnElement[bool]:
    return exists().where(
        Notice.kind == kind, Notice.user_id == User.id, Notice.lot_id == Lot.id
    )


def _tell_deposit(session: Session, deposit: Deposit, user: User, now: datetime) -> int:
    missing, lot = missing_of(deposit), deposit.lot
    if missing == NOTHING:
        return 0
    tell_of = lot.catalogue.tell
    return tell(
        session,
        user,
        lot,
        kind=DEPOSIT.kind,
        subject=f"The deposit is still missing: {lot.title}",
        text=(
            f"Lot {lot.number}, “{lot.title}”; reference "
            f"{in_groups(deposit.reference)}.\n\nOf your deposit {tell_of(missing)} is "
            "still missing. It must be there "
            f"before {tell_of(lot.closes_at)}, or you cannot bid; a transfer may take "
            "two working days. If it is on its way, there is nothing to do."
        ),
        now=now,
        once=f"{DEPOSIT.name}, lot {lot.id}",
        path=f"/my-deposits/{deposit.id}",
    )


def _tell_buyer(session: Session, lot: Lot, user: User, now: datetime) -> int:
    procedure, tell_of = lot.catalogue.procedure, lot.catalogue.tell
    due_at = balance_due_at(procedure, ended_at=lot.ended_at or lot.closes_at)
    if lot.price is None or due_at is None:
        return 0
    left = balance_of(lot.price, deposit=lot.deposit)
    if left == NOTHING:
        return 0
    told = (
        f"Lot {lot.number}, “{lot.title}”, is yours for {tell_of(lot.price)}. What is "
        f"left to pay, {tell_of(left)}, must be there by {tell_of(due_at)}. The office "
        "that sells tells you how to pay; no mail of this site ever names an account. "
        "If you have paid, there is nothing to do."
    )
    if procedure.forfeit:
        told += f"\n\nShould it not be paid in time: {procedure.forfeit}"
    return tell(
        session,
        user,
        lot,
        kind=BALANCE.kind,
        subject=f"The price must soon be paid: {lot.title}",
        text=told,
        now=now,
        once=f"{BALANCE.name}, lot {lot.id}",
    )
