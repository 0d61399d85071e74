"""Lists of lots on their way into a catalogue: uploaded, checked, imported."""

from __future__ import annotations

from typing import BinaryIO, cast

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from auction import clock
from auction.models import Catalogue, Duty, ImportState
from auction.rules.categories import Category
from auction.rules.refusal import Refusal
from auction.rules.tables.grid import LARGEST
from auction.rules.tables.reading import read_grid
from auction.rules.tables.writing import csv_of
from auction.rules.tapes.records import is_tape
from auction.services import list_imports
from web import desk, desk_lists, import_room, limits, list_files, list_pages
from web.errors import told
from web.extensions import db
from web.login import signed_in
from web.lot_search import page_number
from web.uploads.taking import take

bp = Blueprint("imports", __name__, url_prefix="/desk/<office_slug>/imports")

ACTING = (Duty.DRAFTER, Duty.APPROVER)
LOOKING = (*ACTING, Duty.AUDITOR)
LONGEST_NAME = 200  # characters of a file's name that are kept


@bp.get("")
@desk.for_officers(*LOOKING)
def index(office_slug: str) -> ResponseReturnValue:  # noqa: ARG001 - the guard reads it
    """List the imports of the office, the newest first."""
    found = desk_lists.imports(desk.office().id, page_number(request.args))
    return desk.page("imports/index.html", page=found)


@bp.get("/new")
@desk.for_officers(*ACTING)
def new(office_slug: str) -> ResponseReturnValue:  # noqa: ARG001
    """Ask for a list and where it goes."""
    return upload_page()


@bp.post("/new")
@desk.for_officers(*ACTING)
@limits.UPLOADS
def create(office_slug: str) -> ResponseReturnValue:
    """Take a list that can be read, or say why it cannot."""
    slug = request.form.get("catalogue", "")
    if not slug:
        return upload_page("Please choose a catalogue."), 422
    catalogue = desk.catalogue_of_office(slug)
    catalogue_id, officer_id = catalogue.id, signed_in().id
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return upload_page("Please choose a file."), 422
    try:
        content = take(cast("BinaryIO", sent.stream), largest=LARGEST)
        has_loans = is_tape(content)
        if not has_loans:
            read_grid(content)
    except Refusal as refusal:
        return upload_page(told(refusal)), 422
    listed = list_imports.upload_list(
        db.session(),
        catalogue_id=catalogue_id,
        officer_id=officer_id,
        file=list_files.keep(content),
        file_name=sent.filename[-LONGEST_NAME:],
        category=category_from(request.form.get("category", "")),
        is_tape=has_loans,
        now=clock.now(),
    )
    there = url_for(".show", office_slug=office_slug, import_id=listed.id)
    return redirect(there, 303)


@bp.get("/<int:import_id>")
@desk.for_officers(*LOOKING)
def show(office_slug: str, import_id: int) -> ResponseReturnValue:
    """Show how far an import has come, and what can be done next."""
    listed = import_room.import_of_office(import_id)
    if listed.state is ImportState.UPLOADED:
        step = import_room.first_step(listed)
        there = url_for(step, office_slug=office_slug, import_id=import_id)
        return redirect(there, 303)
    return import_room.page(listed)


@bp.get("/<int:import_id>/progress")
@desk.for_officers(*LOOKING)
def progress(office_slug: str, import_id: int) -> ResponseReturnValue:
    """Return the moving part of the page; when there is nothing to wait for, all."""
    listed = import_room.import_of_office(import_id)
    if listed.is_worked_on:
        return desk.page("imports/_progress.html", listed=listed)
    there = url_for(".show", office_slug=office_slug, import_id=import_id)
    if request.headers.get("HX-Request"):
        return Response(headers={"HX-Redirect": there})
    return redirect(there, 303)


@bp.get("/<int:import_id>/problems.csv")
@desk.for_officers(*LOOKING)
def problems(office_slug: str, import_id: int) -> ResponseReturnValue:  # noqa: ARG001
    """Send every problem of a list as a table."""
    listed = import_room.import_of_office(import_id)
    rows = [(p.row, p.column, p.sentence) for p in list_pages.problems_of(listed)]
    content = csv_of([("Row", "Column", "Problem"), *rows])
    answer = Response(content, mimetype="text/csv")
    answer.headers["Content-Disposition"] = (
        f'attachment; filename="problems-{import_id}.csv"'
    )
    return answer


@bp.post("/<int:import_id>/start")
@desk.for_officers(*ACTING)
def start(office_slug: str, import_id: int) -> ResponseReturnValue:
    """Have the lots added."""
    import_room.import_of_office(import_id)
    list_imports.start_import(
        db.session(), import_id=import_id, officer_id=signed_in().id
    )
    there = url_for(".show", office_slug=office_slug, import_id=import_id)
    return redirect(there, 303)


@bp.post("/<int:import_id>/abandonment")
@desk.for_officers(*ACTING)
def abandon(office_slug: str, import_id: int) -> ResponseReturnValue:
    """Give an import up."""
    import_room.import_of_office(import_id)
    list_imports.abandon_import(
        db.session(), import_id=import_id, officer_id=signed_in().id, now=clock.now()
    )
    flash("The import is abandoned. Nothing of it was kept.", "success")
    return redirect(url_for(".index", office_slug=office_slug), 303)


def upload_page(refusal: str = "") -> str:
    """Return the page that asks for a list."""
    catalogues = db.session.scalars(
        select(Catalogue)
        .where(Catalogue.office_id == desk.office().id)
        .order_by(Catalogue.published_at.is_not(None), Catalogue.id.desc())
    ).all()
    chosen = request.values.get("catalogue", "")
    return desk.page(
        "imports/new.html",
        catalogues=catalogues,
        chosen=chosen,
        category=request.values.get("category", ""),
        largest=LARGEST // 1024**2,
        refusal=refusal,
    )


def category_from(text: str) -> Category | None:
    """Return the category that all lots of a list have, if that was said."""
    return Category(text) if text in set(Category) else None
