"""Looking at a lot, and watching it."""

from flask import Blueprint, Response, abort, make_response, render_template, request
from flask.typing import ResponseReturnValue

from web import counting, live, lot_page, shared_pages
from web.extensions import db
from web.login import person

bp = Blueprint("lots", __name__, url_prefix="/lots/<int:lot_id>")

SHARED = "public, max-age=1"  # a proxy may answer for it


@bp.get("")
def show(lot_id: int) -> ResponseReturnValue:
    """Show a lot."""
    if not request.cookies:
        return to_strangers(lot_id)
    who = person()
    lot = lot_page.public_lot(lot_id, who)
    if who is None or not who.works_for(lot.office_id):
        counting.look(lot_id, request, who)
    return lot_page.render(lot, who)


def to_strangers(lot_id: int) -> Response:
    """Return the page of a lot as everybody sees it who has no cookie."""
    seen = live.glimpse(lot_id)
    counting.look(lot_id, request, None)
    return shared_pages.answer(
        (request.host, lot_id, seen.version, seen.pace),
        lambda: lot_page.render(lot_page.public_lot(lot_id, None), None),
    )


@bp.get("/live", endpoint="live")
def live_panel(lot_id: int) -> ResponseReturnValue:
    """Return the live panel, or 204 to a watcher who has seen it: same to everybody."""
    seen = live.glimpse(lot_id)
    current = request.args.get("v") == str(seen.version)
    same_pace = request.args.get("pace", str(seen.pace)) == str(seen.pace)
    answer = (
        Response(status=204)
        if current and same_pace
        else make_response(live.panel(lot_id))
    )
    answer.headers["Cache-Control"] = SHARED
    return answer


@bp.get("/mine")
def mine(lot_id: int) -> ResponseReturnValue:
    """Return how the lot stands for the person who asks."""
    who = person()
    lot = lot_page.public_lot(lot_id, who)
    fragment = render_template(
        "lots/_mine.html",
        lot=lot,
        catalogue=lot.catalogue,
        mine=lot_page.mine(db.session(), lot, who),
        who=who,
    )
    return fragment, {"Cache-Control": "no-store"}


@bp.get("/record")
def record(lot_id: int) -> ResponseReturnValue:
    """Return the newest bids, for a page that has seen a change."""
    live.glimpse(lot_id)  # 404 for a draft
    lot = lot_page.public_lot(lot_id, None)
    bids = lot_page.newest_bids(db.session(), lot, most=lot_page.NEWEST)
    fragment = render_template(
        "lots/_record.html", lot=lot, catalogue=lot.catalogue, bids=bids
    )
    return fragment, {"Cache-Control": SHARED}


@bp.get("/bids")
def bids(lot_id: int) -> ResponseReturnValue:
    """Show every bid on a lot, a hundred to a page."""
    lot = lot_page.public_lot(lot_id, person())
    page = request.args.get("page", 1, type=int)
    if not 1 <= page <= 100_000:
        abort(404)
    found = lot_page.newest_bids(db.session(), lot, most=101, skip=(page - 1) * 100)
    return render_template(
        "bids/record.html",
        lot=lot,
        catalogue=lot.catalogue,
        bids=found[:100],
        page=page,
        has_more=len(found) > 100,
    )
