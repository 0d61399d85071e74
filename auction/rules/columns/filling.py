"""Filling in what a row leaves empty with what holds for all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auction.rules.columns.cells import Value
from auction.rules.columns.constants import Constants

DAY_ALONE = len("2026-03-02")


@dataclass(slots=True)
class Filling:
    """The constants of a list, and how many ends they have set so far."""

    constants: Constants
    ends: int = 0

    def fill(self, row: dict[str, Any], texts: Callable[[], Mapping[str, str]]) -> None:
        """Add to the values of a row what its cells do not say.

        ``texts`` are its cells by their headings, for titles put together from them.
        """
        for name, at in self.constants.times.items():
            row[name] = _with_time(row.get(name), at)
        for name, value in self.constants.values.items():
            if _is_empty(row, name):
                row[name] = self._next_end(value) if name == "closes_at" else value
        cells = texts() if self.constants.patterns else {}
        for name in self.constants.patterns:
            if _is_empty(row, name):
                row[name] = self.constants.text(name, cells)

    def _next_end(self, first: Value) -> str:
        at = datetime.fromisoformat(str(first)) + self.ends * self.constants.stagger
        self.ends += 1
        return at.isoformat(" ")


def _with_time(value: Value, at: str) -> Value:
    is_day = isinstance(value, str) and len(value) == DAY_ALONE
    return f"{value} {at}" if is_day else value


def _is_empty(row: dict[str, Any], name: str) -> bool:
    return row.get(name) in (None, "")
