"""E-mail addresses: showing that one's own is one's own."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.services import confirming_email
from auction.services.mailed_links import DeadLink, open_link
from web import limits, login, next_paths
from web.extensions import db
from web.letters import link_to, sends_mail, written_to
from web.login import sign_in_required, signed_in

bp = Blueprint("addresses", __name__)

HOME = "my_account.show"


@bp.get("/address/<word>")
def show(word: str) -> ResponseReturnValue:
    """Ask for a press of a button; programs that read mails follow links."""
    link = open_link(
        db.session(), word=word, purposes=confirming_email.PURPOSES, now=clock.now()
    )
    return render_template("addresses/show.html", word=word, email=link.email)


@bp.post("/address/<word>")
def confirm(word: str) -> ResponseReturnValue:
    """Confirm the address, whoever is signed in here or nobody; lead on."""
    email = confirming_email.confirm(db.session(), word=word, now=clock.now()).email
    flash(f"The e-mail address {email} is confirmed.", "success")
    return login.to_next(request.form.get("next") or url_for(HOME))


@bp.post("/account/address/link")
@sign_in_required
@limits.MAIL
def send_link() -> ResponseReturnValue:
    """Send the link that confirms one's address, once more."""
    there = next_paths.safe_next(request.form.get("next") or url_for(HOME))
    me = signed_in()
    email = me.email
    limits.check_may_write_to(email)
    confirming_email.send_link(
        db.session(),
        user_id=me.id,
        link=link_to("addresses.show", next=there),
        is_private=sends_mail(),
        now=clock.now(),
    )
    flash(written_to(email), "success")
    return redirect(there, 303)


@bp.errorhandler(DeadLink)
def dead(refusal: DeadLink) -> ResponseReturnValue:
    """Say why a link is good no more, and how to get another."""
    page = render_template("addresses/dead.html", sentence=refusal.told())
    return page, refusal.code
