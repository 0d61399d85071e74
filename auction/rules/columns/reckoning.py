"""Amounts that a list gives as per cent of another one."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import ROUND_CEILING, Decimal
from typing import Any

from auction.money import Money
from auction.rules.columns.cells import Percent
from auction.rules.columns.targets import target_of
from auction.rules.lot_cells import Terms

# What an amount is a part of, in the order in which they are reckoned.
# A claim has no valuation, but a total.
BASES = {
    "starting_price": ("valuation", "field.total_claim"),
    "reserve": ("valuation", "field.total_claim"),
    "increment": ("starting_price",),
    "deposit": ("starting_price",),
}


def reckon(
    row: dict[str, Any], terms: Terms, round_to: Money, unread: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Put amounts in the place of percentages; yield where that cannot be done.

    They are rounded up, to a multiple of ``round_to``. Of a part of what is ``unread``
    there is nothing to say: its sentence is empty.
    """
    for name, bases in BASES.items():
        rate = row.get(name)
        if not isinstance(rate, Percent):
            continue
        base = next((base for base in bases if row.get(base) is not None), bases[0])
        whole = row.get(base)
        if isinstance(whole, int | Decimal):
            row[name] = _part(Decimal(whole), rate.rate, terms, round_to)
        else:
            why = f"There is no {_label(base)} of which to reckon {rate.rate} %."
            yield name, "" if base in unread else why
    for name, value in row.items():
        if isinstance(value, Percent) and name not in BASES:
            yield name, f"{value.rate} % is a percentage: of what, nobody knows here."


def _part(whole: Decimal, rate: Decimal, terms: Terms, round_to: Money) -> Decimal:
    unit = Decimal(round_to.minor).scaleb(-terms.currency.exponent)
    times = (whole * rate / 100 / unit).to_integral_value(ROUND_CEILING)
    return times * unit


def _label(name: str) -> str:
    target = target_of(name)
    return target.label.lower() if target else name
