"""What a buyer still has to pay, and by when."""

from datetime import datetime, timedelta

from auction.money import Money
from auction.rules.procedure import Procedure

NOTHING = Money(0)


def balance_due_at(procedure: Procedure, *, ended_at: datetime) -> datetime | None:
    """Return by when the price must be there; None where the office tells it."""
    if procedure.balance_days is None:
        return None
    return ended_at + timedelta(days=procedure.balance_days)


def balance_of(price: Money, *, deposit: Money | None) -> Money:
    """Return what is left to pay once the deposit counts towards the price."""
    paid = deposit or NOTHING
    return price - paid if price > paid else NOTHING
