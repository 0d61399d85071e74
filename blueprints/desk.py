"""The office's desk: its lots, and what can be done with each."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from auction.models import Lot, LotViews, Role, User
from auction.rules.refusal import NotAllowed
from web.extensions import db
from web.login import sign_in_required, signed_in

bp = Blueprint("desk", __name__)


class OfficersOnly(NotAllowed):
    """The desk is for the officers of an office that sells."""


@bp.get("/desk")
@sign_in_required
def index() -> ResponseReturnValue:
    """Show an officer the lots of his office, by catalogue."""
    officer = check_officer(signed_in())
    rows = db.session.execute(
        select(Lot, LotViews.views)
        .outerjoin(LotViews, LotViews.lot_id == Lot.id)
        .where(Lot.office_id == officer.office_id)
        .options(joinedload(Lot.catalogue, innerjoin=True))
        .order_by(Lot.catalogue_id.desc(), Lot.number)
    ).all()
    return render_template("desk/index.html", rows=rows, office=officer.office)


def check_officer(person: User) -> User:
    """Return the person if he works for an office, else refuse."""
    if person.role is not Role.OFFICER or person.office_id is None:
        raise OfficersOnly
    return person
