"""Ordering at the bank that deposits go back."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Deposit, DepositState, PaymentOrder, Return
from auction.money import Money
from auction.rules.ledger import NOTHING
from auction.rules.refusal import NotThere, OutOfStep, Refusal
from auction.services import returning
from auction.services.bookkeeping import deposit_for_change
from auction.services.depositing import CASHIERS
from auction.services.officers import check_duty
from auction.services.transaction import atomic

AT_ONCE = 2000  # returns in one file


class NothingToReturn(OutOfStep):
    """None of these deposits is due back any more."""


class AccountMissing(Refusal):
    """Of one of these deposits nobody knows to which account it goes back."""


class SeveralCurrencies(Refusal):
    """Please choose deposits in one currency for one file."""


class OrderCarriedOut(OutOfStep):
    """The bank has carried this order out, at least in part; it cannot be cancelled."""


@atomic
def order_returns(
    session: Session,
    *,
    office_id: int,
    by_id: int,
    deposit_ids: Sequence[int],
    now: datetime,
) -> PaymentOrder:
    """Put all that is due back of some deposits into one order for the bank.

    What was ordered by somebody else meanwhile is left out.
    """
    check_duty(session, officer_id=by_id, office_id=office_id, duties=CASHIERS)
    due = [
        (deposit, returning.due_of(deposit))
        for deposit in _lock(session, office_id, deposit_ids)
    ]
    due = [(deposit, amount) for deposit, amount in due if amount > NOTHING]
    if not due:
        raise NothingToReturn
    if len({deposit.currency_code for deposit, _ in due}) > 1:
        raise SeveralCurrencies
    order = PaymentOrder(
        office_id=office_id,
        message=f"OH{now:%Y%m%d%H%M%S}-{secrets.token_hex(6).upper()}",
        currency_code=due[0][0].currency_code,
        made_by_id=by_id,
        made_at=now,
    )
    session.add(order)
    for deposit, amount in due:
        order.returns.append(_return(deposit, amount))
        returning.order_return(session, deposit, amount, by_id=by_id, now=now)
    return order


@atomic
def cancel_order(
    session: Session, *, office_id: int, order_id: int, by_id: int, now: datetime
) -> PaymentOrder:
    """Take an order back that the bank never got: all of it is due as before."""
    check_duty(session, officer_id=by_id, office_id=office_id, duties=CASHIERS)
    order = session.get(PaymentOrder, order_id)
    if order is None or order.office_id != office_id:
        raise NotThere
    ids = [back.deposit_id for back in order.returns]
    deposits = {one.id: one for one in _lock(session, office_id, ids)}
    session.refresh(order, with_for_update=True)
    if order.cancelled_at is not None:
        return order
    if any(back.line_id is not None for back in order.returns):
        raise OrderCarriedOut
    for back in order.returns:
        deposit = deposits[back.deposit_id]
        returning.cancel_order(session, deposit, back.amount, by_id=by_id, now=now)
    order.cancelled_at = now
    return order


def _lock(
    session: Session, office_id: int, deposit_ids: Sequence[int]
) -> list[Deposit]:
    """Lock deposits, each after its lot, in one order for everybody."""
    found = session.execute(
        select(Deposit.id)
        .where(Deposit.office_id == office_id, Deposit.id.in_(deposit_ids))
        .order_by(Deposit.lot_id, Deposit.id)
        .limit(AT_ONCE)
    ).scalars()
    return [deposit_for_change(session, one) for one in found.all()]


def _return(deposit: Deposit, amount: Money) -> Return:
    if not deposit.refund_iban:
        raise AccountMissing
    return Return(
        deposit_id=deposit.id,
        amount=amount,
        name=deposit.refund_name or "Payer",
        iban=deposit.refund_iban,
        bic=deposit.refund_bic,
        end_to_end=f"OHR{secrets.token_hex(8).upper()}",
    )


def due_back(session: Session, office_id: int) -> Sequence[Deposit]:
    """Return the deposits of which something is due back, the most urgent first."""
    return session.scalars(
        select(Deposit)
        .where(Deposit.office_id == office_id, Deposit.state == DepositState.DUE_BACK)
        .order_by(Deposit.due_back_at, Deposit.id)
    ).all()
