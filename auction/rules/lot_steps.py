"""The steps in which an office fills in a lot: what each of them asks, and reads.

An entry is named as its column of a list would be: "title", "field.mileage".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from auction.money import Money
from auction.rules import lot_cells, lot_fields, narrowing
from auction.rules.categories import FIELDS, TITLES, Category, Field, Option, is_given
from auction.rules.categories.field import group
from auction.rules.lot_cells import Terms, needed
from auction.rules.procedure import Procedure, ReserveKind, StepKind
from auction.rules.refusal import Refusal

FIELD = "field."  # "field.mileage": a field of the lot's category
LONGEST_TITLE = 300  # characters
LONGEST_DESCRIPTION = 32_000  # what a cell of a spreadsheet can hold, and to spare


needed_title = needed(partial(lot_cells.line, longest=LONGEST_TITLE))


class Step(StrEnum):
    """One page of the form of a lot."""

    BASICS = "basics"
    PRICE = "price"
    DETAILS = "details"
    DESCRIPTION = "description"
    BIDDERS = "bidders"


BASICS = (
    Field("title", "Title", hint="What it is and where, in one line."),
    Field(
        "category",
        "Category",
        "choice",
        options=tuple(Option(code, title) for code, title in TITLES.items()),
        must_choose=True,
    ),
    Field("region", "Region", hint="Where people look for it, such as a county."),
    Field("location", "Place", hint="The address, or the nearest village."),
    Field(
        "external_id",
        "Your own number",
        hint="Of your file or list. It is public, and once in a catalogue.",
    ),
    Field("round", "Round", hint="Such as: first, second, single."),
)
PRICE = (
    *group(
        "Price",
        Field("valuation", "Valuation", "money"),
        Field("starting_price", "Starting price", "money"),
        Field(
            "reserve",
            "Reserve",
            "money",
            hint="Below it the lot is not sold. Bidders do not see it. "
            "Leave it empty if it is the starting price.",
        ),
        Field("increment", "Increment", "money", hint="The least step between bids."),
        Field("deposit", "Deposit", "money"),
    ),
    *group(
        "Times",
        Field("opens_at", "Bidding opens", "moment"),
        Field("closes_at", "Bidding closes", "moment"),
    ),
)
DESCRIPTION = (Field("description", "Description", "markdown"),)


def entries(
    step: Step, *, category: Category, procedure: Procedure
) -> tuple[Field, ...]:
    """Return what a step asks of a lot of a category under a procedure."""
    if step is Step.DETAILS:
        return tuple(replace(f, name=FIELD + f.name) for f in FIELDS[category])
    if step is Step.PRICE:
        return tuple(entry for entry in PRICE if _is_asked(entry, procedure))
    if step is Step.BIDDERS:
        return narrowing.entries(procedure.eligibility)
    return BASICS if step is Step.BASICS else DESCRIPTION


def read(
    typed: Mapping[str, str], asked: Iterable[Field], terms: Terms
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return what was typed as values, and by entry what could not be read.

    Amounts of columns are ``Money``, those of fields count minor units. An entry that
    was left empty has the value None, or an empty text.
    """
    values: dict[str, Any] = {}
    refused: dict[str, str] = {}
    for entry in asked:
        if entry.name not in typed:
            continue
        try:
            values[entry.name] = _reader(entry, terms)(typed[entry.name])
        except Refusal as refusal:
            refused[entry.name] = str(refusal)
    return values, refused


def written(value: object, *, of: Field, terms: Terms) -> str:
    """Write a stored value in such a way that ``read`` reads the same again."""
    if isinstance(value, Money):
        value = value.minor
    if isinstance(value, datetime):
        return written_moment(value, terms.zone)
    return lot_fields.written(value, of=of, terms=terms)  # type: ignore[arg-type]


def lost_fields(
    fields: Mapping[str, Any], *, old: Category, new: Category
) -> tuple[Field, ...]:
    """Return the answered fields of one category that another does not have."""
    kept = {(one.name, one.kind, one.options) for one in FIELDS[new]}
    return tuple(
        one
        for one in FIELDS[old]
        if is_given(fields.get(one.name))
        and (one.name, one.kind, one.options) not in kept
    )


def _is_asked(entry: Field, procedure: Procedure) -> bool:
    if entry.name == "reserve":
        return procedure.reserve is ReserveKind.HIDDEN
    return entry.name != "increment" or procedure.step is StepKind.FIXED


def _reader(entry: Field, terms: Terms) -> Callable[[str], Any]:
    if entry.name.startswith(FIELD):
        return lambda typed: (
            lot_fields.field(typed, of=entry, terms=terms) if typed.strip() else None
        )
    if entry.name.startswith(narrowing.ELIGIBILITY):
        return narrowing.reader(entry)
    special: Mapping[str, Callable[[str], Any]] = {
        "title": needed_title,
        "category": needed(lot_cells.category),
        "external_id": lambda typed: lot_cells.line(typed) or None,
        "starting_price": lambda typed: (
            lot_cells.amount(typed, terms=terms) or Money(0)  # not yet said
        ),
    }
    usual: Mapping[str, Callable[[str], Any]] = {
        "text": lot_cells.line,
        "markdown": partial(lot_cells.text, longest=LONGEST_DESCRIPTION),
        "money": partial(lot_cells.amount, terms=terms),
        "moment": needed(partial(lot_cells.moment, zone=terms.zone)),
    }
    return special.get(entry.name) or usual[entry.kind]


def written_moment(at: datetime, zone: ZoneInfo) -> str:
    """Write a moment in its zone; with its offset where the clock shows it twice."""
    local = at.astimezone(zone)
    bare = local.replace(tzinfo=None).isoformat(
        sep=" ", timespec="seconds" if local.second else "minutes"
    )
    is_twice = local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
    return f"{bare}{local:%z}" if is_twice else bare
