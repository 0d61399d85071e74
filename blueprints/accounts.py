"""Signing in and out, and opening a bidder's account."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.rules.refusal import Refusal
from auction.rules.too_often import TooManyWrongTries
from auction.services import accounts
from web import limits, login, sign_in_tries
from web.extensions import db
from web.forms import RegisterForm, SignInForm

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


@bp.get("/register")
def register() -> ResponseReturnValue:
    """Ask for what a bidder's account needs."""
    return render_template("accounts/register.html", form=RegisterForm())


@bp.post("/register")
@limits.REGISTER
def create() -> ResponseReturnValue:
    """Open a bidder's account and sign in."""
    form = RegisterForm()
    if not form.is_right():
        return render_template("accounts/register.html", form=form), 422
    who = {"email": form.email.data, "password": form.password.data}
    try:
        accounts.register_bidder(
            db.session(), **who, name=form.name.data, now=clock.now()
        )
    except Refusal as refusal:
        short = isinstance(refusal, accounts.PasswordTooShort)
        form.refuse("password" if short else "email", str(refusal))
        return render_template("accounts/register.html", form=form), refusal.code
    login.begin_with(**who)
    flash("Your account is open. Register for a lot to get a bidder number.", "success")
    return login.to_next(request.form.get("next"))


def sign_in_page(form: SignInForm) -> str:
    """Return the sign-in page, which remembers where the person wanted to go."""
    there = request.form.get("next") or request.args.get("next", "")
    return render_template("accounts/sign_in.html", form=form, next=there)
