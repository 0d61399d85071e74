"""Closing one's account: what it means, what stands in the way, and the last yes."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.rules.leaving import CannotLeave
from auction.services.leaving import close_account
from auction.services.leaving_obstacles import obstacles
from web import keys, login
from web.account_forms import ClosingForm
from web.extensions import db
from web.letters import sends_mail
from web.login import sign_in_required, signed_in
from web.proof import proof_required

bp = Blueprint("closing_account", __name__, url_prefix="/account/closing")


@bp.get("")
@sign_in_required
def show() -> ResponseReturnValue:
    """Say what is deleted, what stays, and what stands in the way."""
    me = signed_in()
    why = obstacles(db.session(), me, now=clock.now())
    return page(ClosingForm(), why)


@bp.post("")
@sign_in_required
@proof_required
def create() -> ResponseReturnValue:
    """Close the account for good."""
    form = ClosingForm()
    if not form.is_right():
        return page(form, obstacles(db.session(), signed_in(), now=clock.now())), 422
    try:
        close_account(
            db.session(), word=login.word_here(), ring=keys.ring(), now=clock.now()
        )
    except CannotLeave as refusal:
        return page(form, refusal.why), refusal.code
    login.end()
    last = " A last mail is on its way to you." if sends_mail() else ""
    flash(f"Your account is closed.{last}", "success")
    return redirect(url_for("site.home"), 303)


def page(form: ClosingForm, why: Sequence[str]) -> str:
    """Return the page."""
    return render_template(
        "closing_account/show.html",
        me=signed_in(),
        form=form,
        why=why,
        years=current_app.config["RECORDS_YEARS"],
    )
