"""What bars me: until when, why, and what I say against it."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.rules.barring import AlreadyAppealed, TextUnfit
from auction.services.barring import bars_of
from auction.services.barring_people import appeal
from web import barring_list
from web.barring_forms import AppealForm
from web.extensions import db
from web.login import sign_in_required, signed_in

bp = Blueprint("barrings", __name__, url_prefix="/barrings")


@bp.get("")
@sign_in_required
def index() -> ResponseReturnValue:
    """Show everything that bars the person, or ever did."""
    bars = bars_of(db.session(), signed_in().id)
    return render_template(
        "barrings/index.html", bars=barring_list.shown(bars, now=clock.now())
    )


@bp.get("/<int:barring_id>/appeal")
@sign_in_required
def new(barring_id: int) -> ResponseReturnValue:
    """Ask what the person says against a bar."""
    return page(barring_id, AppealForm())


@bp.post("/<int:barring_id>/appeal")
@sign_in_required
def create(barring_id: int) -> ResponseReturnValue:
    """Take the appeal."""
    form = AppealForm()
    try:
        appeal(
            db.session(),
            barring_id=barring_id,
            user_id=signed_in().id,
            text=form.text.data or "",
            now=clock.now(),
        )
    except (TextUnfit, AlreadyAppealed) as refusal:
        form.refuse("text", refusal.told())
        return page(barring_id, form), refusal.code
    flash("Your appeal is there. You are told the answer by a notice.", "success")
    return redirect(url_for("barrings.index"), 303)


def page(barring_id: int, form: AppealForm) -> str:
    """Return the page of an appeal against one of the person's own bars."""
    bars = bars_of(db.session(), signed_in().id)
    own = [bar for bar in bars if bar.id == barring_id]
    if not own:
        abort(404)
    (bar,) = barring_list.shown(own, now=clock.now())
    return render_template("barrings/appeal.html", shown=bar, form=form)
