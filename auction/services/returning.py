"""Deposits on their way back: ordered at the bank, gone, or sent back by it.

Each verb works on a deposit that is locked (bookkeeping.deposit_for_change), within the
caller's transaction.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from auction.models import Deposit, StatementLine
from auction.money import Money
from auction.rules import deposit_events as events
from auction.rules.ledger import Account
from auction.services import deposit_news
from auction.services.bookkeeping import stand_of, write


def due_of(deposit: Deposit) -> Money:
    """Return how much of a deposit is due back and not yet ordered."""
    return stand_of(deposit)[Account.DUE_BACK]


def order_return(
    session: Session, deposit: Deposit, amount: Money, *, by_id: int, now: datetime
) -> None:
    """Note that the bank is told to send so much back."""
    entries = events.ordered(amount, stand_of(deposit))
    write(session, deposit, entries, now=now, by_id=by_id)


def cancel_order(
    session: Session, deposit: Deposit, amount: Money, *, by_id: int, now: datetime
) -> None:
    """Note that the bank does not send it after all: it is due as before."""
    entries = events.order_cancelled(amount, stand_of(deposit))
    write(session, deposit, entries, now=now, by_id=by_id)


def book_return(
    session: Session,
    deposit: Deposit,
    amount: Money,
    *,
    by_id: int | None,
    now: datetime,
    line: StatementLine | None = None,
    note: str = "",
) -> None:
    """Book that so much has left the office's account for its owner."""
    write(
        session,
        deposit,
        events.returned(amount, stand_of(deposit)),
        now=now,
        by_id=by_id,
        line_id=line.id if line else None,
        note=note,
    )
    deposit_news.tell_returned(session, deposit, amount, now)


def book_bounce(
    session: Session,
    deposit: Deposit,
    amount: Money,
    *,
    by_id: int | None,
    now: datetime,
    line: StatementLine | None = None,
    note: str = "",
) -> None:
    """Book what the bank could not deliver: it is due back at once, once more."""
    write(
        session,
        deposit,
        events.bounced(amount, stand_of(deposit)),
        now=now,
        by_id=by_id,
        line_id=line.id if line else None,
        note=note,
        due_at=now,
    )
    deposit_news.tell_bounced(session, deposit, now)
