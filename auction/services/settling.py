"""What a cashier decides about deposits that are held after the end of a lot."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from auction.models import Deposit, DepositState
from auction.money import Money
from auction.rules import deposit_events as events
from auction.rules.ledger import NOTHING, Account
from auction.rules.lifecycle import ENDED, LotStatus
from auction.rules.refusal import OutOfStep, Refusal
from auction.services import deposit_news
from auction.services.bookkeeping import (
    NoSuchDeposit,
    deposit_for_change,
    stand_of,
    write,
)
from auction.services.depositing import CASHIERS
from auction.services.officers import check_duty
from auction.services.releasing import AT_ONCE, deposits_of, forfeit, release
from auction.services.transaction import atomic
from auction.services.unsecuring import check_note


class NotHeld(OutOfStep):
    """This deposit is not held: nothing can be decided about it."""


class NotTheBuyers(OutOfStep):
    """Only the buyer's deposit can count towards the price, and only of a sold lot."""


class StillBound(OutOfStep):
    """The buyer's deposit is kept until the lot is paid for or the sale ends."""


class NotInDefault(OutOfStep):
    """Only the deposit of a buyer in default can be forfeited."""


class ForfeitTooMuch(Refusal):
    """So much is not held: at most {held} can be forfeited."""


@atomic
def count_towards_price(
    session: Session, *, deposit_id: int, by_id: int, now: datetime
) -> None:
    """Let the buyer's deposit count, as he has paid; who stayed bound is free."""
    deposit = _held(session, deposit_id, by_id)
    if not _is_buyers(deposit) or deposit.lot.status is not LotStatus.SOLD:
        raise NotTheBuyers
    write(session, deposit, events.applied(stand_of(deposit)), now=now, by_id=by_id)
    deposit_news.tell_applied(session, deposit, now)
    for other in deposits_of(session, deposit.lot):
        if other.state is DepositState.HELD:
            release(session, other, now=now, due_at=_due_at(deposit, now))


@atomic
def give_back(session: Session, *, deposit_id: int, by_id: int, now: datetime) -> None:
    """Give a held deposit back: a runner-up's, or one that is not forfeited."""
    deposit = _held(session, deposit_id, by_id)
    if _is_buyers(deposit) and deposit.lot.status is LotStatus.SOLD:
        raise StillBound
    release(session, deposit, now=now, due_at=_due_at(deposit, now))


@atomic
def forfeit_part(
    session: Session,
    *,
    deposit_id: int,
    by_id: int,
    amount: Money,
    note: str,
    now: datetime,
) -> None:
    """Let a buyer in default lose an amount, where the terms leave it to the office."""
    deposit = _held(session, deposit_id, by_id)
    if not _is_buyers(deposit) or deposit.lot.status is not LotStatus.DEFAULTED:
        raise NotInDefault
    held = stand_of(deposit)[Account.HELD]
    if not NOTHING < amount <= held:
        raise ForfeitTooMuch(held=held)
    forfeit(
        session,
        deposit,
        amount,
        now=now,
        due_at=_due_at(deposit, now),
        by_id=by_id,
        note=check_note(note),
    )


def may_be_given_back(deposit: Deposit) -> bool:
    """Say whether a held deposit can be given back now."""
    is_sold = deposit.lot.status is LotStatus.SOLD
    return deposit.state is DepositState.HELD and not (is_sold and _is_buyers(deposit))


def may_count(deposit: Deposit) -> bool:
    """Say whether a held deposit can count towards the price."""
    is_sold = deposit.lot.status is LotStatus.SOLD
    return deposit.state is DepositState.HELD and is_sold and _is_buyers(deposit)


def may_be_forfeited(deposit: Deposit) -> bool:
    """Say whether a part of a held deposit can be forfeited."""
    is_default = deposit.lot.status is LotStatus.DEFAULTED
    return deposit.state is DepositState.HELD and is_default and _is_buyers(deposit)


def _held(session: Session, deposit_id: int, by_id: int) -> Deposit:
    deposit = deposit_for_change(session, deposit_id)
    check_duty(session, officer_id=by_id, office_id=deposit.office_id, duties=CASHIERS)
    if deposit.lot.status not in ENDED:
        raise NoSuchDeposit  # before the end, nobody learns of it
    if deposit.state is not DepositState.HELD:
        raise NotHeld
    return deposit


def _is_buyers(deposit: Deposit) -> bool:
    leader_id = deposit.lot.leader_id
    return leader_id is not None and deposit.registration.paddle_id == leader_id


def _due_at(deposit: Deposit, now: datetime) -> datetime:
    return now + (deposit.lot.catalogue.procedure.deposit_release or AT_ONCE)
