"""The operator lets an office's first people in, and somebody who left out."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import User
from auction.services import appointing, inviting
from auction.services.inviting import OfficeInvitesItself
from web import staff
from web.extensions import db
from web.login import signed_in
from web.operators import for_operator, office_called
from web.people_forms import InviteForm
from web.proof import proof_required

bp = Blueprint(
    "operator_people", __name__, url_prefix="/operator/offices/<office_slug>"
)


@bp.get("/invitation")
@for_operator
def invitation(office_slug: str) -> ResponseReturnValue:
    """Ask whom to invite, as long as the office has no approver."""
    office = office_called(office_slug)
    if appointing.approvers(db.session(), office.id):
        raise OfficeInvitesItself
    return render_template("operator/invite.html", office=office, form=InviteForm())


@bp.post("/invitation")
@for_operator
@proof_required
def invite(office_slug: str) -> ResponseReturnValue:
    """Invite one of an office's first people."""
    office, form = office_called(office_slug), InviteForm()
    happened = staff.send_invitation(form, office_id=office.id)
    if happened is None:
        return render_template("operator/invite.html", office=office, form=form), 422
    flash(happened, "success")
    return to_office(office_slug)


@bp.post("/invitations/<int:invitation_id>/withdrawal")
@for_operator
def withdraw(office_slug: str, invitation_id: int) -> ResponseReturnValue:
    """Take an invitation back."""
    inviting.withdraw(
        db.session(),
        invitation_id=invitation_id,
        office_id=office_called(office_slug).id,
        by_id=signed_in().id,
        now=clock.now(),
    )
    flash("The invitation is withdrawn: its link lets nobody in.", "success")
    return to_office(office_slug)


@bp.get("/people/<int:user_id>/dismissal")
@for_operator
def dismissal(office_slug: str, user_id: int) -> ResponseReturnValue:
    """Ask whether somebody's duties are to end."""
    office = office_called(office_slug)
    person = db.session.get(User, user_id)
    if person is None or not person.works_for(office.id):
        abort(404)
    return render_template("operator/dismissal.html", office=office, colleague=person)


@bp.post("/people/<int:user_id>/dismissal")
@for_operator
@proof_required
def dismiss(office_slug: str, user_id: int) -> ResponseReturnValue:
    """End everything that somebody does in an office."""
    appointing.dismiss(
        db.session(),
        office_id=office_called(office_slug).id,
        user_id=user_id,
        operator_id=signed_in().id,
        now=clock.now(),
    )
    flash("The duties have ended, and the person has been told.", "success")
    return to_office(office_slug)


def to_office(slug: str) -> ResponseReturnValue:
    """Lead back to the office."""
    return redirect(url_for("operator_offices.show", office_slug=slug), 303)
