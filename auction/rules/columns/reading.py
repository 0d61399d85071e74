"""Reading lots from a table by a plan: sheets, and every problem by row and column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from auction.rules.categories import Category
from auction.rules.columns.cells import (
    Style,
    Value,
    WordUnknown,
    reader,
    style_of,
    text_of,
)
from auction.rules.columns.constants import read_constants
from auction.rules.columns.filling import Filling
from auction.rules.columns.judging import Judge
from auction.rules.columns.plan import ColumnPlan, Plan
from auction.rules.columns.targets import (
    APPEND,
    LEAVE_OUT,
    Target,
    by_category,
    target_of,
)
from auction.rules.lot_cells import Terms
from auction.rules.lot_row import Problem
from auction.rules.refusal import Refusal
from auction.rules.tables.grid import Cell, Line
from auction.rules.tables.headings import Column, Table

FOR_ALL = 0  # the row of a problem that is not one row's


Read = Callable[[Cell], Value]


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """A column that becomes something, and how its cells are read.

    A field may be something else in another category: those are ``others``.
    """

    column: Column
    target: Target
    style: Style
    read: Read
    others: Mapping[Category, Read]

    def value(self, cell: Cell, category: object) -> Value:
        """Return the value of a cell in the row of a lot of some category."""
        if isinstance(category, str) and category in self.others:
            return self.others[Category(category)](cell)
        return self.read(cell)


class LotReading:
    """A list that is being read: what is right in it, and what is not.

    ``sheets`` stand with the numbers of their rows; ``unknown_words`` are counted, by
    the headings of their columns.
    """

    def __init__(
        self,
        table: Table,
        plan: Plan,
        terms: Terms,
        *,
        left_out: Collection[int] = (),
    ) -> None:
        """Look at the plan as a whole, before any row."""
        self.table, self.terms, self.left_out = table, terms, frozenset(left_out)
        self.unknown_words: dict[str, Counter[str]] = {}
        self.constants, wrong = read_constants(
            plan.constants, table.headings, self.terms
        )
        self._filling = Filling(self.constants)
        self._judge = Judge(terms, self.constants.round_to)
        self.sheets, self.problems = self._judge.sheets, self._judge.problems
        planned = Plan(dict(self._planned(plan)))
        self.columns = sorted(self._columns(planned), key=_is_not_category)
        wrong = {self.name_of(name): sentence for name, sentence in wrong.items()}
        for place, sentence in [*wrong.items(), *planned.conflicts().items()]:
            self.problems.append(Problem(FOR_ALL, place, sentence))

    @property
    def is_right(self) -> bool:
        """Whether every row became a lot."""
        return not self.problems

    @property
    def row_count(self) -> int:
        """How many rows there are to read."""
        return len(self.table.lines)

    def in_steps(self, size: int) -> Iterator[int]:
        """Read so many rows at once; yield how many have been read so far.

        While the plan itself is wrong, no row is read.
        """
        if self.problems:
            return
        for start in range(0, self.row_count, size):
            for line in self.table.lines[start : start + size]:
                if line.number not in self.left_out:
                    self._read(line)
            yield min(start + size, self.row_count)

    def read(self) -> None:
        """Read all rows."""
        for _ in self.in_steps(self.row_count or 1):
            pass

    def attachments(self) -> Mapping[str, bytes]:
        """Return no workbooks: whatever a table says stands in its lots."""
        return {}

    def name_of(self, target: str) -> str:
        """Name a part of a lot as the person knows it: by the column it comes from."""
        for one in self.columns:
            if one.target.name == target:
                return self.table.place_of(one.column)
        found = target_of(target)
        return found.label if found else target

    def _planned(self, plan: Plan) -> Iterator[tuple[str, ColumnPlan]]:
        for column in self.table.columns:
            said = plan.columns.get(column.heading)
            if said is not None or self.table.has_anything_in(column):
                yield column.heading, said or ColumnPlan()

    def _columns(self, plan: Plan) -> Iterator[ReadColumn]:
        for column in self.table.columns:
            said = plan.columns.get(column.heading, ColumnPlan(LEAVE_OUT))
            target = target_of(said.to)
            if target is not None and target.name != LEAVE_OUT:
                style, read = self._reader(column, said, target)
                others = {
                    category: self._reader(column, said, other)[1]
                    for category, other in by_category(target.name).items()
                    if other != target
                }
                yield ReadColumn(column, target, style, read, others)

    def _reader(
        self, column: Column, said: ColumnPlan, target: Target
    ) -> tuple[Style, Read]:
        cells = [
            line.at(column.place)
            for line in self.table.lines
            if line.number not in self.left_out
        ]
        style = style_of(said, target, cells, self.terms)
        from_1904 = self.table.grid.days_from_1904
        return style, reader(said, target, style, self.terms, from_1904=from_1904)

    def _read(self, line: Line) -> None:
        wrong: dict[str, str] = {}  # by target
        row = self._values(line, wrong)
        self._filling.fill(row, lambda: dict(self._texts(line)))
        _append(row)
        self._judge.judge(row, line.number, wrong, name_of=self.name_of)

    def _texts(self, line: Line) -> Iterator[tuple[str, str]]:
        for column in self.table.columns:
            yield column.heading, text_of(line.at(column.place))

    def _values(self, line: Line, wrong: dict[str, str]) -> dict[str, Any]:
        row: dict[str, Any] = {}
        for one in self.columns:  # the category comes first
            cell = line.at(one.column.place)
            category = row.get("category") or self.constants.values.get("category")
            try:
                _put(row, one, one.value(cell, category))
            except Refusal as refusal:
                wrong[one.target.name] = str(refusal)
                if isinstance(refusal, WordUnknown):
                    words = self.unknown_words.setdefault(one.column.heading, Counter())
                    words[text_of(cell).strip()] += 1
        return row


def _is_not_category(one: ReadColumn) -> bool:
    return one.target.name != "category"


def _put(row: dict[str, Any], one: ReadColumn, value: Value) -> None:
    """Add the value of a column to its row, behind what others have put there."""
    if value is None:
        return
    name, between = one.target.name, ", "
    if name == APPEND:
        between, value = "\n", f"- **{one.column.heading}:** {value}"
    elif one.target.kind == "long_text":
        between = "\n\n"
    row[name] = f"{row[name]}{between}{value}" if name in row else value


def _append(row: dict[str, Any]) -> None:
    """Put what is to be added to the description behind it, as a list."""
    more = row.pop(APPEND, "")
    if more:
        said = row.get("description")
        row["description"] = f"{said}\n\n{more}" if said else more
