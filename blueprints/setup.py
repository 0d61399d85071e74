"""Setting the site up: its first account, in the browser, with a code."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.rules.passwords import PasswordRefused
from auction.rules.refusal import Refusal
from auction.services import setting_up
from auction.services.accounts import EmailUnreadable
from web import login, setup_code
from web.extensions import db
from web.setup_code import WrongCode
from web.setup_form import SetupForm

bp = Blueprint("setup", __name__, url_prefix="/setup")

FIELDS: dict[type[Refusal], str] = {
    WrongCode: "code",
    EmailUnreadable: "email",
    PasswordRefused: "password",
}


@bp.get("")
def show() -> ResponseReturnValue:
    """Ask for the code, and for what the operator's account needs."""
    check_nobody_there()
    setup_code.code()  # from now on there is one
    return page(SetupForm({"code": request.args.get("code", "")}))


@bp.post("")
def create() -> ResponseReturnValue:
    """Open the operator's account and sign him in."""
    check_nobody_there()
    form = SetupForm()
    if not form.is_right():
        return page(form), 422
    who = {"email": form.email.data, "password": form.password.data}
    try:
        with setup_code.spent_by(form.code.data):
            setting_up.set_up(db.session(), **who, name=form.name.data, now=clock.now())
    except (WrongCode, EmailUnreadable, PasswordRefused) as refusal:
        form.refuse(field_of(refusal), str(refusal))
        return page(form), refusal.code
    login.begin_with(**who)
    flash("The site is yours. Open the first office.", "success")
    return redirect(url_for("operator_offices.index"), 303)


def check_nobody_there() -> None:
    """Answer 404 once there is anybody."""
    if setting_up.is_set_up(db.session()):
        abort(404)


def field_of(refusal: Refusal) -> str:
    """Return the entry that a refusal is about."""
    return next(field for kind, field in FIELDS.items() if isinstance(refusal, kind))


def page(form: SetupForm) -> str:
    """Return the page."""
    return render_template("setup/show.html", form=form)
