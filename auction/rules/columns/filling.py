"""Filling in what a row leaves empty with what holds for all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auction.rules.columns.cells import Value, text_of
from auction.rules.columns.constants import Constants
from auction.rules.tables.grid import Line
from auction.rules.tables.headings import Table

DAY_ALONE = len("2026-03-02")


@dataclass(slots=True)
class Filling:
    """The constants of a list, and how many ends they have set so far."""

    table: Table
    constants: Constants
    ends: int = 0

    def fill(self, row: dict[str, Any], line: Line) -> None:
        """Add to the values of a row what its cells do not say."""
        for name, at in self.constants.times.items():
            row[name] = _with_time(row.get(name), at)
        for name, value in self.constants.values.items():
            if _is_empty(row, name):
                row[name] = self._next_end(value) if name == "closes_at" else value
        cells = dict(self._texts(line)) if self.constants.patterns else {}
        for name in self.constants.patterns:
            if _is_empty(row, name):
                row[name] = self.constants.text(name, cells)

    def _next_end(self, first: Value) -> str:
        at = datetime.fromisoformat(str(first)) + self.ends * self.constants.stagger
        self.ends += 1
        return at.isoformat(" ")

    def _texts(self, line: Line) -> Iterator[tuple[str, str]]:
        for column in self.table.columns:
            yield column.heading, text_of(line.at(column.place))


def _with_time(value: Value, at: str) -> Value:
    is_day = isinstance(value, str) and len(value) == DAY_ALONE
    return f"{value} {at}" if is_day else value


def _is_empty(row: dict[str, Any], name: str) -> bool:
    return row.get(name) in (None, "")
