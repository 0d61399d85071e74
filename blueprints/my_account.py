"""A person's own account: where he is signed in, and what keeps others out."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.services import recovery_codes, signing_in
from auction.services.second_factor import check_own
from web import login
from web.extensions import db
from web.login import sign_in_required, signed_in
from web.proof import proof_required

bp = Blueprint("my_account", __name__, url_prefix="/account")


@bp.get("")
@sign_in_required
def show() -> ResponseReturnValue:
    """Show what keeps the account safe, and the browsers that are signed in."""
    me, session = signed_in(), db.session()
    here = login.sign_in_here()
    known = signing_in.sign_ins_of(session, user_id=me.id, now=clock.now())
    known = sorted(known, key=lambda row: row is not here)  # this browser first
    return render_template(
        "my_account/show.html",
        me=me,
        here=here,
        # Whoever tries an example account has no business with the others who do.
        sign_ins=[row for row in known if not me.is_example or row is here],
        codes_left=recovery_codes.codes_left(session, me.id),
    )


@bp.post("/sign-ins/end")
@sign_in_required
@proof_required
def end_one() -> ResponseReturnValue:
    """Sign another browser out."""
    check_own(signed_in())
    signing_in.end_one(
        db.session(),
        user_id=signed_in().id,
        token=request.form.get("sign_in", ""),
        now=clock.now(),
    )
    flash("That browser is signed out.", "success")
    return redirect(url_for(".show"), 303)


@bp.post("/sign-ins/end-others")
@sign_in_required
@proof_required
def end_others() -> ResponseReturnValue:
    """Sign every other browser out."""
    check_own(signed_in())
    ended = signing_in.end_others(db.session(), word=login.word_here(), now=clock.now())
    others = "1 other browser was" if ended == 1 else f"{ended} other browsers were"
    flash(f"{others} signed out.", "success")
    return redirect(url_for(".show"), 303)
