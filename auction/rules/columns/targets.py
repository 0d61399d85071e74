"""What a column of a list can be: a part of a lot, a field of its category, nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from auction.rules.categories import FIELDS, TITLES, Category, Field, Kind
from auction.rules.categories.field import Option
from auction.rules.lot_steps import FIELD
from auction.rules.narrowing import ELIGIBILITY, KINDS, LICENCE, OTHERS

Sort = Kind | str


@dataclass(frozen=True, slots=True)
class Target:
    """What the cells of a column become."""

    name: str
    label: str
    kind: Sort = "text"
    unit: str = ""
    options: tuple[Option, ...] = ()

    @property
    def is_text(self) -> bool:
        """Whether several columns may become it together."""
        return self.kind in {"text", "long_text"} and self.name != "external_id"

    @property
    def is_figure(self) -> bool:
        """Whether its cells are numbers."""
        return self.kind in {"amount", "money", "balance", "number", "integer", "year"}

    @property
    def is_amount(self) -> bool:
        """Whether its cells are amounts of money."""
        return self.kind in {"amount", "money", "balance"}

    @property
    def is_day(self) -> bool:
        """Whether its cells are days or moments."""
        return self.kind in {"date", "moment"}

    @property
    def is_word(self) -> bool:
        """Whether its cells are words that mean one of a few things."""
        return self.kind in {"category", "flag", "choice"}


LEAVE_OUT = "-"
APPEND = "+"  # to the description, below its heading

OF_A_LOT: tuple[Target, ...] = (
    Target("external_id", "Own number"),
    Target("title", "Title"),
    Target("category", "Category", "category"),
    Target("region", "Region"),
    Target("location", "Place"),
    Target("round", "Round"),
    Target("description", "Description", "long_text"),
    Target("valuation", "Valuation", "amount"),
    Target("starting_price", "Starting price", "amount"),
    Target("reserve", "Reserve", "amount"),
    Target("increment", "Increment", "amount"),
    Target("deposit", "Deposit", "amount"),
    Target("opens_at", "Opens", "moment"),
    Target("closes_at", "Ends", "moment"),
    *(
        Target(
            ELIGIBILITY + one.name,
            one.label,
            "text" if one.kind == "choice" else one.kind,
        )
        for one in (KINDS, LICENCE, *OTHERS)
    ),
)
ELSEWHERE: tuple[Target, ...] = (
    Target(APPEND, "Add to the description"),
    Target(LEAVE_OUT, "Leave out"),
)
# What an export says besides, and an import has no use for.
SAID_BESIDES = ("sale.", "result.")


@cache
def target_of(name: str) -> Target | None:
    """Return the target of a name; of a field that categories share, the first."""
    for target in (*OF_A_LOT, *ELSEWHERE):
        if target.name == name:
            return target
    return next(iter(by_category(name).values()), None)


@cache
def by_category(name: str) -> Mapping[Category, Target]:
    """Return what a field is in each category that has it: not always the same."""
    return {
        category: _of_field(field)
        for category in Category
        for field in FIELDS[category]
        if FIELD + field.name == name
    }


@cache
def groups(category: Category | None) -> Mapping[str, tuple[Target, ...]]:
    """Return the targets among which an office chooses, by group.

    Where the category of all lots is known, only its own fields are among them.
    """
    fields = {
        TITLES[one]: tuple(_of_field(field) for field in FIELDS[one])
        for one in ([category] if category else Category)
    }
    return {"Lot": OF_A_LOT, **fields, "Otherwise": ELSEWHERE}


def _of_field(field: Field) -> Target:
    return Target(
        FIELD + field.name, field.label, field.kind, field.unit, field.options
    )
