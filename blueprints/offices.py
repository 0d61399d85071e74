"""The offices that sell, each with a page that everybody can read."""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from auction.models import Catalogue, Lot, Office
from auction.rules.lifecycle import PUBLIC, LotStatus
from web.extensions import db
from web.shared_pages import shared

bp = Blueprint("offices", __name__, url_prefix="/offices")

IS_PUBLIC = Lot.status.in_(PUBLIC)


@bp.get("")
@shared
def index() -> ResponseReturnValue:
    """List the offices, by name, with how much they sell."""
    public = (
        select(Lot.office_id, func.count().label("lots"))
        .where(IS_PUBLIC)
        .group_by(Lot.office_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Office, func.coalesce(public.c.lots, 0))
        .outerjoin(public, public.c.office_id == Office.id)
        .order_by(Office.name, Office.id)
    ).all()
    return render_template("offices/index.html", rows=rows)


@bp.get("/<slug>")
@shared
def show(slug: str) -> ResponseReturnValue:
    """Show who an office is, where people pay, what it sells and what it recalled."""
    office = db.session.scalars(select(Office).where(Office.slug == slug)).one_or_none()
    if office is None:
        abort(404)
    counts = counts_of(office)
    return render_template(
        "offices/show.html",
        office=office,
        catalogues=catalogues_of(office),
        counts=counts,
        total=sum(counts.values()),
    )


def catalogues_of(office: Office) -> list[tuple[Catalogue, int]]:
    """Return an office's published catalogues with their lots, the newest first."""
    public = (
        select(Lot.catalogue_id, func.count().label("lots"))
        .where(Lot.office_id == office.id, IS_PUBLIC)
        .group_by(Lot.catalogue_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Catalogue, public.c.lots)
        .join(public, public.c.catalogue_id == Catalogue.id)
        .where(Catalogue.published_at.is_not(None))
        .order_by(Catalogue.published_at.desc(), Catalogue.id.desc())
    )
    return [(catalogue, lots) for catalogue, lots in rows]


def counts_of(office: Office) -> dict[LotStatus, int]:
    """Return how many public lots an office has in each state."""
    rows = db.session.execute(
        select(Lot.status, func.count())
        .where(Lot.office_id == office.id, IS_PUBLIC)
        .group_by(Lot.status)
    )
    found = {status: count for status, count in rows}  # noqa: C416 - rows, not pairs
    return {status: found[status] for status in LotStatus if status in found}
