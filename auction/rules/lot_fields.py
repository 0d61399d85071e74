"""Reading one field of a lot's category, as the declaration of the field says."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from babel.numbers import NumberFormatError, parse_decimal

from auction.rules.categories import Field
from auction.rules.lot_cells import Terms, amount, exact_number, line, text
from auction.rules.refusal import Refusal

LONGEST = 5_000  # characters
LARGEST = 10**12
NUMBER = re.compile(r"[0-9][0-9.,' \xa0\u2019\u202f]*")
FLAGS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


def field(value: object, *, of: Field, terms: Terms) -> str | int | float | bool | None:
    """Read a field of a category: money in minor units, a date in ISO 8601."""
    if of.kind == "money":
        money = amount(value, terms=terms)
        return None if money is None else money.minor
    if of.kind == "number":
        return _number(value, terms.locale)
    if of.kind == "date":
        return _date(line(value))
    if of.kind == "flag":
        return _flag(value)
    return text(value, longest=LONGEST)


def _number(value: object, locale: str) -> int | float:
    written = isinstance(value, str)
    exact = _written(str(value).strip(), locale) if written else exact_number(value)
    if exact > LARGEST:
        raise Refusal("This number is too large.")
    whole = int(exact)
    return whole if whole == exact else float(exact)


def _written(written: str, locale: str) -> Decimal:
    if not NUMBER.fullmatch(written):
        raise Refusal("This is not a number from 0 upwards.")
    try:
        return parse_decimal(written, locale=locale, strict=True)
    except NumberFormatError:
        raise Refusal(f"This number can be read in two ways ({locale}).") from None


def _date(written: str) -> str:
    try:
        return date.fromisoformat(written).isoformat()
    except ValueError:
        raise Refusal("Write a date like 2026-03-02.") from None


def _flag(value: object) -> bool:
    found = FLAGS.get(str(value).strip().lower())
    if found is None:
        raise Refusal("Write yes or no.")
    return found
