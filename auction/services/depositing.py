"""Deposits: asking for them, booking what comes in, confirming what is all there."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import (
    Deposit,
    DepositState,
    Duty,
    Lot,
    Registration,
    RegistrationState,
    StatementLine,
)
from auction.money import Money
from auction.rules import deposit_events as events
from auction.rules.deposit_life import BEFORE_THE_END
from auction.rules.deposit_terms import is_asked
from auction.rules.ledger import NOTHING, Account
from auction.rules.lifecycle import ENDED
from auction.rules.payment_reference import NUMBERS, reference_of
from auction.rules.refusal import Refusal
from auction.services import deposit_news
from auction.services.barring import find_bar
from auction.services.bookkeeping import (
    deposit_for_change,
    deposits_for_change,
    missing_of,
    stand_of,
    write,
)
from auction.services.officers import check_duty
from auction.services.releasing import release
from auction.services.transaction import atomic

CASHIERS = (Duty.CASHIER,)
OVER = (
    RegistrationState.REFUSED,
    RegistrationState.WITHDRAWN,
    RegistrationState.LAPSED,
)


class WrongCurrency(Refusal):
    """This deposit is in {asked}, and the payment in {paid}."""


class AmountNotAbove(Refusal):
    """The amount must be above zero."""


@dataclass(frozen=True, slots=True)
class Booked:
    """What a payment led to."""

    deposit: Deposit
    missing: Money  # has still to come in
    too_much: Money  # more than was asked for, or too late: due back at once


def request_deposit(
    session: Session, registration: Registration, now: datetime
) -> Deposit | None:
    """Ask a registrant for the deposit of the lot, once; None where there is none.

    Nobody who is barred from the lot is asked for money.
    Within the caller's transaction, the lot locked. Who registers again after he had
    his deposit back, or never paid, is asked again under the same reference.
    """
    lot = registration.lot
    amount = lot.deposit
    if amount is None or not is_asked(amount):
        return None
    if find_bar(session, lot, registration.user_id, now) is not None:
        return None
    session.flush()
    found = deposits_for_change(session, Deposit.registration_id == registration.id)
    if found:
        return _ask_again(session, found[0], now=now)
    deposit = Deposit(
        registration_id=registration.id,
        lot_id=lot.id,
        user_id=registration.user_id,
        office_id=lot.office_id,
        amount=amount,
        currency_code=lot.catalogue.currency_code,
        reference=_draw(session),
        requested_at=now,
        state=DepositState.REQUESTED,
    )
    session.add(deposit)
    write(session, deposit, events.requested(amount), now=now)
    deposit_news.tell_asked(session, deposit, now)
    return deposit


def book(
    session: Session,
    deposit: Deposit,
    amount: Money,
    *,
    by_id: int | None,
    now: datetime,
    line: StatementLine | None = None,
    paper: str | None = None,
    note: str = "",
    source: Account = Account.BANK,
) -> Booked:
    """Book a payment for a locked deposit, within the caller's transaction.

    It comes from a statement's ``line``, or by hand from a ``paper``. What is too much
    is due back at once, and so is what comes after the lot has ended or for somebody
    who was refused.
    """
    if amount <= NOTHING:
        raise AmountNotAbove
    if line is not None and line.currency_code != deposit.currency_code:
        raise WrongCurrency(asked=deposit.currency_code, paid=line.currency_code)
    if _is_over(deposit) and deposit.state in BEFORE_THE_END:
        release(session, deposit, now=now, due_at=now)
    was_due = stand_of(deposit)[Account.DUE_BACK]
    write(
        session,
        deposit,
        events.received(amount, stand_of(deposit), source=source),
        now=now,
        by_id=by_id,
        line_id=line.id if line else None,
        paper=paper,
        note=note,
    )
    too_much = stand_of(deposit)[Account.DUE_BACK] - was_due
    booked = Booked(deposit, missing_of(deposit), max(too_much, NOTHING))
    deposit_news.tell_booked(session, deposit, amount, booked.missing, too_much, now)
    return booked


@atomic
def confirm_deposit(
    session: Session, *, deposit_id: int, by_id: int, now: datetime
) -> Deposit:
    """Confirm, as a cashier, that all of a deposit is there; twice is once."""
    deposit = deposit_for_change(session, deposit_id)
    check_duty(session, officer_id=by_id, office_id=deposit.office_id, duties=CASHIERS)
    confirm(session, deposit, by_id=by_id, now=now)
    return deposit


def confirm(
    session: Session, deposit: Deposit, *, by_id: int | None, now: datetime
) -> None:
    """Confirm a locked deposit within the caller's transaction; twice is once.

    If nothing else is missing, the bidder number is given.
    """
    from auction.services import applying  # noqa: PLC0415 - it asks for deposits

    if deposit.state is DepositState.CONFIRMED:
        return
    write(session, deposit, events.confirmed(stand_of(deposit)), now=now, by_id=by_id)
    deposit.confirmed_at = now
    paddle = deposit.registration.paddle
    if paddle is not None:
        paddle.unsecured_at = None
    deposit_news.tell_confirmed(session, deposit, now)
    applying.advance(session, deposit.registration, now)


def is_live(lot: Lot) -> bool:
    """Say whether money for a lot can still be of use."""
    return lot.status not in ENDED


def _is_over(deposit: Deposit) -> bool:
    return deposit.registration.state in OVER or not is_live(deposit.lot)


def _ask_again(session: Session, deposit: Deposit, *, now: datetime) -> Deposit:
    stand = stand_of(deposit)
    kept = (Account.ASKED, Account.CONFIRMED, Account.HELD)
    if any(stand[account].minor for account in kept):
        return deposit
    deposit.confirmed_at = None
    write(session, deposit, events.asked_again(deposit.amount, stand), now=now)
    if missing_of(deposit) > NOTHING:
        deposit_news.tell_asked(session, deposit, now)
    return deposit


def _draw(session: Session) -> str:
    while True:
        reference = reference_of(secrets.randbelow(NUMBERS))
        taken = select(Deposit.id).where(Deposit.reference == reference)
        if session.scalar(taken) is None:
            return reference
