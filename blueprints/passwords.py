"""Changing one's password."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.rules.refusal import Refusal
from auction.services import changing_password
from web import login
from web.account_forms import PasswordForm
from web.extensions import db
from web.login import sign_in_required, signed_in
from web.proof import proof_required

bp = Blueprint("passwords", __name__, url_prefix="/account/password")


@bp.get("")
@sign_in_required
@proof_required
def show() -> ResponseReturnValue:
    """Ask for a new password."""
    return page(PasswordForm())


@bp.post("")
@sign_in_required
@proof_required
def change() -> ResponseReturnValue:
    """Change the password, and sign every other browser out."""
    form = PasswordForm()
    if not form.is_right():
        return page(form), 422
    try:
        word = changing_password.change_password(
            db.session(),
            word=login.word_here(),
            password=form.password.data,
            now=clock.now(),
        )
    except Refusal as refusal:
        form.refuse("password", str(refusal))
        return page(form), refusal.code
    login.begin(word)
    flash("Your password is changed. Every other browser is signed out.", "success")
    return redirect(url_for("my_account.show"), 303)


def page(form: PasswordForm) -> str:
    """Return the page."""
    return render_template("passwords/show.html", form=form, me=signed_in())
