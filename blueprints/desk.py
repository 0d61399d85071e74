"""The office's desk: where an officer begins, and the lots of his office."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import exists, select
from sqlalchemy.orm import aliased, joinedload

from auction.models import Lot, LotViews
from web import desk
from web.extensions import db
from web.login import sign_in_required, signed_in

bp = Blueprint("desk", __name__)

_next = aliased(Lot)


@bp.get("/desk")
@sign_in_required
def index() -> ResponseReturnValue:
    """Lead an officer to the desk of his office, or let him choose between several."""
    offices = signed_in().offices
    if not offices:
        raise desk.OfficersOnly
    if len(offices) == 1:
        return redirect(url_for("desk.lots", office_slug=offices[0].slug), 303)
    return render_template("desk/offices.html", offices=offices)


@bp.get("/desk/<office_slug>/lots")
@desk.for_officers()
def lots(office_slug: str) -> ResponseReturnValue:  # noqa: ARG001 - the guard reads it
    """Show an officer the lots of his office, by catalogue."""
    rows = db.session.execute(
        select(Lot, LotViews.views, exists().where(_next.previous_id == Lot.id))
        .outerjoin(LotViews, LotViews.lot_id == Lot.id)
        .where(Lot.office_id == desk.office().id)
        .options(joinedload(Lot.catalogue, innerjoin=True))
        .order_by(Lot.catalogue_id.desc(), Lot.number)
    ).all()
    return desk.page("desk/lots.html", rows=rows)
