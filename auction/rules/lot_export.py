"""Lots as a table: every column that an import reads, and what came of the sale."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from auction.money import Money, plain_figures
from auction.rules import lot_fields
from auction.rules.categories import FIELDS, Category, Field
from auction.rules.lot_cells import Terms
from auction.rules.lot_sheet import LotSheet
from auction.rules.lot_steps import FIELD, written_moment
from auction.rules.narrowing import COLUMNS as NARROWING
from auction.rules.narrowing import ELIGIBILITY
from auction.rules.tables.numbers import Sign, usual_sign
from auction.rules.tables.writing import Written, csv_of, xlsx_of

TEXTS = ("external_id", "title", "category", "region", "location", "round")
AMOUNTS = ("valuation", "starting_price", "reserve", "increment", "deposit")
MOMENTS = ("opens_at", "closes_at")
COLUMNS = (*TEXTS, "description", *AMOUNTS, *MOMENTS)
NOT_PUBLIC = ("reserve",)


@dataclass(frozen=True, slots=True)
class LotEntry:
    """A lot to be written down: what it is, by which terms, and what else there is.

    ``besides`` holds what an import leaves out: ``sale.number``, ``result.price``.
    """

    sheet: LotSheet
    terms: Terms
    besides: Mapping[str, Money | datetime | str | int | None] = field(
        default_factory=dict
    )


def lots_as_csv(
    entries: Sequence[LotEntry], *, locale: str, for_all: bool = False
) -> bytes:
    """Return lots as CSV, its numbers as a locale writes them.

    ``for_all``: for everybody, so without what is not public.
    """
    separator = ";" if usual_sign(locale) is Sign.COMMA else ","
    rows = _rows(entries, _Texts(locale), for_all=for_all)
    return csv_of(rows, separator=separator)


def lots_as_xlsx(entries: Sequence[LotEntry], *, sheet: str) -> bytes:
    """Return lots as a workbook, in which amounts are numbers and days are days."""
    return xlsx_of(_rows(entries, _Values(), for_all=False), sheet=sheet)


class _Texts:
    """Values as texts, each in one way that an import reads again."""

    def __init__(self, locale: str) -> None:
        self._locale = locale

    def amount(self, amount: Money, terms: Terms) -> Written:
        return plain_figures(amount, currency=terms.currency, locale=self._locale)

    def moment(self, at: datetime, terms: Terms) -> Written:
        return written_moment(at, terms.zone)

    def field(self, value: Any, of: Field, terms: Terms) -> Written:  # noqa: ANN401
        here = replace(terms, locale=self._locale)
        return lot_fields.written(value, of=of, terms=here)


class _Values:
    """Values as a workbook keeps them."""

    def amount(self, amount: Money, terms: Terms) -> Written:
        exponent = terms.currency.exponent
        return Decimal(amount.minor).scaleb(-exponent) if exponent else amount.minor

    def moment(self, at: datetime, terms: Terms) -> Written:
        text = written_moment(at, terms.zone)
        local = datetime.fromisoformat(text)
        # A day of a workbook has no offset; without it this hour could be another.
        return text if local.tzinfo or at.microsecond else local

    def field(self, value: Any, of: Field, terms: Terms) -> Written:  # noqa: ANN401
        if of.is_amount and isinstance(value, int):
            return self.amount(Money(value), terms)
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, int | float):
            return value if isinstance(value, int) else Decimal(str(value))
        if of.kind == "date" and isinstance(value, str):
            return date.fromisoformat(value)
        return None if value is None else str(value)


Writer = _Texts | _Values


def _rows(
    entries: Sequence[LotEntry], write: Writer, *, for_all: bool
) -> Iterator[list[Written]]:
    columns = [name for name in COLUMNS if not (for_all and name in NOT_PUBLIC)]
    fields = _used_fields(entries, for_all=for_all)
    besides = list(dict.fromkeys(name for one in entries for name in one.besides))
    narrowing = _used_narrowing(entries)
    yield [*columns, *narrowing, *(FIELD + name for name in fields), *besides]
    for entry in entries:
        yield [
            *(_column(name, entry, write) for name in columns),
            *(_narrowed(entry, name) for name in narrowing),
            *_fields(entry, fields, write),
            *(_plain(entry.besides.get(name), entry, write) for name in besides),
        ]


def _used_narrowing(entries: Iterable[LotEntry]) -> list[str]:
    used = {name for entry in entries for name in entry.sheet.eligibility}
    return [name for name in NARROWING if name.removeprefix(ELIGIBILITY) in used]


def _narrowed(entry: LotEntry, column: str) -> Written:
    value: str | None = entry.sheet.eligibility.get(column.removeprefix(ELIGIBILITY))
    return value


def _used_fields(entries: Iterable[LotEntry], *, for_all: bool) -> list[str]:
    """Return the fields that any lot answers, in the order of their declaration."""
    used: dict[Category, set[str]] = {}
    for entry in entries:
        used.setdefault(entry.sheet.category, set()).update(entry.sheet.fields)
    names = (
        one.name
        for category in Category
        for one in FIELDS[category]
        if one.name in used.get(category, ()) and (one.is_public or not for_all)
    )
    return list(dict.fromkeys(names))


def _fields(entry: LotEntry, names: Iterable[str], write: Writer) -> Iterator[Written]:
    declared = _declared(entry.sheet.category)
    for name in names:
        value = entry.sheet.fields.get(name)
        known = name in declared and value is not None and value != ""
        yield write.field(value, declared[name], entry.terms) if known else None


def _declared(category: Category) -> Mapping[str, Field]:
    return {one.name: one for one in FIELDS[category]}


def _column(name: str, entry: LotEntry, write: Writer) -> Written:
    value = getattr(entry.sheet, name)
    return _plain(value.value if isinstance(value, Category) else value, entry, write)


def _plain(
    value: Money | datetime | str | int | None, entry: LotEntry, write: Writer
) -> Written:
    if isinstance(value, Money):
        return write.amount(value, entry.terms)
    if isinstance(value, datetime):
        return write.moment(value, entry.terms)
    return value
