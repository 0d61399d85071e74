"""An attempt that is over, of which a test changes only what matters."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from auction.money import Money
from auction.rules.categories import Category
from auction.rules.lifecycle import LotStatus
from auction.rules.rounds import Attempt
from tests.moving_clock import NOON
from tests.rules.shipped import shipped_procedure

PASSED_AT = NOON - timedelta(days=2)


def attempt(procedure: str = "court-first-round", **changes: Any) -> Attempt:
    """Return a house that passed two days ago, after a day at 890,000."""
    lot = Attempt(
        status=LotStatus.PASSED,
        procedure_name=procedure,
        procedure=shipped_procedure(procedure),
        category=Category.REAL_ESTATE,
        valuation=Money(1_200_000_00),
        starting_price=Money(890_000_00),
        increment=Money(10_000_00),
        deposit=Money(89_000_00),
        opens_at=PASSED_AT - timedelta(days=1),
        scheduled_close=PASSED_AT,
        ended_at=PASSED_AT,
    )
    return replace(lot, **changes)
