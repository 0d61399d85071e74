"""Exact amounts: whole minor units of an ISO 4217 currency."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel import Locale
from babel.core import get_global

from auction.rules.refusal import Unreadable

MAX_MINOR = 10**15
LONGEST = 40  # characters that anybody needs to write an amount
SPACES = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"


# ISO 4217, where it is not two. (CLDR, and so Babel, says what is usual in shops:
# no decimals for the Serbian dinar, say. A court may award half a dinar.)
EXPONENTS = {
    code: exponent
    for exponent, codes in {
        0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
        3: "BHD IQD JOD KWD LYD OMR TND",
        4: "CLF UYW",
    }.items()
    for code in codes.split()
}


class UnknownCurrency(ValueError):  # noqa: N818 - a bad setting, told by its message
    """There is no currency of that code."""


class AmountUnreadable(Unreadable):
    """Please enter an amount in figures, for example {example}."""


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency: its ISO 4217 code, and how many decimals its minor unit has."""

    code: str
    exponent: int


@dataclass(frozen=True, order=True, slots=True)
class Money:
    """An amount, counted in minor units: ``Money(125_00)`` is 125.00 in euros."""

    minor: int

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + other.minor)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - other.minor)

    def __mul__(self, times: int) -> Money:
        return Money(self.minor * times)

    def percent(self, rate: Decimal) -> Money:
        """Return ``rate`` per cent of this amount, half a unit rounded up."""
        return self._share(rate, ROUND_HALF_UP)

    def at_least_percent(self, rate: Decimal) -> Money:
        """Return the smallest amount that is not below ``rate`` per cent of this."""
        return self._share(rate, ROUND_CEILING)

    def at_most_percent(self, rate: Decimal) -> Money:
        """Return the largest amount that is not above ``rate`` per cent of this."""
        return self._share(rate, ROUND_FLOOR)

    def _share(self, rate: Decimal, rounding: str) -> Money:
        exact = Decimal(self.minor) * rate / 100
        return Money(int(exact.quantize(Decimal(1), rounding)))


@lru_cache(maxsize=512)
def currency_of(code: str) -> Currency:
    """Return the currency of an ISO 4217 code; ``UnknownCurrency`` if there is none."""
    if code not in get_global("all_currencies"):
        raise UnknownCurrency(f"{code!r} is not the code of a currency (ISO 4217).")
    return Currency(code, EXPONENTS.get(code, 2))


def parse_amount(text: str, *, currency: Currency, locale: str) -> Money:
    """Read what a person types, only where it can be read in one way.

    Groups of three and the decimal sign are those of the locale; a space always
    separates groups. Raises ``AmountUnreadable`` with a sentence.
    """
    style = _style(locale)
    example = plain_figures(
        Money(1250 * 10**currency.exponent), currency=currency, locale=locale
    )
    typed = text.strip()
    if len(typed) > LONGEST or not style.form.fullmatch(typed):
        raise AmountUnreadable(example=example)
    whole, _, decimals = typed.partition(style.decimal)
    if len(decimals) > currency.exponent:
        raise AmountUnreadable(
            "{code} has {exponent} decimals: please enter an amount like {example}.",
            code=currency.code,
            exponent=currency.exponent,
            example=example,
        )
    digits = re.sub(r"[^0-9]", "", whole) + decimals.ljust(currency.exponent, "0")
    if int(digits) > MAX_MINOR:
        raise AmountUnreadable("That amount is out of range: it is too large.")
    return Money(int(digits))


def plain_figures(amount: Money, *, currency: Currency, locale: str) -> str:
    """Write an amount without its currency: ``1,250.00``."""
    style = _style(locale)
    unit = 10**currency.exponent
    whole, rest = divmod(abs(amount.minor), unit)
    sign = "-" if amount.minor < 0 else ""
    figures = f"{sign}{whole:,}".replace(",", style.group)
    if currency.exponent:
        figures += f"{style.decimal}{rest:0{currency.exponent}d}"
    return figures


def figures(amount: Money, *, currency: Currency, locale: str) -> str:
    """Write an amount with its currency: ``EUR 1,250.00``."""
    plain = plain_figures(amount, currency=currency, locale=locale)
    return f"{currency.code}\N{NO-BREAK SPACE}{plain}"


@dataclass(frozen=True, slots=True)
class _Style:
    group: str
    decimal: str
    form: re.Pattern[str]


@lru_cache(maxsize=64)
def _style(locale: str) -> _Style:
    symbols = Locale.parse(locale).number_symbols["latn"]
    group, decimal = symbols["group"], symbols["decimal"]
    groups = re.escape("" if group.isspace() else group)
    form = re.compile(
        rf"(?:[0-9]+|[0-9]{{1,3}}(?P<g>[{SPACES}{groups}])[0-9]{{3}}"
        rf"(?:(?P=g)[0-9]{{3}})*)(?:{re.escape(decimal)}[0-9]+)?"
    )
    return _Style(group, decimal, form)
