"""The room of the desk in which lists become lots: its pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from flask import abort, request

from auction.models import ImportState, ListImport
from auction.rules.categories import FIELDS, grouped
from auction.rules.columns.constants import ROUND_TO, STAGGER, TIMES
from auction.rules.columns.plan import Plan
from auction.rules.list_reading import TAPE
from auction.rules.tables.csv_file import SEPARATORS
from auction.rules.tables.text import ENCODINGS
from web import desk, desk_lists, list_pages, list_tables
from web.extensions import db
from web.list_tables import Opened
from web.lot_search import page_number

# What can hold for all lots, with the words for it, in the order of the form.
FOR_ALL = {
    "title": ("Title", "Write the name of a column in braces to put its cell there."),
    "region": ("Region", ""),
    "location": ("Place", ""),
    "round": ("Round", "If it is not the one of the procedure."),
    "starting_price": ("Starting price", "An amount, or per cent of the valuation."),
    "increment": ("Increment", "An amount, or per cent of the starting price."),
    "deposit": ("Deposit", "An amount, or per cent of the starting price."),
    ROUND_TO: ("Round up to", "Amounts reckoned by per cent become multiples of this."),
    "opens_at": ("Bidding opens", "Like 2026-03-02 10:00."),
    "closes_at": ("The first lot ends", "Like 2026-03-09 10:00."),
    STAGGER: ("Seconds from one end to the next", "So that no two end at once."),
    TIMES["opens_at"]: ("Openings without a time are at", "Like 10:00."),
    TIMES["closes_at"]: ("Ends without a time are at", "Like 18:00."),
}


def import_of_office(import_id: int) -> ListImport:
    """Return an import of this office; to others' the desk answers 404."""
    listed = db.session.get(ListImport, import_id)
    if listed is None or listed.catalogue.office_id != desk.office().id:
        abort(404)
    return listed


def first_step(listed: ListImport) -> str:
    """Return the endpoint at which an uploaded list is told what it is."""
    return "import_tapes.show" if TAPE in listed.shape else "import_columns.show"


def page(listed: ListImport) -> str:
    """Return the page of an import that has been told what its columns are."""
    if listed.is_worked_on:
        return desk.page("imports/waiting.html", listed=listed)
    if listed.state is not ImportState.CHECKED:
        return desk.page("imports/over.html", listed=listed)
    problems = list_pages.problems_of(listed)
    preview = listed.preview
    shown = desk_lists.part_of(problems, page_number(request.args), list_pages.A_PAGE)
    return desk.page(
        "imports/checked.html",
        listed=listed,
        catalogue=listed.catalogue,
        preview=preview,
        kinds=list_pages.kinds_of(problems),
        bad_rows=len({problem.row for problem in problems if problem.row}),
        problems=shown,
        words=list_pages.words_of(listed, preview),
        lots=list_pages.lots_of(preview),
        ends=[datetime.fromisoformat(end) for end in preview.get("ends", [])],
    )


def columns_page(
    listed: ListImport,
    found: Opened,
    *,
    plan: Plan | None = None,
    errors: Mapping[str, str] | None = None,
) -> str:
    """Return the page that asks what the columns of a list are."""
    table, errors = found.table, errors or {}
    if table is not None and plan is None:
        plan = list_tables.plan_of(listed, table)
    category = list_pages.category_of(plan) if plan else None
    return desk.page(
        "imports/columns.html",
        listed=listed,
        catalogue=listed.catalogue,
        found=found,
        plan=plan,
        errors=errors,
        rows=list_pages.column_rows(table, plan, errors) if table and plan else [],
        targets=list_pages.targets(plan) if plan else {},
        styles=list_pages.STYLES,
        encodings=ENCODINGS,
        separators=SEPARATORS,
        for_all=FOR_ALL,
        fields=grouped(FIELDS[category]) if category else [],
        rest=request.form.get("rest", ""),
    )
