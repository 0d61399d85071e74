"""Reading one cell of an office's list: its value, or a refusal that says why not."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import TypeVar
from zoneinfo import ZoneInfo

from auction.money import MAX_MINOR, Currency, Money, parse_amount
from auction.rules.categories import Category
from auction.rules.procedure import Procedure
from auction.rules.refusal import Refusal

T = TypeVar("T")

USUAL_LENGTH = 500  # characters
YEARS = range(1970, 2200)
DATE_ALONE = len("2026-03-02")

# Controls, lone surrogates (no database keeps them), and the signs that turn the
# direction of writing, with which one title can be made to look like another.
UNWANTED = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]"
)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a list is read by: its catalogue's currency, locale, zone and procedure."""

    currency: Currency
    locale: str
    zone: ZoneInfo
    procedure: Procedure


def needed(read: Callable[[object], T | None]) -> Callable[[object], T]:
    """Read a cell in the same way, and refuse it when it is empty."""

    def read_needed(value: object) -> T:
        found = read(value)
        if found is None or found == "":
            raise Refusal("This must not be empty.")
        return found

    return read_needed


def line(value: object, *, longest: int = USUAL_LENGTH) -> str:
    """Read a text of one line."""
    written = text(value, longest=longest)
    if "\n" in written or "\t" in written:
        raise Refusal("This must be a single line.")
    return written


def text(value: object, *, longest: int) -> str:
    """Read a text that may have several lines."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        raise Refusal("This is not a text.")
    written = str(value).replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(written) > longest:
        raise Refusal(f"This is longer than {longest:,} characters.")
    if UNWANTED.search(written):
        raise Refusal("This has control characters in it.")
    return written


def category(value: object) -> Category | None:
    """Read the name of a category."""
    written = line(value)
    known = [category.value for category in Category]
    if written and written not in known:
        raise Refusal(f"{written!r} is not a category. There are: {', '.join(known)}.")
    return Category(written) if written else None


def amount(value: object, *, terms: Terms) -> Money | None:
    """Read an amount: a text in the catalogue's locale, or a number of major units."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, str):
        return parse_amount(value, currency=terms.currency, locale=terms.locale)
    return _counted(exact_number(value), terms.currency)


def moment(value: object, *, zone: ZoneInfo) -> datetime | None:
    """Read a moment in ISO 8601; one without an offset is in ``zone``. Return UTC."""
    written = line(value)
    if not written:
        return None
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        raise _not_a_moment() from None
    if len(written) <= DATE_ALONE:
        raise _not_a_moment()
    if found.year not in YEARS:
        raise Refusal(f"The year {found.year} cannot be meant.")
    return (found if found.tzinfo else _local(found, zone)).astimezone(UTC)


def exact_number(value: object) -> Decimal:
    """Return a number of a JSON list, exactly as it was written."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise Refusal("This is not a number.")
    exact = Decimal(str(value))
    if not exact.is_finite() or exact < 0:
        raise Refusal("This is not a number from 0 upwards.")
    return exact


def _counted(major: Decimal, currency: Currency) -> Money:
    if major > MAX_MINOR:  # judged first: 1e999999 would take for ever to count
        raise Refusal("This amount is too large.")
    minor = major.scaleb(currency.exponent)
    if minor != minor.to_integral_value():
        raise Refusal(f"{currency.code} has {currency.exponent} decimals, not more.")
    if minor > MAX_MINOR:
        raise Refusal("This amount is too large.")
    return Money(int(minor))


def _not_a_moment() -> Refusal:
    return Refusal("Write a date with a time, like 2026-03-02 10:00.")


def _local(found: datetime, zone: ZoneInfo) -> datetime:
    here = found.replace(tzinfo=zone)
    if here.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != found:
        raise Refusal("The clocks go forward then: there is no such time.")
    if here.utcoffset() != here.replace(fold=1).utcoffset():
        raise Refusal("The clocks go back then: add the offset, like +01:00.")
    return here
