"""The people of an office: who does what, and who is invited."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import Duty, User
from auction.services import appointing, inviting
from auction.services.appointing import LastApprover
from web import desk, login, staff
from web.extensions import db
from web.login import signed_in
from web.people_forms import DutiesForm, InviteForm
from web.proof import proof_required

bp = Blueprint("people", __name__, url_prefix="/desk/<office_slug>/people")


@bp.get("")
@desk.for_officers()
def index(office_slug: str) -> ResponseReturnValue:  # noqa: ARG001 - the guard reads it
    """Show who works in the office, who is invited, and who worked there once."""
    office, session = desk.office(), db.session()
    people = staff.colleagues(session, office.id)
    return desk.page(
        "people/index.html",
        people=people,
        gaps=appointing.gaps(frozenset(person.duties) for person in people),
        invitations=inviting.open_invitations(
            session, office_id=office.id, now=clock.now()
        ),
        former=staff.former_posts(session, office.id),
        manages=Duty.APPROVER in desk.duties(),
    )


@bp.get("/invitation")
@desk.for_officers(Duty.APPROVER)
def invitation(office_slug: str) -> ResponseReturnValue:  # noqa: ARG001
    """Ask whom to invite."""
    return desk.page("people/invite.html", form=InviteForm())


@bp.post("/invitation")
@desk.for_officers(Duty.APPROVER)
@proof_required
def invite(office_slug: str) -> ResponseReturnValue:
    """Invite somebody into the office."""
    form = InviteForm()
    happened = staff.send_invitation(form, office_id=desk.office().id)
    if happened is None:
        return desk.page("people/invite.html", form=form), 422
    flash(happened, "success")
    return redirect(url_for("people.index", office_slug=office_slug), 303)


@bp.post("/invitations/<int:invitation_id>/withdrawal")
@desk.for_officers(Duty.APPROVER)
def withdraw(office_slug: str, invitation_id: int) -> ResponseReturnValue:
    """Take an invitation back."""
    inviting.withdraw(
        db.session(),
        invitation_id=invitation_id,
        office_id=desk.office().id,
        by_id=signed_in().id,
        now=clock.now(),
    )
    flash("The invitation is withdrawn: its link lets nobody in.", "success")
    return redirect(url_for("people.index", office_slug=office_slug), 303)


@bp.get("/<int:user_id>")
@desk.for_officers(Duty.APPROVER)
def show(office_slug: str, user_id: int) -> ResponseReturnValue:  # noqa: ARG001
    """Ask what a colleague does from now on."""
    person = colleague(user_id)
    held = [duty.value for duty in person.duties_in(desk.office().id)]
    return desk.page(
        "people/show.html", colleague=person, form=DutiesForm({"duties": held})
    )


@bp.post("/<int:user_id>")
@desk.for_officers(Duty.APPROVER)
@proof_required
def change(office_slug: str, user_id: int) -> ResponseReturnValue:
    """Give a colleague duties, and end others."""
    person, form = colleague(user_id), DutiesForm()
    if not form.is_right():
        return desk.page("people/show.html", colleague=person, form=form), 422
    try:
        appointing.set_duties(
            db.session(),
            office_id=desk.office().id,
            user_id=user_id,
            manager_id=signed_in().id,
            duties=form.chosen(),
            now=clock.now(),
        )
    except LastApprover as refusal:
        form.refuse("duties", str(refusal))
        return desk.page("people/show.html", colleague=person, form=form), 422
    if user_id == signed_in().id:
        login.renew()
    flash("The duties are saved, and the person has been told.", "success")
    if not signed_in().works_for(desk.office().id):  # he has let himself go
        return redirect(url_for("site.home"), 303)
    return redirect(url_for("people.index", office_slug=office_slug), 303)


def colleague(user_id: int) -> User:
    """Return somebody who works in this office; to others' people it answers 404."""
    found = db.session.get(User, user_id)
    if found is None or not found.works_for(desk.office().id):
        abort(404)
    return found
