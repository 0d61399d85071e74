"""A bidder's own lots: where he leads, what he owes, what he watches."""

from __future__ import annotations

from flask import Blueprint, abort, make_response, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from auction import clock
from auction.models import Lot, Reminder, User
from auction.rules.my_lots import Place
from web import lot_questions, lot_search, lot_visits, my_bids, my_deposits
from web.extensions import db
from web.login import sign_in_required, signed_in
from web.lot_search import Page, page_number

bp = Blueprint("my_bids", __name__, url_prefix="/my-bids")

WATCHED = 6  # lots on the page; there is a page of all of them


@bp.get("")
@sign_in_required
def index() -> ResponseReturnValue:
    """Show the lots in which a person takes part, by what presses most."""
    session, me = db.session(), signed_in()
    watched = watched_by(me, number=1)
    return render_template(
        "my_bids/index.html",
        overview=my_bids.overview(session, me),
        returns=my_deposits.on_their_way_back(session, me.id, clock.now()),
        watched=watched.lots[:WATCHED],
        watched_count=watched.total,
        questions=lot_questions.asked_by(session, me),
        visits=lot_visits.own_bookings(session, me),
    )


@bp.get("/live", endpoint="live")
@sign_in_required
def live_groups() -> ResponseReturnValue:
    """Return the groups of the page, or 204 to a watcher who has seen them."""
    session, me = db.session(), signed_in()
    seen = (request.args.get("v"), request.args.get("pace"))
    version, pace = my_bids.watched_version(session, me)
    if seen == (version, str(pace)):
        answer = make_response("", 204)
    else:
        answer = make_response(
            render_template(
                "my_bids/_groups.html", overview=my_bids.overview(session, me)
            )
        )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/groups/<place>")
@sign_in_required
def group(place: str) -> ResponseReturnValue:
    """Show all the lots of one group, page by page."""
    if place not in set(Place):
        abort(404)
    shown = my_bids.group(
        db.session(), signed_in(), Place(place), number=page_number(request.args)
    )
    return render_template("my_bids/group.html", group=shown)


@bp.get("/watched")
@sign_in_required
def watched() -> ResponseReturnValue:
    """Show all the lots that a person watches, page by page."""
    page = watched_by(signed_in(), number=page_number(request.args))
    return render_template("my_bids/watched.html", page=page)


def watched_by(person: User, *, number: int) -> Page:
    """Return a page of the lots that somebody watches, the first to close first."""
    mine = select(Reminder.lot_id).where(Reminder.user_id == person.id)
    return lot_search.page_of(
        db.session(),
        select(Lot).where(Lot.id.in_(mine)),
        order=lot_search.SORTS["closing"][0],
        number=number,
    )
