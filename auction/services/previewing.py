"""What an office is shown of its list before anything is imported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Catalogue, Lot
from auction.money import Money
from auction.rules.columns.reading import ReadColumn
from auction.rules.list_reading import ListReading
from auction.rules.lot_sheet import LotSheet
from auction.services.importing import known_in

FIRST = 5  # lots
EXAMPLES = 5
AT_ONCE = 500  # numbers in one question to the database
MOST_WORDS = 50  # of a column


def preview_of(
    session: Session, catalogue_id: int, office_id: int, found: ListReading
) -> dict[str, Any]:
    """Return what is to be shown of a list, as plain data."""
    known = known_in(session, catalogue_id)
    there = [number for number, sheet in found.sheets if sheet.identity in known]
    new = [sheet for _, sheet in found.sheets if sheet.identity not in known]
    elsewhere = _elsewhere(session, catalogue_id, office_id, new)
    ends = [sheet.closes_at for sheet in new]
    return {
        "lots": [_lot(row, sheet) for row, sheet in found.sheets[:FIRST]],
        "new": len(new),
        "there": len(there),
        "there_rows": there[:EXAMPLES],
        "elsewhere": len(elsewhere),
        "elsewhere_examples": elsewhere[:EXAMPLES],
        "columns": [
            _column(one) for one in sorted(found.columns, key=lambda c: c.column.place)
        ],
        "words": {
            heading: dict(words.most_common(MOST_WORDS))
            for heading, words in found.unknown_words.items()
        },
        "ends": [min(ends).isoformat(), max(ends).isoformat()] if ends else [],
    }


def _elsewhere(
    session: Session, catalogue_id: int, office_id: int, sheets: Sequence[LotSheet]
) -> list[list[str]]:
    """Return the numbers that lots of the office have in other catalogues."""
    numbers = [sheet.external_id for sheet in sheets if sheet.external_id]
    found: list[list[str]] = []
    for some in _batches(numbers, AT_ONCE):
        rows = session.execute(
            select(Lot.external_id, Catalogue.title)
            .join(Catalogue, Catalogue.id == Lot.catalogue_id)
            .where(
                Lot.office_id == office_id,
                Lot.catalogue_id != catalogue_id,
                Lot.external_id.in_(some),
            )
            .order_by(Lot.id)
        )
        found += [[str(number), title] for number, title in rows]
    return found


def _batches(numbers: Iterable[str], size: int) -> Iterator[list[str]]:
    left = iter(numbers)
    while batch := list(islice(left, size)):
        yield batch


def _lot(row: int, sheet: LotSheet) -> dict[str, Any]:
    amounts = ("valuation", "starting_price", "reserve", "increment", "deposit")
    texts = ("external_id", "title", "region", "location", "description")
    return {
        "row": row,
        "category": sheet.category.value,
        "fields": dict(sheet.fields),
        **{name: getattr(sheet, name) for name in texts},
        **{name: _minor(getattr(sheet, name)) for name in amounts},
        "opens_at": sheet.opens_at.isoformat(),
        "closes_at": sheet.closes_at.isoformat(),
    }


def _minor(amount: Money | None) -> int | None:
    return None if amount is None else amount.minor


def _column(one: ReadColumn) -> dict[str, Any]:
    return {
        "heading": one.column.heading,
        "letters": one.column.letters,
        "target": one.target.name,
        "label": one.target.label,
        "style": one.style.name,
        "example": one.style.example,
        "is_said": one.style.is_said,
        "is_certain": one.style.is_certain,
    }
