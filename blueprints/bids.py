"""Placing a bid: the amount, the page that asks, the yes, the receipt."""

from __future__ import annotations

import re
from uuid import uuid4

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import Bid, Lot
from auction.money import Money, parse_amount
from auction.rules.bidding import JumpNeedsConfirming, check_amount, check_open
from auction.rules.refusal import Refusal, Unreadable
from auction.services import bidding
from auction.words import in_words
from web import live, lot_page
from web.entry import RECEIVED_AT
from web.errors import told
from web.extensions import db
from web.htmx import wants_fragment
from web.login import person, sign_in_required, signed_in

bp = Blueprint("bids", __name__, url_prefix="/lots/<int:lot_id>/bids")

KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")


class KeyMissing(Unreadable):
    """This form has lost its key; please go back to the lot and bid again."""


@bp.get("/new")
@sign_in_required
def new(lot_id: int) -> ResponseReturnValue:
    """Ask whether the amount is meant."""
    return ask(lot_page.public_lot(lot_id, person()), request.args.get("amount", ""))


@bp.post("")
@sign_in_required
def create(lot_id: int) -> ResponseReturnValue:
    """Place a bid that was confirmed; ask first where it was not."""
    typed = request.form.get("amount", "")
    if request.form.get("confirmed") != "1":
        return ask(lot_page.public_lot(lot_id, person()), typed)
    try:
        receipt = place(lot_id, typed)
    except JumpNeedsConfirming as jump:
        lot = lot_page.public_lot(lot_id, person())
        return confirmation(lot, read(lot_id, typed), warning=told(jump)), jump.code
    except Refusal as refusal:
        return in_place(lot_id, refusal, typed)
    there = url_for("bids.receipt", lot_id=lot_id, bid_id=receipt.bid_id)
    if wants_fragment():
        return "", 200, {"HX-Redirect": there}
    return redirect(there, 303)


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
    )


def place(lot_id: int, typed: str) -> bidding.Receipt:
    """Read the form and place its bid."""
    key = request.form.get("idempotency_key", "")
    if not KEY.fullmatch(key):
        raise KeyMissing
    return bidding.place_bid(
        db.session(),
        lot_id=lot_id,
        user_id=signed_in().id,
        amount=read(lot_id, typed),
        received_at=request.environ[RECEIVED_AT],
        idempotency_key=key,
        sure=request.form.get("sure") == "1",
    )


def ask(lot: Lot, typed: str) -> ResponseReturnValue:
    """Show the page that asks, unless the amount could not be taken anyway."""
    try:
        amount = read(lot.id, typed)
        now, who = clock.now(), signed_in().id
        bidding.paddle_of(db.session(), lot_id=lot.id, user_id=who, now=now)
        check_open(lot.standing, now)
        check_amount(lot.standing, lot.catalogue.procedure, amount)
    except Refusal as refusal:
        return in_place(lot.id, refusal, typed)
    return confirmation(lot, amount)


def confirmation(lot: Lot, amount: Money, *, warning: str | None = None) -> str:
    """Return the page that asks whether an amount is meant."""
    key = request.form.get("idempotency_key", "")
    return render_template(
        "bids/confirm.html",
        lot=lot,
        catalogue=lot.catalogue,
        amount=amount,
        words=words(lot, amount),
        key=key if KEY.fullmatch(key) else uuid4().hex,
        warning=warning,
    )


def in_place(lot_id: int, refusal: Refusal, typed: str) -> ResponseReturnValue:
    """Show the lot again, with the reason beside the price as it is now."""
    sentence = told(refusal)
    db.session.rollback()
    live.forget(lot_id)
    lot = lot_page.public_lot(lot_id, person())
    page = lot_page.render(lot, person(), refusal=sentence, amount=typed[:40])
    return page, refusal.code


def read(lot_id: int, typed: str) -> Money:
    """Read an amount in the lot's currency, or refuse it with an example."""
    written = live.writing(lot_id)
    return parse_amount(typed, currency=written.currency, locale=written.locale)


def words(lot: Lot, amount: Money) -> str:
    """Return an amount in words, in the page's language."""
    return in_words(amount, currency=lot.catalogue.currency, language="en")
