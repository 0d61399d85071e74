"""Matching the price as a priority purchaser: the page that asks, and the yes."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.money import Money
from auction.rules.bidding import check_open
from auction.rules.refusal import Refusal
from auction.services import bidders, bidding
from web import keys, limits, lot_page
from web.bid_forms import (
    form_key,
    go_to,
    in_place,
    key_or_new,
    read,
    unless_refused,
    words,
)
from web.entry import RECEIVED_AT
from web.extensions import db
from web.login import person, sign_in_required, signed_in

bp = Blueprint("matches", __name__, url_prefix="/lots/<int:lot_id>/matches")


@bp.get("/new")
@sign_in_required
def new(lot_id: int) -> ResponseReturnValue:
    """Ask whether somebody means to bid the price that he saw."""
    lot = lot_page.public_lot(lot_id, person())
    seen = request.args.get("seen", "")

    def page(amount: Money) -> str:
        now, who = clock.now(), signed_in().id
        paddle = bidders.check_may_bid(
            db.session(), lot, user_id=who, amount=amount, now=now
        )
        check_open(lot.standing, now)
        lot_page.check_match(lot, paddle, seen=amount)
        return render_template(
            "matches/confirm.html",
            lot=lot,
            catalogue=lot.catalogue,
            amount=amount,
            words=words(lot, amount),
            key=key_or_new(),
        )

    return unless_refused(lot, seen, page)


@bp.post("")
@sign_in_required
@limits.BIDS
def create(lot_id: int) -> ResponseReturnValue:
    """Bid the price that was seen, or nothing."""
    typed = request.form.get("amount", "")
    try:
        receipt = bidding.match_bid(
            db.session(),
            lot_id=lot_id,
            user_id=signed_in().id,
            amount=read(lot_id, typed),
            received_at=request.environ[RECEIVED_AT],
            idempotency_key=form_key(),
            ring=keys.ring(),
        )
    except Refusal as refusal:
        return in_place(lot_id, refusal, "")
    return go_to(url_for("bids.receipt", lot_id=lot_id, bid_id=receipt.bid_id))
