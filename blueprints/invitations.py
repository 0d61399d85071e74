"""Accepting an invitation into an office."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from auction import clock
from auction.models import Duty, Invitation, Role, User
from auction.rules.passwords import PasswordRefused
from auction.services import accepting
from web import login
from web.extensions import db
from web.people_forms import NewcomerForm

bp = Blueprint("invitations", __name__, url_prefix="/invitations/<word>")


@bp.get("")
def show(word: str) -> ResponseReturnValue:
    """Say who invites to what, and ask for what is missing."""
    invitation = accepting.open_invitation(db.session(), word=word, now=clock.now())
    return page(word, invitation, NewcomerForm())


@bp.post("")
def accept(word: str) -> ResponseReturnValue:
    """Let somebody into the office, with a new account or the one he has."""
    person = login.person()
    if person is None:
        return come_new(word)
    accepting.accept(db.session(), word=word, user_id=person.id, now=clock.now())
    login.renew()
    return let_in()


def come_new(word: str) -> ResponseReturnValue:
    """Open an account for whom the invitation is for, and sign in."""
    invitation = accepting.open_invitation(db.session(), word=word, now=clock.now())
    email, form = invitation.email, NewcomerForm()
    if not form.is_right():
        return page(word, invitation, form), 422
    password = form.password.data
    try:
        accepting.accept_as_newcomer(
            db.session(),
            word=word,
            name=form.name.data,
            password=password,
            now=clock.now(),
        )
    except PasswordRefused as refusal:
        form.refuse("password", str(refusal))
        return page(word, invitation, form), 422
    login.begin_with(email=email, password=password)
    return let_in()


def let_in() -> ResponseReturnValue:
    """Lead to the desk, or to those who wait for a verifier."""
    if login.signed_in().role is Role.VERIFIER:
        flash("Welcome. Here you see who waits to be verified.", "success")
        return redirect(url_for("verifying.index"), 303)
    flash("Welcome. This is the desk of your office.", "success")
    return redirect(url_for("desk.index"), 303)


def page(word: str, invitation: Invitation, form: NewcomerForm) -> str:
    """Return the page of an invitation, as it concerns whoever reads it."""
    known = db.session.scalar(select(User).where(User.email == invitation.email))
    return render_template(
        "invitations/show.html",
        word=word,
        invitation=invitation,
        duties=[Duty(duty) for duty in invitation.duties],
        known=known,
        me=login.person(),
        form=form,
    )
