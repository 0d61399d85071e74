"""The table of a list that is being imported, and what a form says about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from werkzeug.datastructures import MultiDict

from auction.models import ListImport
from auction.rules.columns.cells import text_of
from auction.rules.columns.plan import ColumnPlan, Plan
from auction.rules.columns.proposing import knows, propose
from auction.rules.refusal import Refusal
from auction.rules.tables.grid import NO_HEADINGS, Flaw, Grid, Shape
from auction.rules.tables.headings import Column, Table, table_of
from auction.rules.tables.reading import read_grid
from auction.services import list_imports
from web import list_files
from web.extensions import db

EXAMPLES = 3  # cells of a column
LONGEST_EXAMPLE = 60  # characters


@dataclass(frozen=True, slots=True)
class Opened:
    """The lines of a list, and the table in them, or why there is none."""

    grid: Grid | None
    table: Table | None
    refusal: str = ""


def opened(listed: ListImport) -> Opened:
    """Look into the file of a list, in the shape that its office has said."""
    grid = None
    try:
        grid = read_grid(list_files.read(listed.file), Shape.of(listed.shape))
        return Opened(grid, table_of(grid, knows))
    except Refusal as refusal:
        return Opened(grid, None, str(refusal))


def plan_of(listed: ListImport, table: Table) -> Plan:
    """Return the plan that was made, or one that is proposed."""
    said = {key: str(value) for key, value in listed.constants.items()}
    if listed.mapping:
        return Plan.of(listed.mapping, said)
    office_id = listed.catalogue.office_id
    before = list_imports.remembered(
        db.session(), office_id=office_id, headings=table.headings
    )
    proposed = propose(table, before)
    usual = list_imports.usual_constants(listed.catalogue)
    return Plan(proposed.columns, {**usual, **proposed.constants, **said})


def shape_from(form: Mapping[str, str]) -> Shape:
    """Return the shape that a form says; what it leaves empty is found."""
    heading = form.get("heading", "").strip()
    number = int(heading) if heading.isascii() and heading.isdecimal() else None
    return Shape(
        sheet=form.get("sheet") or None,
        encoding=form.get("encoding") or None,
        separator=form.get("separator") or None,
        heading=NO_HEADINGS if "no_headings" in form else number,
    )


def plan_from(form: MultiDict[str, str], table: Table, before: Plan) -> Plan:
    """Return the plan that a form says, with the words that were explained before."""
    columns = {
        column.heading: _column(form, column, before.columns.get(column.heading))
        for column in table.columns
    }
    constants = {
        key.removeprefix("all-"): value.strip()
        for key, value in form.items()
        if key.startswith("all-") and value.strip()
    }
    return Plan(columns, constants)


def examples(table: Table, column: Column) -> list[str]:
    """Return the first different cells of a column, as a person sees them."""
    texts = (
        "" if isinstance(cell, Flaw) else text_of(cell) for cell in table.cells(column)
    )
    different = dict.fromkeys(text for text in texts if text)
    return [
        text if len(text) <= LONGEST_EXAMPLE else f"{text[:LONGEST_EXAMPLE]}…"
        for text in islice(different, EXAMPLES)
    ]


def _column(
    form: Mapping[str, str], column: Column, before: ColumnPlan | None
) -> ColumnPlan:
    to = form.get(f"to-{column.place}", "") or form.get("rest", "")
    style = form.get(f"style-{column.place}", "")
    is_same = before is not None and before.to == to
    return ColumnPlan(to, style, before.words if before and is_same else {})
