"""Registrations and deposits, as a test needs them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import (
    Deposit,
    DepositState,
    Duty,
    LedgerEntry,
    Lot,
    Office,
    Registration,
    RegistrationState,
    StatementLine,
    User,
)
from auction.money import Money
from auction.services.bookkeeping import deposit_for_change
from auction.services.depositing import Booked, book, confirm_deposit, request_deposit
from auction.services.transaction import atomic, lot_for_change
from tests.factories import make_bidder, make_catalogue, make_lot, make_officer
from tests.moving_clock import NOON
from tests.qualifying import qualify

DEPOSIT = Money(40_00)
IBAN = "AT611904300234573201"


def make_lot_with_deposit(
    session: Session, procedure: str = "court-first-round", **columns: Any
) -> Lot:
    """Make an open lot with a deposit of 40 euros."""
    catalogue = columns.pop("catalogue", None) or make_catalogue(session, procedure)
    return make_lot(session, catalogue, **{"deposit": DEPOSIT} | columns)


def make_registration(
    session: Session, lot: Lot, user: User | None = None, **columns: Any
) -> Registration:
    """Make a registration that waits for the deposit, or take the one that is there."""
    user = user or make_bidder(session)
    qualify(session, lot_id=lot.id, user_id=user.id, pays=False)
    registration = session.scalars(
        select(Registration).where(
            Registration.lot_id == lot.id, Registration.user_id == user.id
        )
    ).one_or_none() or Registration(
        lot_id=lot.id, user_id=user.id, asked_at=NOON, state=RegistrationState.ASKED
    )
    for name, value in columns.items():
        setattr(registration, name, value)
    session.add(registration)
    session.commit()
    return registration


@atomic
def ask(
    session: Session, *, registration_id: int, now: datetime = NOON
) -> Deposit | None:
    """Ask a registrant for the deposit, as registering does."""
    registration = session.get_one(Registration, registration_id)
    lot_for_change(session, registration.lot_id)
    return request_deposit(session, registration, now)


def make_deposit(
    session: Session, lot: Lot | None = None, user: User | None = None, **columns: Any
) -> Deposit:
    """Ask somebody for the deposit of a lot."""
    lot = lot or make_lot_with_deposit(session)
    registration = make_registration(session, lot, user, **columns)
    deposit = ask(session, registration_id=registration.id)
    assert deposit is not None
    return deposit


def pay(
    session: Session, deposit: Deposit, amount: Money = DEPOSIT, **more: Any
) -> Booked:
    """Let money come in at the bank, under the deposit's reference."""
    return pay_in(session, deposit_id=deposit.id, amount=amount, **more)


@atomic
def pay_in(
    session: Session,
    *,
    deposit_id: int,
    amount: Money = DEPOSIT,
    now: datetime = NOON,
    line: StatementLine | None = None,
) -> Booked:
    deposit = deposit_for_change(session, deposit_id)
    return book(session, deposit, amount, by_id=None, now=now, line=line)


def make_cashier(session: Session, office: Office) -> User:
    return make_officer(session, office, duties=[Duty.CASHIER])


def confirmed_deposit(
    session: Session, lot: Lot | None = None, user: User | None = None, **columns: Any
) -> Deposit:
    """Make a deposit that came in and was confirmed."""
    deposit = make_deposit(session, lot, user, **columns)
    if deposit.state is DepositState.CONFIRMED:
        return deposit  # with the bidder number
    pay(session, deposit)
    cashier = make_cashier(session, deposit.office)
    return confirm_deposit(session, deposit_id=deposit.id, by_id=cashier.id, now=NOON)


def books_of(session: Session, deposit: Deposit) -> list[tuple[str, str, str, int]]:
    """Return what was written about a deposit: event, debit, credit, minor units."""
    session.rollback()  # what was read before is forgotten
    entries = session.scalars(
        select(LedgerEntry)
        .where(LedgerEntry.deposit_id == deposit.id)
        .order_by(LedgerEntry.id)
    )
    return [(e.event, e.debit, e.credit, e.amount.minor) for e in entries]
