"""Catalogues."""

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from auction.models import Catalogue, Lot
from auction.rules.lifecycle import PUBLIC
from web.extensions import db
from web.lot_search import page_number, page_of
from web.shared_pages import shared

bp = Blueprint("catalogues", __name__, url_prefix="/catalogues")

MOST = 500  # catalogues on the page


@bp.get("")
@shared
def index() -> ResponseReturnValue:
    """List the published catalogues, the newest first."""
    public = (
        select(Lot.catalogue_id, func.count().label("lots"))
        .where(Lot.status.in_(PUBLIC))
        .group_by(Lot.catalogue_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Catalogue, public.c.lots)
        .join(public, public.c.catalogue_id == Catalogue.id)
        .where(Catalogue.published_at.is_not(None))
        .options(joinedload(Catalogue.office, innerjoin=True))
        .order_by(Catalogue.published_at.desc(), Catalogue.id.desc())
        .limit(MOST)
    ).all()
    return render_template("catalogues/index.html", rows=rows)


@bp.get("/<slug>")
@shared
def show(slug: str) -> ResponseReturnValue:
    """Show a catalogue with its lots, in their order, page by page."""
    catalogue = db.session.scalars(
        select(Catalogue)
        .where(Catalogue.slug == slug, Catalogue.published_at.is_not(None))
        .options(joinedload(Catalogue.office, innerjoin=True))
    ).one_or_none()
    if catalogue is None:
        abort(404)
    page = page_of(
        db.session(),
        select(Lot).where(Lot.catalogue_id == catalogue.id, Lot.status.in_(PUBLIC)),
        order=(Lot.number.asc(),),
        number=page_number(request.args),
    )
    return render_template("catalogues/show.html", catalogue=catalogue, page=page)
