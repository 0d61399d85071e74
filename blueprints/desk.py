"""The office's desk: where an officer begins, and the lots of his office."""

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import Catalogue
from auction.services import results
from auction.services.beginning import beginning
from auction.services.waiting import waiting_for
from web import desk, desk_lists, overview, results_export, results_filter, table_files
from web.extensions import db
from web.login import sign_in_required, signed_in
from web.lot_search import page_number
from web.results_filter import Wanted
from web.waits import WORDS

bp = Blueprint("desk", __name__)


@bp.get("/desk")
@sign_in_required
def index() -> ResponseReturnValue:
    """Lead an officer to the desk of his office, or let him choose between several."""
    offices = signed_in().offices
    if not offices:
        raise desk.OfficersOnly
    if len(offices) == 1:
        return redirect(url_for("desk.overview", office_slug=offices[0].slug), 303)
    return render_template("desk/offices.html", offices=offices)


@bp.get("/desk/<office_slug>", endpoint="overview")
@desk.for_officers()
def first_room(office_slug: str) -> ResponseReturnValue:  # noqa: ARG001 - the guard reads it
    """Show what happens today, what waits, and what became of the lots."""
    session, office, me, now = db.session(), desk.office(), signed_in(), clock.now()
    catalogues = overview.catalogues_of(session, office)
    wanted = wanted_results(catalogues)
    figures = overview.figures(session, office, wanted, catalogues.values())
    page = desk.page(
        "desk/overview.html",
        today=now.astimezone(office.zone),
        agenda=overview.today_of(session, office, now=now),
        waiting=waiting_for(
            session,
            office_id=office.id,
            person_id=me.id,
            duties=desk.duties(),
            now=now,
        ),
        words=WORDS,
        beginning=beginning(session, office_id=office.id, person_id=me.id),
        wanted=wanted,
        figures=figures,
        charts=figures.charts(),
        catalogues=catalogues,
    )
    return page, 422 if wanted.errors else 200


@bp.get("/desk/<office_slug>/results.<any(csv, xlsx):ending>", endpoint="results")
@desk.for_officers()
def kept(office_slug: str, ending: str) -> ResponseReturnValue:
    """Return the lots that were asked for, with their results, as a table to keep."""
    office = desk.office()
    catalogues = overview.catalogues_of(db.session(), office)
    scope = wanted_results(catalogues).scope(office_id=office.id, zone=office.zone)
    rows = results_export.table(results.each(db.session(), scope), zone=office.zone)
    name = f"results-{office_slug}"
    if ending == "csv":
        return table_files.as_csv(rows, name=name)
    return table_files.as_xlsx(rows, sheet="Results", name=name)


@bp.get("/desk/<office_slug>/lots")
@desk.for_officers()
def lots(office_slug: str) -> ResponseReturnValue:  # noqa: ARG001 - the guard reads it
    """Show an officer the lots of his office, by catalogue, page by page."""
    page = desk_lists.lots_of_office(desk.office().id, page_number(request.args))
    return desk.page("desk/lots.html", page=page)


def wanted_results(catalogues: Mapping[str, Catalogue]) -> Wanted:
    """Read which results the address asks for."""
    today = clock.now().astimezone(desk.office().zone).date()
    return results_filter.read(request.args, catalogues=catalogues, today=today)
