"""A standing and a procedure, of which a test changes only what matters."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from auction.money import Currency, Money
from auction.rules.bidding import Standing
from auction.rules.lifecycle import LotStatus
from auction.rules.procedure import Procedure, read_procedure
from tests.moving_clock import NOON

CLOSE = NOON + timedelta(hours=1)
ALICE, BOB = 1, 2
_COURT = Path(__file__).parents[2] / "procedures" / "court-first-round.toml"


def standing(**changes: Any) -> Standing:
    """Return an open lot from 400.00 in steps of 10.00, noon to one, without a bid."""
    lot = Standing(
        status=LotStatus.OPEN,
        opens_at=NOON,
        closes_at=CLOSE,
        scheduled_close=CLOSE,
        starting_price=Money(400_00),
        increment=Money(10_00),
    )
    return replace(lot, **changes)


def bid_on(**changes: Any) -> Standing:
    """Return the same lot, on which Alice leads at 480.00."""
    lot = standing(price=Money(480_00), leader_id=ALICE, bid_count=1, bidder_count=1)
    return replace(lot, **changes)


def procedure(**changes: Any) -> Procedure:
    """Return a court's first round without priority: the start, then whole steps."""
    text = _COURT.read_text(encoding="utf-8")
    court = read_procedure(text, currency=Currency("EUR", 2), source=_COURT.name)
    return replace(court, **{"priority": None} | changes)
