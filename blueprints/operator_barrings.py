"""Whom the operator has barred from the whole site; and the appeals against it."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.rules.barring import TextUnfit
from auction.services.barring_people import answer, bar_account, lift
from web import barring_list
from web.barring_forms import OF_FORM, AccountBarForm, AnswerForm
from web.extensions import db
from web.login import signed_in
from web.operators import for_operator

bp = Blueprint("operator_barrings", __name__, url_prefix="/operator/barrings")


@bp.get("")
@for_operator
def index() -> ResponseReturnValue:
    """Show the bars from the whole site, without names."""
    bars = barring_list.of_site(db.session(), now=clock.now())
    return render_template("operator/barrings.html", bars=bars)


@bp.get("/new")
@for_operator
def new() -> ResponseReturnValue:
    """Ask which account is barred, and why."""
    return render_template("operator/barring_form.html", form=AccountBarForm())


@bp.post("")
@for_operator
def create() -> ResponseReturnValue:
    """Bar an account; nobody is told whether there is one."""
    form = AccountBarForm()
    try:
        bar_account(
            db.session(),
            operator_id=signed_in().id,
            email=form.email.data or "",
            now=clock.now(),
            **form.said,
        )
    except OF_FORM as refusal:
        form.refuse_for(refusal)
        return render_template("operator/barring_form.html", form=form), refusal.code
    flash("If there is such an account, it is barred from now on.", "success")
    return redirect(url_for("operator_barrings.index"), 303)


@bp.get("/<int:barring_id>")
@for_operator
def show(barring_id: int) -> ResponseReturnValue:
    """Show a bar with its appeal, to answer it."""
    return page(barring_id, AnswerForm())


@bp.post("/<int:barring_id>/answer")
@for_operator
def reply(barring_id: int) -> ResponseReturnValue:
    """Answer the appeal."""
    bar_of_site(barring_id)
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
    return redirect(url_for("operator_barrings.index"), 303)


@bp.post("/<int:barring_id>/lift")
@for_operator
def remove(barring_id: int) -> ResponseReturnValue:
    """Lift a bar before its term is over."""
    bar_of_site(barring_id)
    lift(db.session(), barring_id=barring_id, by_id=signed_in().id, now=clock.now())
    flash("The bar is lifted; the person is told.", "success")
    return redirect(url_for("operator_barrings.index"), 303)


def bar_of_site(barring_id: int) -> barring_list.ShownBar:
    """Return one of the bars from the whole site; others are not the operator's."""
    bars = barring_list.of_site(db.session(), now=clock.now())
    found = [one for one in bars if one.bar.id == barring_id]
    if not found:
        abort(404)
    return found[0]


def page(barring_id: int, form: AnswerForm) -> str:
    """Return the page of one bar."""
    return render_template(
        "operator/barring.html", shown=bar_of_site(barring_id), form=form
    )
