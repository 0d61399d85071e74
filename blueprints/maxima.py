"""Telling the site a maximum: the page that asks, the yes, the receipt, the end."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import Maximum
from auction.rules.refusal import Refusal
from auction.services import maxima
from auction.services.own_maxima import as_own
from web import keys, limits, lot_page, maximum_pages
from web.bid_forms import form_key, go_to, in_place, is_confirmed, read, words
from web.entry import RECEIVED_AT
from web.extensions import db
from web.login import person, sign_in_required, signed_in

bp = Blueprint("maxima", __name__, url_prefix="/lots/<int:lot_id>/maxima")


@bp.post("")
@sign_in_required
@limits.BIDS
def create(lot_id: int) -> ResponseReturnValue:
    """Set a maximum that was confirmed; ask first where it was not."""
    typed = request.form.get("amount", "")
    if not is_confirmed():
        return maximum_pages.ask(lot_page.public_lot(lot_id, person()), typed)
    try:
        receipt = place(lot_id, typed)
    except Refusal as refusal:
        return in_place(lot_id, refusal, typed, way=maximum_pages.WAY)
    return go_to(
        url_for("maxima.receipt", lot_id=lot_id, maximum_id=receipt.maximum_id)
    )


@bp.get("/<int:maximum_id>")
@sign_in_required
def receipt(lot_id: int, maximum_id: int) -> ResponseReturnValue:
    """Show a bidder the receipt of a maximum of his, and nobody else."""
    row = db.session.get(Maximum, maximum_id)
    if row is None or row.lot_id != lot_id or row.paddle.user_id != signed_in().id:
        abort(404)
    lot = lot_page.public_lot(lot_id, person())
    own = as_own(row, ring=keys.ring())
    page = render_template(
        "maxima/receipt.html",
        maximum=own,
        paddle=row.paddle,
        lot=lot,
        catalogue=lot.catalogue,
        words=words(lot, own.amount) if own.amount else "",
    )
    return page, {"Cache-Control": "no-store"}


@bp.post("/end")
@sign_in_required
def end(lot_id: int) -> ResponseReturnValue:
    """End a bidder's maximum, where he does not lead."""
    maxima.cancel_maximum(
        db.session(), lot_id=lot_id, user_id=signed_in().id, now=clock.now()
    )
    flash("Your maximum has ended: the site bids for you no more.", "success")
    return redirect(url_for("lots.show", lot_id=lot_id), 303)


def place(lot_id: int, typed: str) -> maxima.MaximumReceipt:
    """Read the form and set its maximum."""
    return maxima.set_maximum(
        db.session(),
        lot_id=lot_id,
        user_id=signed_in().id,
        amount=read(lot_id, typed),
        received_at=request.environ[RECEIVED_AT],
        idempotency_key=form_key(),
        ring=keys.ring(),
    )
