"""What the pages of returns show: amounts and accounts, and lots that have ended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from auction.models import Deposit, Office, PaymentOrder, Return
from auction.money import Money, currency_of
from auction.rules.lifecycle import ENDED
from auction.rules.tables.writing import Written
from auction.rules.transfers import Account, Transfer, write_transfers
from auction.services.ordering_returns import due_back
from auction.services.returning import due_of
from web.extensions import db

ORDERS = 50  # the latest


def waiting(office_id: int) -> dict[str, Any]:
    """Return what is due back and not yet ordered, and the latest orders."""
    session = db.session()
    deposits = due_back(session, office_id)
    orders = session.scalars(
        select(PaymentOrder)
        .where(PaymentOrder.office_id == office_id)
        .options(
            selectinload(PaymentOrder.returns),
            joinedload(PaymentOrder.made_by, innerjoin=True),
        )
        .order_by(PaymentOrder.id.desc())
        .limit(ORDERS)
    ).all()
    return {
        "due": [(deposit, due_of(deposit), has_ended(deposit)) for deposit in deposits],
        "orders": orders,
    }


def one(order: PaymentOrder) -> dict[str, Any]:
    """Return an order, and of each return whether its lot may be told."""
    return {
        "order": order,
        "returns": [(back, has_ended(back.deposit)) for back in order.returns],
        "total": Money(sum(back.amount.minor for back in order.returns)),
        "has_file": currency_of(order.currency_code).exponent == 2,
    }


def has_ended(deposit: Deposit) -> bool:
    """Say whether a cashier may know which lot it was for."""
    return deposit.lot.status in ENDED


def as_pain(order: PaymentOrder, office: Office, *, now: datetime) -> bytes:
    """Return an order as a pain.001 file, to be carried out at once."""
    return write_transfers(
        Account(office.payee or office.name, office.iban, office.bic),
        [_transfer(back) for back in order.returns],
        message=order.message,
        currency=currency_of(order.currency_code),
        on=now.astimezone(office.zone).date(),
    )


def rows(order: PaymentOrder) -> Iterator[Sequence[Written]]:
    """Return an order as a table, its headings first."""
    yield ("Name", "IBAN", "BIC", "Amount", "Currency", "Text", "End-to-end id")
    exponent = currency_of(order.currency_code).exponent
    for back in order.returns:
        yield (
            back.name,
            back.iban,
            back.bic,
            str(Decimal(back.amount.minor).scaleb(-exponent)),
            order.currency_code,
            _text(back),
            back.end_to_end,
        )


def _transfer(back: Return) -> Transfer:
    return Transfer(
        to=Account(back.name, back.iban, back.bic),
        amount=back.amount,
        end_to_end=back.end_to_end,
        text=_text(back),
    )


def _text(back: Return) -> str:
    return f"Deposit back {back.deposit.reference} {back.end_to_end}"
