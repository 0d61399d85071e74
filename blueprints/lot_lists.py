"""Lists of lots, filtered and sorted by what stands in the address."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from auction.models import Office
from auction.rules.lifecycle import PUBLIC, LotStatus
from web import limits, lot_search
from web.extensions import db
from web.shared_pages import shared

bp = Blueprint("lot_lists", __name__)


@bp.get("/lots")
@limits.SEARCH
@shared
def index() -> ResponseReturnValue:
    """Show the lots that the filters ask for."""
    filters = lot_search.Filters.read(request.args)
    return render_template(
        "lots/index.html",
        filters=filters,
        page=lot_search.find(db.session(), filters),
        offices=db.session.scalars(select(Office).order_by(Office.name)).all(),
        regions=lot_search.regions(db.session()),
        statuses=[status for status in LotStatus if status in PUBLIC],
        sorts=lot_search.SORTS,
    )
