"""Reading one row of an office's list: typed values, and all that is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from auction.rules import lot_cells, lot_fields, narrowing
from auction.rules.categories import FIELDS, Category
from auction.rules.lot_cells import Terms, needed
from auction.rules.lot_steps import FIELD, LONGEST_DESCRIPTION, needed_title
from auction.rules.lot_terms import NO_INCREMENT, disagreements, needs_increment
from auction.rules.refusal import Refusal

T = TypeVar("T")

COLUMNS = (
    *("external_id", "title", "category", "region", "location", "round"),
    *("description", "valuation", "starting_price", "reserve", "increment"),
    *("deposit", "opens_at", "closes_at", "fields"),
    *narrowing.COLUMNS,
)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one place of a list; in row 0, with the list as a whole."""

    row: int
    column: str
    sentence: str

    def __str__(self) -> str:
        row = f"Row {self.row}, " if self.row else ""
        return f"{row}{self.column}: {self.sentence}"


def read_row(
    row: Mapping[str, Any], number: int, terms: Terms
) -> tuple[dict[str, Any], list[Problem]]:
    """Return the value of every column of a lot, and what is wrong with them."""
    reader = _RowReader(row, number, terms)
    return reader.values(), reader.problems


class _RowReader:
    """One row: it hands out typed values and keeps what was wrong."""

    def __init__(self, row: Mapping[str, Any], number: int, terms: Terms) -> None:
        self.row, self.number, self.terms = row, number, terms
        self.problems: list[Problem] = []

    def values(self) -> dict[str, Any]:
        values = self._texts() | self._amounts() | self._moments()
        values["category"] = self._read("category", needed(lot_cells.category))
        values["fields"] = self._fields(values["category"])
        values["eligibility"] = self._eligibility()
        self._check_columns()
        self._check_terms(values)
        return values

    def _texts(self) -> dict[str, Any]:
        line, text = lot_cells.line, lot_cells.text
        description = partial(text, longest=LONGEST_DESCRIPTION)
        return {
            "external_id": self._read("external_id", line) or None,
            "title": self._read("title", needed_title),
            "region": self._read("region", line),
            "location": self._read("location", line),
            "round": self._read("round", line) or self.terms.procedure.round,
            "description": self._read("description", description),
        }

    def _amounts(self) -> dict[str, Any]:
        amount = partial(lot_cells.amount, terms=self.terms)
        optional = ("valuation", "reserve", "increment", "deposit")
        return {
            "starting_price": self._read("starting_price", needed(amount)),
            **{column: self._read(column, amount) for column in optional},
        }

    def _moments(self) -> dict[str, Any]:
        moment = needed(partial(lot_cells.moment, zone=self.terms.zone))
        return {name: self._read(name, moment) for name in ("opens_at", "closes_at")}

    def _fields(self, category: Category | None) -> dict[str, Any]:
        if category is None:
            return {}
        known = {one.name: one for one in FIELDS[category]}
        values = {}
        for name, value in self._given_fields().items():
            if name not in known:
                there = ", ".join(known)
                sentence = f"A {category} lot has no such field. There are: {there}."
                self._problem(FIELD + name, sentence)
                continue
            read = partial(lot_fields.field, of=known[name], terms=self.terms)
            values[name] = self._read(FIELD + name, read, value)
        return values

    def _eligibility(self) -> dict[str, Any]:
        offered = narrowing.entries(self.terms.procedure.eligibility)
        asked = {one.name: one for one in offered}
        values = {}
        for column in narrowing.COLUMNS:
            typed = str(self.row.get(column) or "")
            if typed.strip() and column not in asked:
                self._problem(column, "The procedure of this sale offers no licences.")
            elif typed.strip():
                name = column.removeprefix(narrowing.ELIGIBILITY)
                values[name] = self._read(column, narrowing.reader(asked[column]))
        return values

    def _given_fields(self) -> dict[str, Any]:
        given = self.row.get("fields") or {}
        if not isinstance(given, Mapping):
            self._problem("fields", 'This must be an object, like {"mileage": 90000}.')
            given = {}
        columns = {
            column.removeprefix(FIELD): value
            for column, value in self.row.items()
            if column.startswith(FIELD)
        }
        both = {**given, **columns}
        return {name: value for name, value in both.items() if value not in (None, "")}

    def _check_columns(self) -> None:
        for column in self.row:
            if column not in COLUMNS and not column.startswith(FIELD):
                self._problem(column, "There is no such column.")

    def _check_terms(self, values: Mapping[str, Any]) -> None:
        found = disagreements(values, self.terms.procedure)
        if needs_increment(values, self.terms.procedure):
            found |= {"increment": NO_INCREMENT}
        for column, sentence in found.items():
            if not self._is_wrong(column):
                self._problem(column, sentence)

    def _read(
        self, column: str, read: Callable[[object], T], *value: object
    ) -> T | None:
        try:
            return read(*value or (self.row.get(column),))
        except Refusal as refusal:
            self._problem(column, str(refusal))
            return None

    def _problem(self, column: str, sentence: str) -> None:
        self.problems.append(Problem(self.number, column, sentence))

    def _is_wrong(self, column: str) -> bool:
        return any(problem.column == column for problem in self.problems)
