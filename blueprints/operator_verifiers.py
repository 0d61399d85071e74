"""The operator invites verifiers, and lets them go; whom they verify he never sees."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import User
from auction.services import inviting_verifiers
from web import staff
from web.extensions import db
from web.login import signed_in
from web.operators import for_operator
from web.people_forms import VerifierForm
from web.proof import proof_required

bp = Blueprint("operator_verifiers", __name__, url_prefix="/operator/verifiers")


@bp.get("")
@for_operator
def index() -> ResponseReturnValue:
    """Show who verifies, and who is invited to."""
    return page(VerifierForm())


@bp.post("")
@for_operator
@proof_required
def invite() -> ResponseReturnValue:
    """Invite a verifier."""
    form = VerifierForm()
    happened = staff.send_to_verifier(form)
    if happened is None:
        return page(form), 422
    flash(happened, "success")
    return redirect(url_for(".index"), 303)


@bp.post("/invitations/<int:invitation_id>/withdrawal")
@for_operator
def withdraw(invitation_id: int) -> ResponseReturnValue:
    """Take an invitation back."""
    inviting_verifiers.withdraw_from_verifier(
        db.session(),
        invitation_id=invitation_id,
        operator_id=signed_in().id,
        now=clock.now(),
    )
    flash("The invitation is withdrawn: its link lets nobody in.", "success")
    return redirect(url_for(".index"), 303)


@bp.get("/<int:verifier_id>/dismissal")
@for_operator
def dismissal(verifier_id: int) -> ResponseReturnValue:
    """Ask whether a verifier is to go."""
    found = inviting_verifiers.verifiers(db.session())
    verifier = next((one for one in found if one.id == verifier_id), None)
    if verifier is None:
        abort(404)
    return render_template("operator/verifier.html", verifier=verifier)


@bp.post("/<int:verifier_id>/dismissal")
@for_operator
@proof_required
def dismiss(verifier_id: int) -> ResponseReturnValue:
    """Close a verifier's account."""
    inviting_verifiers.let_go(
        db.session(),
        verifier_id=verifier_id,
        operator_id=signed_in().id,
        now=clock.now(),
    )
    flash("The account is closed. What was decided stays.", "success")
    return redirect(url_for(".index"), 303)


def page(form: VerifierForm) -> str:
    """Return the page of the verifiers."""
    session = db.session()
    people: list[User] = inviting_verifiers.verifiers(session)
    return render_template(
        "operator/verifiers.html",
        people=people,
        invitations=inviting_verifiers.open_to_verifiers(session, now=clock.now()),
        form=form,
    )
