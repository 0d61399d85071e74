"""A grid: the lines and cells of a file, whatever program wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from auction.rules.refusal import Unreadable

MOST_LINES = 20_000
MOST_COLUMNS = 256
LARGEST = 10 * 1024 * 1024  # bytes
NO_HEADINGS = -1
LETTERS = 26


class TableUnreadable(Unreadable):
    """This file could not be read as a table."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """A cell that holds no value, and why."""

    sentence: str


Cell = str | int | Decimal | bool | datetime | date | time | Flaw | None


@dataclass(frozen=True, slots=True)
class Line:
    """A row of cells, with the number that a person sees beside it."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def filled(self) -> int:
        """How many of its cells hold something."""
        return sum(cell is not None and cell != "" for cell in self.cells)

    def at(self, place: int) -> Cell:
        """Return the cell at a place, from 0; beyond its end there is nothing."""
        return self.cells[place] if place < len(self.cells) else None


@dataclass(frozen=True, slots=True)
class Shape:
    """How a file is to be read. What is None is found by looking at it."""

    sheet: str | None = None
    encoding: str | None = None
    separator: str | None = None
    heading: int | None = None  # the number of its line, or NO_HEADINGS

    @classmethod
    def of(cls, stored: dict[str, Any]) -> Shape:
        """Return the shape that was stored."""
        return cls(**{key: stored.get(key) for key in cls.__slots__})

    def stored(self) -> dict[str, Any]:
        """Return what is stored of it."""
        return {key: value for key, value in asdict(self).items() if value is not None}


@dataclass(frozen=True, slots=True)
class Grid:
    """All lines of a file or of one of its sheets, and the shape that it has."""

    lines: tuple[Line, ...]
    shape: Shape
    sheets: tuple[str, ...] = ()
    days_from_1904: bool = False  # what number a day has, in old Macintosh workbooks

    @property
    def width(self) -> int:
        """The number of columns in which there is something."""
        return max((last_filled(line.cells) for line in self.lines), default=0)

    def begun_by(self, heading: int) -> Grid:
        """Return the same grid, its headings in that line."""
        return replace(self, shape=replace(self.shape, heading=heading))


def column_letters(place: int) -> str:
    """Name the column at a place, from 0, as spreadsheets do: A, B ... Z, AA."""
    place, letter = divmod(place, LETTERS)
    return (column_letters(place - 1) if place else "") + chr(ord("A") + letter)


def last_filled(cells: Sequence[Cell]) -> int:
    """Return how many cells there are up to the last that holds something."""
    for place in range(len(cells), 0, -1):
        if cells[place - 1] not in (None, ""):
            return place
    return 0


def lines_of(rows: Iterable[Sequence[Cell]], *, most: int) -> tuple[Line, ...]:
    """Return the rows in which there is something, numbered from 1 with the others.

    Only the first ``most`` are read; a list that is longer than lists may be, or
    wider, is refused.
    """
    lines = []
    for number, row in enumerate(rows, start=1):
        if number > MOST_LINES:
            sentence = f"This list has more than {MOST_LINES:,} rows: please split it."
            raise TableUnreadable(sentence)
        if number > most:
            break
        width = last_filled(row)
        if width > MOST_COLUMNS:
            cell = f"{column_letters(width - 1)}{number}"
            raise TableUnreadable(
                f"There is something in the cell {cell}: more than {MOST_COLUMNS} "
                "columns are not read. Please delete what stands outside the list."
            )
        if width:
            lines.append(Line(number, tuple(row[:width])))
    return tuple(lines)
