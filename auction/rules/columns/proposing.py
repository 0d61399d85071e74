"""Proposing what the columns of a list are, from what they are called."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from auction.rules.categories import FIELDS, Category
from auction.rules.columns.plan import ColumnPlan, Plan, may_be_several
from auction.rules.columns.targets import (
    ELSEWHERE,
    LEAVE_OUT,
    OF_A_LOT,
    SAID_BESIDES,
    target_of,
)
from auction.rules.columns.words import heading_words, plain
from auction.rules.lot_steps import FIELD
from auction.rules.tables.headings import Table

NOTHING = {target.name for target in ELSEWHERE}
TELLING = (
    "location",
    "region",
    "description",
)  # what makes a title where there is none


def propose(table: Table, remembered: Plan | None = None) -> Plan:
    """Return a plan for a table: what was remembered, else what its headings mean.

    A column that nobody knows stays undecided.
    """
    known = remembered.columns if remembered else {}
    columns: dict[str, ColumnPlan] = {}
    taken: set[str] = set()
    for heading in table.headings:
        proposed = known.get(heading) or ColumnPlan(meaning(heading))
        if proposed.to in taken and not may_be_several(proposed.to):
            proposed = ColumnPlan()
        taken.add(proposed.to)
        columns[heading] = proposed
    constants = dict(remembered.constants) if remembered else {}
    if "title" not in taken and "title" not in constants:
        constants["title"] = _title(columns)
    return Plan(columns, {name: text for name, text in constants.items() if text})


def meaning(heading: str) -> str:
    """Return the target that a heading names: ours, our label, or a word for it."""
    if heading.startswith(SAID_BESIDES):
        return LEAVE_OUT
    if target_of(heading) is not None and heading not in {
        one.name for one in ELSEWHERE
    }:
        return heading
    return own_labels().get(plain(heading)) or heading_words().get(plain(heading), "")


def knows(heading: str) -> bool:
    """Say whether a text is the heading of a column that we know."""
    return bool(meaning(heading))


@cache
def own_labels() -> Mapping[str, str]:
    """Return our own names by their labels; of a label that several have, the first."""
    fields = {
        plain(field.label): FIELD + field.name
        for category in reversed(Category)
        for field in reversed(FIELDS[category])
    }
    return fields | {plain(target.label): target.name for target in OF_A_LOT}


def _title(columns: Mapping[str, ColumnPlan]) -> str:
    """Put a title together from the columns that say most, the closest place first."""
    of = {
        name: [heading for heading, column in columns.items() if column.to == name]
        for name in TELLING
    }
    found = next((of[name] for name in TELLING if of[name]), [])
    if found is of["location"]:
        found = of["region"] + found
    return ", ".join(f"{{{heading}}}" for heading in reversed(found))
