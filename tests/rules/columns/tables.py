"""Lists of an office as a test needs them, and what they are read by."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from auction.money import currency_of
from auction.rules.columns.plan import Plan
from auction.rules.columns.proposing import knows
from auction.rules.columns.reading import LotReading
from auction.rules.lot_cells import Terms
from auction.rules.tables.headings import Table, table_of
from auction.rules.tables.reading import read_grid
from tests.rules.shipped import shipped_procedure

LIST = """\
no;title;kind;price;ends
1;Van;vehicle;1.234,56;2026-03-04 10:00
2;House;real estate;26,50;2026-03-04 11:00
"""
COLUMNS: dict[str, Any] = {
    "no": "external_id",
    "title": "title",
    "kind": "category",
    "price": "starting_price",
    "ends": "closes_at",
}
CONSTANTS = {"opens_at": "2026-03-02 10:00", "increment": "10"}


def terms(
    *, currency: str = "EUR", locale: str = "en", procedure: str = "court-first-round"
) -> Terms:
    money = currency_of(currency)
    rules = shipped_procedure(procedure, currency=money)
    return Terms(money, locale, ZoneInfo("Europe/Berlin"), rules)


def table(content: str | bytes) -> Table:
    content = content.encode() if isinstance(content, str) else content
    return table_of(read_grid(content), knows)


def reading(
    content: str | bytes = LIST,
    columns: dict[str, Any] | None = None,
    *,
    left_out: Iterable[int] = (),
    locale: str = "en",
    **constants: str,
) -> LotReading:
    """Read a list by a plan; where it is not said otherwise, by that of LIST."""
    found = table(content)
    plan = Plan.of(columns or COLUMNS, CONSTANTS | constants)
    lots = LotReading(found, plan, terms(locale=locale), left_out=set(left_out))
    lots.read()
    return lots


def said(lots: LotReading) -> list[str]:
    return [str(problem) for problem in lots.problems]
