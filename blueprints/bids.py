"""Placing a bid: the amount, the page that asks, the yes, the receipt."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import Bid, Lot
from auction.money import Money
from auction.rules.bidding import (
    JumpNeedsConfirming,
    check_amount,
    check_not_leading,
    check_open,
)
from auction.rules.refusal import Refusal
from auction.services import bidders, bidding, trail
from web import keys, limits, lot_page, maximum_pages
from web.bid_forms import (
    form_key,
    go_to,
    in_place,
    is_confirmed,
    key_or_new,
    read,
    unless_refused,
    words,
)
from web.entry import RECEIVED_AT
from web.errors import told
from web.extensions import db
from web.login import person, sign_in_required, signed_in

bp = Blueprint("bids", __name__, url_prefix="/lots/<int:lot_id>/bids")


@bp.get("/new")
@sign_in_required
def new(lot_id: int) -> ResponseReturnValue:
    """Ask whether the amount is meant."""
    return ask(lot_page.public_lot(lot_id, person()), request.args.get("amount", ""))


@bp.post("")
@sign_in_required
@limits.BIDS
def create(lot_id: int) -> ResponseReturnValue:
    """Place a bid that was confirmed; ask first where it was not."""
    typed = request.form.get("amount", "")
    if not is_confirmed():
        lot = lot_page.public_lot(lot_id, person())
        wants_maximum = request.form.get("way") == maximum_pages.WAY
        return maximum_pages.ask(lot, typed) if wants_maximum else ask(lot, typed)
    try:
        receipt = place(lot_id, typed)
    except JumpNeedsConfirming as jump:
        lot = lot_page.public_lot(lot_id, person())
        return confirmation(lot, read(lot_id, typed), warning=told(jump)), jump.code
    except Refusal as refusal:
        return in_place(lot_id, refusal, typed)
    return go_to(url_for("bids.receipt", lot_id=lot_id, bid_id=receipt.bid_id))


@bp.get("/<int:bid_id>")
@sign_in_required
def receipt(lot_id: int, bid_id: int) -> ResponseReturnValue:
    """Show a bidder the receipt of a bid of his."""
    bid = db.session.get(Bid, bid_id)
    if bid is None or bid.lot_id != lot_id or bid.paddle.user_id != signed_in().id:
        abort(404)
    lot = lot_page.public_lot(lot_id, person())
    return render_template(
        "bids/receipt.html",
        bid=bid,
        lot=lot,
        catalogue=lot.catalogue,
        words=words(lot, bid.amount),
        checkpoint=trail.checkpoint_of(db.session(), bid),
    )


def place(lot_id: int, typed: str) -> bidding.Receipt:
    """Read the form and place its bid."""
    return bidding.place_bid(
        db.session(),
        lot_id=lot_id,
        user_id=signed_in().id,
        amount=read(lot_id, typed),
        received_at=request.environ[RECEIVED_AT],
        idempotency_key=form_key(),
        sure=request.form.get("sure") == "1",
        ring=keys.ring(),
    )


def ask(lot: Lot, typed: str) -> ResponseReturnValue:
    """Show the page that asks, unless the amount could not be taken anyway."""

    def page(amount: Money) -> str:
        now, who = clock.now(), signed_in().id
        paddle = bidders.check_may_bid(
            db.session(), lot, user_id=who, amount=amount, now=now
        )
        procedure = lot.catalogue.procedure
        check_open(lot.standing, now)
        check_not_leading(lot.standing, procedure, paddle.id)
        check_amount(lot.standing, procedure, amount)
        return confirmation(lot, amount)

    return unless_refused(lot, typed, page)


def confirmation(lot: Lot, amount: Money, *, warning: str | None = None) -> str:
    """Return the page that asks whether an amount is meant."""
    return render_template(
        "bids/confirm.html",
        lot=lot,
        catalogue=lot.catalogue,
        amount=amount,
        words=words(lot, amount),
        key=key_or_new(),
        warning=warning,
    )
