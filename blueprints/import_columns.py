"""What the columns of an uploaded list are: said, explained, and checked anew."""

from __future__ import annotations

import re

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import Duty
from auction.rules.columns.constants import read_constants
from auction.rules.columns.plan import Plan
from auction.rules.lot_cells import Terms
from auction.rules.tables.headings import Table
from auction.services import list_imports
from web import desk, import_room, list_tables
from web.extensions import db
from web.login import signed_in

bp = Blueprint(
    "import_columns",
    __name__,
    url_prefix="/desk/<office_slug>/imports/<int:import_id>",
)

ACTING = (Duty.DRAFTER, Duty.APPROVER)
ROWS = re.compile(r"(\d{1,6})(?:\s*[-\u2013]\s*(\d{1,6}))?")
MOST_ROWS = 20_000


@bp.get("/columns")
@desk.for_officers(*ACTING)
def show(office_slug: str, import_id: int) -> ResponseReturnValue:  # noqa: ARG001
    """Show the columns of a list, and what they could be."""
    listed = import_room.import_of_office(import_id)
    return import_room.columns_page(listed, list_tables.opened(listed))


@bp.post("/shape")
@desk.for_officers(*ACTING)
def reshape(office_slug: str, import_id: int) -> ResponseReturnValue:
    """Read the file in another way."""
    import_room.import_of_office(import_id)
    list_imports.reshape_list(
        db.session(),
        import_id=import_id,
        officer_id=signed_in().id,
        shape=list_tables.shape_from(request.form),
    )
    return to(".show", office_slug, import_id)


@bp.post("/columns")
@desk.for_officers(*ACTING)
def plan(office_slug: str, import_id: int) -> ResponseReturnValue:
    """Keep what was said of the columns and have the list checked, or say why not."""
    listed = import_room.import_of_office(import_id)
    found = list_tables.opened(listed)
    if found.table is None:
        return import_room.columns_page(listed, found), 422
    before = Plan.of(listed.mapping, {})
    said = list_tables.plan_from(request.form, found.table, before)
    if request.form.get("then") == "look":
        return import_room.columns_page(listed, found, plan=said)
    errors = errors_of(said, found.table, list_imports.terms_of(listed.catalogue))
    if errors:
        page = import_room.columns_page(listed, found, plan=said, errors=errors)
        return page, 422
    list_imports.plan_list(
        db.session(),
        import_id=import_id,
        officer_id=signed_in().id,
        headings=found.table.headings,
        plan=said,
        now=clock.now(),
    )
    return to("imports.show", office_slug, import_id)


@bp.post("/words")
@desk.for_officers(*ACTING)
def explain(office_slug: str, import_id: int) -> ResponseReturnValue:
    """Learn what the office's own words mean, and check the list again."""
    import_room.import_of_office(import_id)
    words: dict[str, dict[str, str]] = {}
    said = zip(
        request.form.getlist("heading"),
        request.form.getlist("word"),
        request.form.getlist("meaning"),
        strict=False,
    )
    for heading, word, meaning in said:
        if meaning:
            words.setdefault(heading, {})[word] = meaning
    list_imports.explain_words(
        db.session(),
        import_id=import_id,
        officer_id=signed_in().id,
        words=words,
        now=clock.now(),
    )
    return to("imports.show", office_slug, import_id)


@bp.post("/left-out")
@desk.for_officers(*ACTING)
def leave_out(office_slug: str, import_id: int) -> ResponseReturnValue:
    """Leave rows out by their numbers, and check the others again."""
    listed = import_room.import_of_office(import_id)
    if request.form.get("which") == "bad":
        rows = {row for row, *_ in listed.problems if row} | set(listed.left_out)
    else:
        rows = rows_from(request.form.get("rows", ""))
    list_imports.leave_rows_out(
        db.session(), import_id=import_id, officer_id=signed_in().id, rows=rows
    )
    return to("imports.show", office_slug, import_id)


def errors_of(said: Plan, table: Table, terms: Terms) -> dict[str, str]:
    """Return what is wrong with a plan, by the ids of the fields of its form."""
    places = {column.heading: column.place for column in table.columns}
    conflicts = said.conflicts()
    _, wrong = read_constants(said.constants, table.headings, terms)
    return {
        **{f"to-{places[heading]}": why for heading, why in conflicts.items()},
        **{f"all-{name}": why for name, why in wrong.items()},
    }


def rows_from(text: str) -> set[int]:
    """Return the numbers of rows in a text such as ``7, 12-15``."""
    rows: set[int] = set()
    for first, last in ROWS.findall(text):
        rows |= set(range(int(first), min(int(last or first), MOST_ROWS) + 1))
    return rows


def to(endpoint: str, office_slug: str, import_id: int) -> ResponseReturnValue:
    """Lead to a page of the import."""
    return redirect(
        url_for(endpoint, office_slug=office_slug, import_id=import_id), 303
    )
