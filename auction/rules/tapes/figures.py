"""The amounts and days of a tape, read by its columns, in the catalogue's currency."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal

from auction.money import Money, plain_figures
from auction.rules.columns.cells import Value, reader, style_of
from auction.rules.columns.plan import ColumnPlan
from auction.rules.columns.targets import Target
from auction.rules.lot_cells import Terms
from auction.rules.refusal import Refusal
from auction.rules.tables.grid import Cell
from auction.rules.tapes.records import Record, Tape

RATE = re.compile(r"([A-Z]{3}|\*)\s*=?\s*(\d+(?:[.,]\d+)?)")
OTHERS = "*"  # a rate for all currencies that have none of their own
KINDS: Mapping[str, str] = {
    **dict.fromkeys(("principal", "interest", "other", "total", "original"), "amount"),
    **dict.fromkeys(("paid", "value", "guarantee", "senior"), "amount"),
    **dict.fromkeys(("originated", "matures", "paid_on", "defaulted"), "date"),
    **dict.fromkeys(("sued", "limitation", "cut_off", "valued_on"), "date"),
    **dict.fromkeys(("founded", "last_contact"), "date"),
}


class RatesInvalid(Refusal):
    """Write rates like USD 0.92, GBP 1.17; a star stands for all other currencies."""


class NoRate(Refusal):
    """This is in {currency}: say what one {currency} is worth in {here}."""


def read_rates(text: str) -> dict[str, Decimal]:
    """Return what one unit of each currency is worth, from ``USD 0.92, * 1``."""
    rates = {}
    for part in re.split(r"[;\n]|,(?!\d)", text):
        found = RATE.fullmatch(part.strip())
        if found:
            rates[found[1]] = Decimal(found[2].replace(",", "."))
        elif part.strip():
            raise RatesInvalid
    if any(rate <= 0 for rate in rates.values()):
        raise RatesInvalid
    return rates


class Figures:
    """Reads the fields of a tape: in which way each is written, its column shows."""

    def __init__(self, tape: Tape, terms: Terms, rates: Mapping[str, Decimal]) -> None:
        self._tape, self._terms, self._rates = tape, terms, rates
        self._readers: dict[tuple[str, str], Callable[[Cell], Value]] = {}

    def amount(self, template: str, record: Record, name: str) -> Decimal | None:
        """Return an amount in the catalogue's currency; refuse what is none."""
        value = self._read(template, record, name)
        if not isinstance(value, int | Decimal):
            return None
        rate = self._rate(record.text("currency").upper())
        unit = Decimal(1).scaleb(-self._terms.currency.exponent)
        return (Decimal(value) * rate).quantize(unit)

    def day(self, template: str, record: Record, name: str) -> str | None:
        """Return a day in ISO 8601."""
        value = self._read(template, record, name)
        return None if value is None else str(value)

    def written(self, amount: Decimal | int) -> str:
        """Write an amount as the catalogue does, without its currency."""
        currency = self._terms.currency
        minor = Money(int(Decimal(amount).scaleb(currency.exponent)))
        return plain_figures(minor, currency=currency, locale=self._terms.locale)

    def is_foreign(self, record: Record) -> bool:
        """Say whether a record is in another currency than the catalogue."""
        return record.text("currency").upper() not in {"", self._terms.currency.code}

    def check_currency(self, record: Record) -> None:
        """Refuse a record in a currency of which nobody says what it is worth."""
        self._rate(record.text("currency").upper())

    def _rate(self, currency: str) -> Decimal:
        here = self._terms.currency.code
        if currency in {"", here}:
            return Decimal(1)
        rate = self._rates.get(currency, self._rates.get(OTHERS))
        if rate is None:
            raise NoRate(currency=currency, here=here)
        return rate

    def _read(self, template: str, record: Record, name: str) -> Value:
        cell = record.values.get(name)
        if (template, name) not in self._readers:
            self._readers[template, name] = self._reader(template, name)
        if isinstance(cell, datetime) and KINDS[name] == "date":
            cell = cell.date()
        return self._readers[template, name](cell)

    def _reader(self, template: str, name: str) -> Callable[[Cell], Value]:
        target = Target(name, name, KINDS[name])
        cells = [record.values.get(name) for record in self._tape.of(template)]
        style = style_of(ColumnPlan(), target, cells, self._terms)
        return reader(ColumnPlan(), target, style, self._terms, from_1904=False)
