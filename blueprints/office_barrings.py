"""Whom an office has barred, by bidder number; and the appeals that it answers."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import Duty, Lot
from auction.rules.barring import TextUnfit
from auction.rules.refusal import NotThere
from auction.services.barring_people import (
    NoSuchBidder,
    NotEnded,
    answer,
    bar_bidder,
    lift,
)
from web import barring_list, desk
from web.barring_forms import OF_FORM, AnswerForm, BidderBarForm
from web.extensions import db
from web.login import signed_in

bp = Blueprint("office_barrings", __name__, url_prefix="/desk/<office_slug>/barrings")


@bp.get("")
@desk.for_officers()
def index(office_slug: str) -> ResponseReturnValue:  # noqa: ARG001
    """Show the office's bars, and which appeals wait."""
    bars = barring_list.of_office(db.session(), desk.office().id, now=clock.now())
    return desk.page("office_barrings/index.html", bars=bars)


@bp.get("/new")
@desk.for_officers(Duty.APPROVER)
def new(office_slug: str) -> ResponseReturnValue:  # noqa: ARG001
    """Ask who is barred, and why."""
    return desk.page("office_barrings/new.html", form=BidderBarForm())


@bp.post("")
@desk.for_officers(Duty.APPROVER)
def create(office_slug: str) -> ResponseReturnValue:
    """Bar a bidder of one of the office's ended lots."""
    form = BidderBarForm()
    try:
        bar_bidder(
            db.session(),
            officer_id=signed_in().id,
            lot_id=lot_of_this_office(form),
            number=figures(form.number.data),
            now=clock.now(),
            **form.said,
        )
    except OF_FORM as refusal:
        form.refuse_for(refusal)
        return desk.page("office_barrings/new.html", form=form), refusal.code
    except NotEnded as refusal:
        form.refuse("lot", refusal.told())
        return desk.page("office_barrings/new.html", form=form), refusal.code
    except NotThere as refusal:
        at = "number" if isinstance(refusal, NoSuchBidder) else "lot"
        form.refuse(at, refusal.told())
        return desk.page("office_barrings/new.html", form=form), 422
    flash(
        "The bidder is barred from all sales of the office, and is told so.", "success"
    )
    return redirect(url_for("office_barrings.index", office_slug=office_slug), 303)


@bp.get("/<int:barring_id>")
@desk.for_officers(Duty.APPROVER)
def show(office_slug: str, barring_id: int) -> ResponseReturnValue:  # noqa: ARG001
    """Show a bar with its appeal, to answer it."""
    return page(barring_id, AnswerForm())


@bp.post("/<int:barring_id>/answer")
@desk.for_officers(Duty.APPROVER)
def reply(office_slug: str, barring_id: int) -> ResponseReturnValue:
    """Answer the appeal."""
    bar_of_office(barring_id)
    form = AnswerForm()
    if form.outcome.data not in {"lift", "keep"}:
        form.refuse("outcome", "Please choose whether the bar is lifted.")
        return page(barring_id, form), 422
    try:
        answer(
            db.session(),
            barring_id=barring_id,
            by_id=signed_in().id,
            text=form.text.data or "",
            lifts=form.outcome.data == "lift",
            now=clock.now(),
        )
    except TextUnfit as refusal:
        form.refuse("text", refusal.told())
        return page(barring_id, form), refusal.code
    flash("The appeal is answered; the person is told.", "success")
    return redirect(url_for("office_barrings.index", office_slug=office_slug), 303)


@bp.post("/<int:barring_id>/lift")
@desk.for_officers(Duty.APPROVER)
def remove(office_slug: str, barring_id: int) -> ResponseReturnValue:
    """Lift a bar before its term is over."""
    bar_of_office(barring_id)
    lift(db.session(), barring_id=barring_id, by_id=signed_in().id, now=clock.now())
    flash("The bar is lifted; the person is told.", "success")
    return redirect(url_for("office_barrings.index", office_slug=office_slug), 303)


def lot_of_this_office(form: BidderBarForm) -> int:
    """Return the lot that was named; to others' lots the desk says it is not there."""
    lot_id = figures(form.lot.data)
    office = desk.office().id
    lot = db.session.get(Lot, lot_id)
    if lot is None or lot.office_id != office:
        raise NotThere("Your office has no lot with this number.")
    return lot_id


def figures(typed: str | None) -> int:
    """Return a number that somebody typed; 0 is none."""
    text = (typed or "").strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def bar_of_office(barring_id: int) -> barring_list.ShownBar:
    """Return one of the office's bars; to others' the desk answers 404."""
    bars = barring_list.of_office(db.session(), desk.office().id, now=clock.now())
    found = [one for one in bars if one.bar.id == barring_id]
    if not found:
        abort(404)
    return found[0]


def page(barring_id: int, form: AnswerForm) -> str:
    """Return the page of one bar."""
    return desk.page(
        "office_barrings/show.html", shown=bar_of_office(barring_id), form=form
    )
