"""What the pages of an import show: columns to map, problems, lots as they will be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auction.models import ListImport
from auction.money import Money
from auction.rules.categories import FIELDS, TITLES, Category, Field
from auction.rules.columns.cells import meanings_of
from auction.rules.columns.plan import Plan
from auction.rules.columns.targets import Target, groups, target_of
from auction.rules.lot_row import Problem
from auction.rules.tables.days import Order
from auction.rules.tables.headings import Column, Table
from auction.rules.tables.numbers import Sign
from web.list_tables import examples

A_PAGE = 50  # problems


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """One column on the page that maps them."""

    column: Column
    examples: list[str]
    to: str
    style: str
    error: str

    @property
    def has_style(self) -> bool:
        """Whether it makes a difference how its cells are written."""
        target = target_of(self.to)
        return target is not None and (target.is_figure or target.is_day)


@dataclass(frozen=True, slots=True)
class Kind:
    """The same problem in one or many rows."""

    column: str
    sentence: str
    first_row: int
    times: int


@dataclass(frozen=True, slots=True)
class LotToBe:
    """A lot as it will be once it is imported."""

    row: int
    category: Category
    texts: Mapping[str, str]
    amounts: Mapping[str, Money]
    opens_at: datetime
    closes_at: datetime
    fields: list[tuple[Field, Any]]


STYLES = {
    "Numbers": [(sign.value, sign.example) for sign in Sign],
    "Days": [(order.value, order.example) for order in Order],
}
AMOUNTS = {
    "starting_price": "Starting price",
    "valuation": "Valuation",
    "reserve": "Reserve",
    "increment": "Increment",
    "deposit": "Deposit",
}


def column_rows(table: Table, plan: Plan, errors: Mapping[str, str]) -> list[ColumnRow]:
    """Return the columns of a table with what the plan says of each."""
    return [
        ColumnRow(
            column,
            examples(table, column),
            plan.columns[column.heading].to,
            plan.columns[column.heading].style,
            errors.get(f"to-{column.place}", ""),
        )
        for column in table.columns
    ]


def targets(plan: Plan) -> Mapping[str, Iterable[Target]]:
    """Return what a column can become, by group, without saying anything twice."""
    seen: set[str] = set()
    found: dict[str, list[Target]] = {}
    for group, offered in groups(category_of(plan)).items():
        found[group] = [target for target in offered if target.name not in seen]
        seen |= {target.name for target in offered}
    return found


def category_of(plan: Plan) -> Category | None:
    """Return the category that all lots have, if the plan says one."""
    said = plan.constants.get("category", "")
    return Category(said) if said in TITLES else None


def kinds_of(problems: Iterable[Problem]) -> list[Kind]:
    """Return what is wrong, each kind once, the most frequent first."""
    first: dict[tuple[str, str], int] = {}
    times: Counter[tuple[str, str]] = Counter()
    for problem in problems:
        key = (problem.column, problem.sentence)
        first.setdefault(key, problem.row)
        times[key] += 1
    return [
        Kind(column, sentence, first[column, sentence], number)
        for (column, sentence), number in times.most_common()
    ]


def problems_of(listed: ListImport) -> list[Problem]:
    """Return the problems that were kept of a list."""
    return [Problem(*problem) for problem in listed.problems]


def lots_of(preview: Mapping[str, Any]) -> list[LotToBe]:
    """Return the first lots of a list."""
    return [_lot(said) for said in preview.get("lots", [])]


def words_of(listed: ListImport, preview: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the words that nobody knows, by column, with what they can mean."""
    found = []
    for heading, words in preview.get("words", {}).items():
        target = target_of(listed.mapping.get(heading, {}).get("to", ""))
        if target is not None:
            meanings = meanings_of(target)
            found.append({"heading": heading, "words": words, "meanings": meanings})
    return found


def _lot(said: Mapping[str, Any]) -> LotToBe:
    category = Category(said["category"])
    fields = {field.name: field for field in FIELDS[category]}
    return LotToBe(
        row=said["row"],
        category=category,
        texts={
            name: said[name]
            for name in ("external_id", "title", "region", "location", "description")
        },
        amounts={
            label: Money(said[name])
            for name, label in AMOUNTS.items()
            if said[name] is not None
        },
        opens_at=datetime.fromisoformat(said["opens_at"]),
        closes_at=datetime.fromisoformat(said["closes_at"]),
        fields=[
            (fields[name], value)
            for name, value in said["fields"].items()
            if name in fields
        ],
    )
