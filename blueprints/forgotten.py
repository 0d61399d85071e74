"""Forgotten passwords: a link by mail, and a new password behind it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.rules.refusal import Refusal
from auction.services import forgotten_passwords
from auction.services.mailed_links import DeadLink
from web import limits
from web.account_forms import ForgottenForm, PasswordForm
from web.extensions import db
from web.letters import has_example_operator, link_to, sends_mail

bp = Blueprint("forgotten", __name__, url_prefix="/forgotten")

ASKED = "forgotten"  # what the browser keeps: the address that was typed


@bp.get("")
def new() -> ResponseReturnValue:
    """Ask for the e-mail address."""
    return asking_page(ForgottenForm())


@bp.post("")
@limits.MAIL
def create() -> ResponseReturnValue:
    """Write to that address; whoever asks is not told whether it has an account."""
    if not sends_mail():  # nobody could hand such a letter on
        return redirect(url_for(".new"), 303)
    form = ForgottenForm()
    if not form.is_right():
        return asking_page(form), 422
    email = form.email.data
    if limits.may_write_to(email):
        try:
            forgotten_passwords.ask_for_link(
                db.session(),
                email=email,
                link=link_to("forgotten.show"),
                now=clock.now(),
            )
        except Refusal as refusal:
            form.refuse("email", str(refusal))
            return asking_page(form), refusal.code
    session[ASKED] = email.strip()[:254]
    return redirect(url_for(".asked"), 303)


@bp.get("/asked")
def asked() -> ResponseReturnValue:
    """Say that a mail was written, and what to do if none comes."""
    if not sends_mail():
        return asking_page(ForgottenForm())
    return render_template("forgotten/asked.html", email=session.get(ASKED, ""))


@bp.get("/<word>")
def show(word: str) -> ResponseReturnValue:
    """Ask for the new password."""
    return choosing_page(word, PasswordForm())


@bp.post("/<word>")
def choose(word: str) -> ResponseReturnValue:
    """Keep it, sign every browser out, and lead to the sign-in."""
    form = PasswordForm()
    if not form.is_right():
        return choosing_page(word, form), 422
    try:
        forgotten_passwords.choose_password(
            db.session(), word=word, password=form.password.data, now=clock.now()
        )
    except DeadLink:
        raise
    except Refusal as refusal:
        form.refuse("password", str(refusal))
        return choosing_page(word, form), refusal.code
    flash("Your password is changed. Please sign in with it.", "success")
    return redirect(url_for("accounts.sign_in"), 303)


@bp.errorhandler(DeadLink)
def dead(refusal: DeadLink) -> ResponseReturnValue:
    """Say why a link is good no more, and how to get another."""
    page = render_template("forgotten/dead.html", sentence=refusal.told())
    return page, refusal.code


def asking_page(form: ForgottenForm) -> str:
    """Return the page that asks for the address, or says what to do without mail."""
    if not sends_mail():
        return render_template("forgotten/no_mail.html", is_demo=has_example_operator())
    return render_template("forgotten/new.html", form=form)


def choosing_page(word: str, form: PasswordForm) -> str:
    """Return the page that asks for the new password, if the link is good."""
    link = forgotten_passwords.open_forgotten(db.session(), word=word, now=clock.now())
    return render_template(
        "forgotten/show.html", word=word, email=link.email, form=form
    )
