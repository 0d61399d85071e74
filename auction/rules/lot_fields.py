"""One field of a lot's category: read as its declaration says, and written again."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from babel.numbers import NumberFormatError, format_decimal, parse_decimal

from auction.money import Money, plain_figures
from auction.rules.categories import Field, Kind
from auction.rules.lot_cells import Terms, amount, exact_number, line, text
from auction.rules.refusal import Refusal

Value = str | int | float | bool | None

LONGEST = 5_000  # characters
LARGEST = 10**12
OLDEST, NEWEST = 1000, 2199  # years
NUMBER = re.compile(r"[0-9][0-9.,' \xa0\u2019\u202f]*")
MINUS = ("-", "\N{MINUS SIGN}", "\N{EN DASH}")
FLAGS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


def field(value: object, *, of: Field, terms: Terms) -> Value:
    """Read a field of a category: money in minor units, a date in ISO 8601."""
    return READERS[of.kind](value, of, terms)


def written(value: Value, *, of: Field, terms: Terms) -> str:
    """Write a stored value in such a way that ``field`` reads the same again."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if of.is_amount and isinstance(value, int):
        return plain_figures(Money(value), currency=terms.currency, locale=terms.locale)
    if isinstance(value, int | float):
        return format_decimal(
            Decimal(str(value)),
            locale=terms.locale,
            decimal_quantization=False,
            group_separator=False,
        )
    return str(value)


def _text(value: object, of: Field, terms: Terms) -> str:  # noqa: ARG001
    return line(value)


def _long_text(value: object, of: Field, terms: Terms) -> str:  # noqa: ARG001
    return text(value, longest=LONGEST)


def _money(value: object, of: Field, terms: Terms) -> int | None:  # noqa: ARG001
    money = amount(value, terms=terms)
    return None if money is None else money.minor


def _balance(value: object, of: Field, terms: Terms) -> int | None:
    if isinstance(value, str) and value.strip().startswith(MINUS):
        below = _money(value.strip()[1:] or "-", of, terms)
    elif isinstance(value, int | float | Decimal) and value < 0:
        below = _money(-value, of, terms)
    else:
        return _money(value, of, terms)
    return None if below is None else -below


def _number(value: object, of: Field, terms: Terms) -> int | float:  # noqa: ARG001
    if isinstance(value, str):
        exact = _figures(value.strip(), terms.locale)
    else:
        exact = exact_number(value)
    if exact > LARGEST:
        raise Refusal("This number is too large.")
    whole = int(exact)
    return whole if whole == exact else float(exact)


def _integer(value: object, of: Field, terms: Terms) -> int:
    number = _number(value, of, terms)
    if not isinstance(number, int):
        raise Refusal("This is not a whole number.")
    return number


def _year(value: object, of: Field, terms: Terms) -> int:
    year = _integer(value, of, terms)
    if not OLDEST <= year <= NEWEST:
        raise Refusal("Write a year with four figures, like 1987.")
    return year


def _date(value: object, of: Field, terms: Terms) -> str:  # noqa: ARG001
    try:
        return date.fromisoformat(line(value)).isoformat()
    except ValueError:
        raise Refusal("Write a date like 2026-03-02.") from None


def _flag(value: object, of: Field, terms: Terms) -> bool:  # noqa: ARG001
    found = FLAGS.get(str(value).strip().lower())
    if found is None:
        raise Refusal("Write yes or no.")
    return found


def _choice(value: object, of: Field, terms: Terms) -> str:  # noqa: ARG001
    said = line(value).casefold()
    for option in of.options:
        if said in {option.code.casefold(), option.label.casefold()}:
            return option.code
    codes = ", ".join(option.code for option in of.options)
    raise Refusal(f"This is none of the answers. There are: {codes}.")


def _figures(written: str, locale: str) -> Decimal:
    if not NUMBER.fullmatch(written):
        raise Refusal("This is not a number from 0 upwards.")
    try:
        return parse_decimal(written, locale=locale, strict=True)
    except NumberFormatError:
        raise Refusal(f"This number can be read in two ways ({locale}).") from None


READERS: Mapping[Kind, Callable[[object, Field, Terms], Value]] = {
    "text": _text,
    "long_text": _long_text,
    "number": _number,
    "integer": _integer,
    "year": _year,
    "date": _date,
    "money": _money,
    "balance": _balance,
    "flag": _flag,
    "choice": _choice,
}
