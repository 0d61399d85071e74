"""The second step of signing in: a code of the app, or one from paper."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.rules.refusal import Refusal
from auction.services import second_factor
from auction.services.signing_in import SignedOut
from web import keys, login, next_paths
from web.account_forms import CodeForm, RecoveryForm
from web.extensions import db

bp = Blueprint("code_step", __name__, url_prefix="/sign-in/code")


@bp.get("")
def show() -> ResponseReturnValue:
    """Ask for a code, whoever has just given his password."""
    if not is_half_way():
        return begin_anew()
    return page(form_asked_for())


@bp.post("")
def complete() -> ResponseReturnValue:
    """Sign somebody in, or say what is wrong with the code."""
    form, known = form_asked_for(), login.visitor()
    if known is None or not is_half_way():
        return begin_anew()
    if not form.is_right():
        return page(form), 422
    try:
        word = second_factor.complete(
            db.session(),
            word=known.word,
            code=form.code.data,
            ring=keys.ring(),
            now=clock.now(),
        )
    except SignedOut:
        return begin_anew()
    except Refusal as refusal:
        form.refuse("code", str(refusal))
        return page(form), refusal.code
    login.begin(word)
    return login.to_next(wanted())


def is_half_way() -> bool:
    """Say whether the browser that asks has given a password, and no code yet."""
    known = login.visitor()
    return known is not None and known.row.waits_for_code


def begin_anew() -> ResponseReturnValue:
    """Lead to the first step, or on, who has no business here."""
    if login.visitor() is not None:
        return login.to_next(wanted())
    flash("Please sign in again: the code has to follow within ten minutes.", "refusal")
    return redirect(url_for("accounts.sign_in", next=wanted()), 303)


def form_asked_for() -> CodeForm | RecoveryForm:
    """Return the form for a code of the app, or for one from paper."""
    return RecoveryForm() if is_from_paper() else CodeForm()


def is_from_paper() -> bool:
    """Say whether somebody wants to give a recovery code."""
    return request.args.get("with") == "recovery"


def wanted() -> str:
    """Return where the person wants to go."""
    return next_paths.safe_next(request.form.get("next") or request.args.get("next"))


def page(form: CodeForm | RecoveryForm) -> str:
    """Return the page."""
    return render_template(
        "code_step/show.html", form=form, next=wanted(), from_paper=is_from_paper()
    )
