"""The cashier's room: deposits that are due back, by lot and bidder number."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import Duty
from web import desk
from web.deposits import deposits_of
from web.extensions import db
from web.lot_search import page_number

bp = Blueprint("deposits", __name__, url_prefix="/desk/<office_slug>/deposits")

PAGE = 25


@bp.get("")
@desk.for_officers(Duty.CASHIER, Duty.AUDITOR)
def index(office_slug: str) -> ResponseReturnValue:  # noqa: ARG001 - the guard reads it
    """Show which deposits are due back by when, and which are kept."""
    number = page_number(request.args)
    found = deposits_of(
        db.session(), desk.office().id, most=PAGE + 1, skip=(number - 1) * PAGE
    )
    return desk.page(
        "deposits/index.html",
        deposits=found[:PAGE],
        number=number,
        has_more=len(found) > PAGE,
        now=clock.now(),
    )
