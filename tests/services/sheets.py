"""Sheets of lots, as a test needs them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from auction.money import Money
from auction.rules.categories import Category
from auction.rules.lot_sheet import LotSheet
from tests.moving_clock import NOON


def make_sheet(**differences: Any) -> LotSheet:
    """Make the sheet of a lot that opens at one and closes at two."""
    usual: dict[str, Any] = {
        "external_id": "EX-1",
        "title": "Example delivery van",
        "category": Category.VEHICLE,
        "region": "",
        "location": "",
        "round": "first",
        "description": "",
        "valuation": None,
        "starting_price": Money(400_00),
        "reserve": None,
        "increment": Money(10_00),
        "deposit": None,
        "opens_at": NOON + timedelta(hours=1),
        "closes_at": NOON + timedelta(hours=2),
        "fields": {},
    }
    return LotSheet(**usual | differences)
