"""Changing the e-mail address of one's account."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.rules.refusal import Refusal
from auction.services import changing_email
from web import limits
from web.account_forms import AddressForm
from web.extensions import db
from web.letters import link_to, sends_mail, written_to
from web.login import sign_in_required, signed_in
from web.proof import proof_required

bp = Blueprint("my_address", __name__, url_prefix="/account/address")


@bp.get("")
@sign_in_required
@proof_required
def show() -> ResponseReturnValue:
    """Ask for the new address."""
    return page(AddressForm())


@bp.post("")
@sign_in_required
@proof_required
@limits.MAIL
def create() -> ResponseReturnValue:
    """Write to the new address; nothing changes before its link is used."""
    form = AddressForm()
    if not form.is_right():
        return page(form), 422
    email = form.email.data.strip()
    limits.check_may_write_to(email)
    try:
        changing_email.ask_to_change(
            db.session(),
            user_id=signed_in().id,
            email=email,
            link=link_to("addresses.show"),
            is_private=sends_mail(),
            now=clock.now(),
        )
    except Refusal as refusal:
        form.refuse("email", str(refusal))
        return page(form), refusal.code
    flash(f"{written_to(email)} Until then your address stays as it is.", "success")
    return redirect(url_for("my_account.show"), 303)


def page(form: AddressForm) -> str:
    """Return the page."""
    return render_template("my_address/show.html", form=form, me=signed_in())
