"""Signing in and out."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from auction.rules.refusal import Refusal
from auction.rules.too_often import TooManyWrongTries
from web import login, sign_in_tries
from web.forms import SignInForm

bp = Blueprint("accounts", __name__)


@bp.get("/sign-in")
def sign_in() -> ResponseReturnValue:
    """Ask for the e-mail address and the password."""
    return sign_in_page(SignInForm())


@bp.post("/sign-in")
def begin() -> ResponseReturnValue:
    """Sign somebody in, or say that something is not right."""
    form = SignInForm()
    if not form.is_right():
        return sign_in_page(form), 422
    try:
        word = sign_in_tries.sign_in(email=form.email.data, password=form.password.data)
    except TooManyWrongTries as refusal:
        form.refuse("email", str(refusal))
        wait = {"Retry-After": str(refusal.seconds)}
        return sign_in_page(form), refusal.code, wait
    except Refusal as refusal:
        form.refuse("email", str(refusal))
        return sign_in_page(form), refusal.code
    login.begin(word)
    return login.to_next(request.form.get("next"))


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """Sign out, here and on the server."""
    login.end()
    flash("You are signed out.", "success")
    return redirect(url_for("site.home"), 303)


def sign_in_page(form: SignInForm) -> str:
    """Return the sign-in page, which remembers where the person wanted to go."""
    there = request.form.get("next") or request.args.get("next", "")
    return render_template("accounts/sign_in.html", form=form, next=there)
