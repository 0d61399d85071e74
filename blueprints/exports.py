"""Lots as tables to take away: an office's own, and what is public of a catalogue."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from auction.models import Catalogue, Duty
from auction.rules.lifecycle import LotStatus
from auction.rules.lot_export import LotEntry, lots_as_csv, lots_as_xlsx
from auction.services import exporting
from web import desk
from web.extensions import db

bp = Blueprint("exports", __name__)

LOOKING = (Duty.DRAFTER, Duty.APPROVER, Duty.AUDITOR)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENDINGS = "any(xlsx, csv)"
FRESH = 60  # seconds for which anybody may keep a public table


@bp.get(f"/desk/<office_slug>/lots.<{ENDINGS}:ending>")
@desk.for_officers(*LOOKING)
def of_office(office_slug: str, ending: str) -> ResponseReturnValue:
    """Send the lots of the office, of all states or of those that are asked for."""
    entries = exporting.entries_of(
        db.session(), office_id=desk.office().id, statuses=statuses()
    )
    locale = exporting.locale_of(entries, otherwise=desk.office().locale)
    return table(entries, f"{office_slug}-lots", ending, locale=locale)


@bp.get(f"/desk/<office_slug>/catalogues/<slug>/lots.<{ENDINGS}:ending>")
@desk.for_officers(*LOOKING)
def of_catalogue(office_slug: str, slug: str, ending: str) -> ResponseReturnValue:  # noqa: ARG001 - the guard reads it
    """Send the lots of a catalogue of the office."""
    catalogue = desk.catalogue_of_office(slug)
    entries = exporting.entries_of(
        db.session(),
        office_id=catalogue.office_id,
        catalogue_id=catalogue.id,
        statuses=statuses(),
    )
    return table(entries, f"{slug}-lots", ending, locale=catalogue.locale)


@bp.get("/catalogues/<slug>/lots.csv")
def public(slug: str) -> ResponseReturnValue:
    """Send anybody what is public of the lots of a published catalogue."""
    catalogue = db.session.scalars(
        select(Catalogue).where(
            Catalogue.slug == slug, Catalogue.published_at.is_not(None)
        )
    ).one_or_none()
    if catalogue is None:
        abort(404)
    entries = exporting.public_entries_of(db.session(), catalogue)
    content = lots_as_csv(entries, locale=catalogue.locale, for_all=True)
    answer = download(content, f"{slug}-lots.csv", "text/csv")
    answer.cache_control.public = True
    answer.cache_control.max_age = FRESH
    return answer


def statuses() -> list[LotStatus]:
    """Return the states that are asked for; none of them means all."""
    asked = request.args.getlist("status")
    return [LotStatus(name) for name in asked if name in set(LotStatus)]


def table(
    entries: Sequence[LotEntry], name: str, ending: str, *, locale: str
) -> Response:
    """Return lots as a file of the kind that its ending names."""
    if ending == "csv":
        content = lots_as_csv(entries, locale=locale)
        return download(content, f"{name}.csv", "text/csv")
    return download(lots_as_xlsx(entries, sheet="Lots"), f"{name}.xlsx", XLSX)


def download(content: bytes, name: str, kind: str) -> Response:
    """Return a file that a browser saves."""
    answer = Response(content, mimetype=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
