"""Finding the line that names the columns, and the table below it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from auction.rules.tables.grid import (
    NO_HEADINGS,
    Cell,
    Grid,
    Line,
    TableUnreadable,
    column_letters,
)

JSON_HEADINGS = 0  # the line of its keys, which no program shows
LOOKED_AT = 40  # lines
LONGEST_HEADING = 120  # characters
WORD = re.compile(r"[^\W\d_]")  # a letter of any script
NOT_A_WORD = re.compile(r"https?://|\S+@\S+\.\S+")
KNOWN = 3  # how much more a word counts that we know as a heading


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its place from 0, and what its list calls it."""

    place: int
    heading: str
    is_named: bool = True  # else it is called by its letter

    @property
    def letters(self) -> str:
        """What a spreadsheet program calls it: ``A``, ``B`` ..."""
        return column_letters(self.place)


@dataclass(frozen=True, slots=True)
class Table:
    """Columns with different headings, and the lines below them."""

    grid: Grid
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings, in order."""
        return tuple(column.heading for column in self.columns)

    def cells(self, column: Column) -> Iterator[Cell]:
        """Return what stands in a column, row by row."""
        return (line.at(column.place) for line in self.lines)

    def has_anything_in(self, column: Column) -> bool:
        """Say whether a column holds anything below its heading."""
        return any(cell not in (None, "") for cell in self.cells(column))

    def place_of(self, column: Column) -> str:
        """Name a column so that a person finds it: by its heading and its letter."""
        has_letter = column.is_named and self.grid.shape.heading != JSON_HEADINGS
        return f"{column.heading} ({column.letters})" if has_letter else column.heading


def table_of(grid: Grid, knows: Callable[[str], bool] = lambda _: False) -> Table:
    """Return the table in a grid, its headings where its shape says or as found.

    ``knows`` says whether a text is a heading that we have seen elsewhere.
    """
    heading = grid.shape.heading
    if heading is None:
        heading = find_heading(grid, knows)
    grid = grid.begun_by(heading)
    named = next((line for line in grid.lines if line.number == heading), None)
    if heading != NO_HEADINGS and named is None:
        raise TableUnreadable(f"There is nothing in row {heading}.")
    below = tuple(line for line in grid.lines if line.number > heading)
    return Table(grid, _columns(named, below), below)


def find_heading(grid: Grid, knows: Callable[[str], bool] = lambda _: False) -> int:
    """Return the number of the first line that looks like the names of columns."""
    looked_at = grid.lines[:LOOKED_AT]
    if not looked_at:
        raise TableUnreadable("There is nothing in this file.")
    found = [(_likeness(line, knows), line.number) for line in looked_at]
    best = max(likeness for likeness, _ in found)
    if not best:
        raise TableUnreadable("No row of this file names the columns.")
    return next(number for likeness, number in found if 3 * likeness > 2 * best)


def _likeness(line: Line, knows: Callable[[str], bool]) -> int:
    texts = [cell for cell in line.cells if isinstance(cell, str) and _is_word(cell)]
    return len(set(texts)) + KNOWN * sum(knows(text) for text in set(texts))


def _is_word(text: str) -> bool:
    if len(text) > LONGEST_HEADING or NOT_A_WORD.match(text):
        return False
    return WORD.search(text) is not None


def _columns(named: Line | None, below: tuple[Line, ...]) -> tuple[Column, ...]:
    lines = [*([named] if named else []), *below]
    width = max((len(line.cells) for line in lines), default=0)
    used = {
        place
        for line in lines
        for place, cell in enumerate(line.cells)
        if cell not in (None, "")
    }
    seen: Counter[str] = Counter()
    columns = []
    for place in range(width):
        heading = _heading(named, place)
        if heading or place in used:
            columns.append(_named(place, heading, seen))
    return tuple(columns)


def _heading(named: Line | None, place: int) -> str:
    cell = named.at(place) if named is not None else None
    return "" if cell is None else " ".join(str(cell).split())


def _named(place: int, heading: str, seen: Counter[str]) -> Column:
    label = heading or f"Column {column_letters(place)}"
    seen[label] += 1
    again = f" ({seen[label]})" if seen[label] > 1 else ""
    return Column(place, label + again, is_named=bool(heading))
