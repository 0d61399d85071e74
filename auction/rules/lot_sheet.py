"""Reading lots from rows, as an office's list has them: sheets, and every problem.

``docs/importing.md`` explains the columns.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from auction.money import Currency, Money
from auction.rules.categories import Category
from auction.rules.lot_cells import Terms
from auction.rules.lot_row import Problem, read_row
from auction.rules.procedure import Procedure

__all__ = ["LotSheet", "Problem", "read_rows"]

SAME = "Row {} is the same lot: give each a number of its own."


@dataclass(frozen=True, slots=True)
class LotSheet:
    """A lot as an office hands it in. Amounts are in the catalogue's currency."""

    external_id: str | None
    title: str
    category: Category
    region: str
    location: str
    round: str
    description: str
    valuation: Money | None
    starting_price: Money
    reserve: Money | None
    increment: Money | None
    deposit: Money | None
    opens_at: datetime
    closes_at: datetime
    fields: Mapping[str, Any] = field(default_factory=dict)
    eligibility: Mapping[str, Any] = field(default_factory=dict)

    @property
    def identity(self) -> str:
        """The office's own number or, without one, a digest of all that is said."""
        if self.external_id:
            return self.external_id
        said = {part.name: getattr(self, part.name) for part in fields(self)}
        if not self.eligibility:
            del said["eligibility"]  # lists that say nothing of it keep their digests
        written = json.dumps(said, sort_keys=True, default=str)
        return f"sheet-{hashlib.sha256(written.encode()).hexdigest()[:16]}"


def read_rows(
    rows: Iterable[Mapping[str, Any]],
    *,
    currency: Currency,
    locale: str,
    zone: ZoneInfo,
    procedure: Procedure,
) -> tuple[list[LotSheet], list[Problem]]:
    """Return the sheets of the rows that are right, and what is wrong with the others.

    Rows without anything in them are passed over.
    """
    terms = Terms(currency, locale, zone, procedure)
    sheets, problems = [], []
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, start=1):
        if all(value in (None, "") for value in row.values()):
            continue
        values, wrong = read_row(row, number, terms)
        if not wrong:
            sheet = LotSheet(**values)
            wrong = _repeated(sheet, number, seen)
            sheets += [] if wrong else [sheet]
        problems += wrong
    return sheets, problems


def _repeated(sheet: LotSheet, number: int, seen: dict[str, int]) -> list[Problem]:
    first = seen.setdefault(sheet.identity, number)
    if first == number:
        return []
    return [Problem(number, "external_id", SAME.format(first))]
