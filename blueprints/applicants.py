"""The bidders whom an office confirms, where the procedure wants it to.

Elsewhere there are no such pages: the office is not told who registers.
"""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import Duty
from auction.services import confirming
from web import desk
from web.applicants import applicant_page, lot_with_applicants, lots_with_applicants
from web.errors import told
from web.extensions import db
from web.login import signed_in
from web.registration_forms import RefusalForm

bp = Blueprint("applicants", __name__, url_prefix="/desk/<office_slug>")

ACTING = (Duty.DRAFTER, Duty.APPROVER)
ONE = "/lots/<int:lot_id>/applicants/<int:registration_id>"


@bp.get("/applicants")
@desk.for_officers(*ACTING)
def index(office_slug: str) -> ResponseReturnValue:  # noqa: ARG001
    """Show the lots on which bidders wait for the office's yes."""
    found = lots_with_applicants(db.session(), desk.office().id, clock.now())
    if not found:
        abort(404)
    return desk.page("applicants/index.html", found=found)


@bp.get("/lots/<int:lot_id>/applicants")
@desk.for_officers(*ACTING)
def of_lot(office_slug: str, lot_id: int) -> ResponseReturnValue:  # noqa: ARG001
    """Show who waits for the office's yes, by verified name, and who was decided on."""
    lot = lot_with_applicants(lot_id)
    waiting, decided = confirming.applicants(db.session(), lot, clock.now())
    return desk.page(
        "applicants/lot.html",
        lot=lot,
        catalogue=lot.catalogue,
        waiting=waiting,
        decided=decided,
    )


@bp.get(ONE)
@desk.for_officers(*ACTING)
def show(office_slug: str, lot_id: int, registration_id: int) -> ResponseReturnValue:  # noqa: ARG001
    """Show one applicant: who it is, and what can be decided."""
    return applicant_page(lot_id, registration_id)


@bp.post(f"{ONE}/confirmation")
@desk.for_officers(*ACTING)
def confirm(office_slug: str, lot_id: int, registration_id: int) -> ResponseReturnValue:
    """Confirm a bidder."""
    lot_with_applicants(lot_id)
    confirming.confirm(
        db.session(),
        lot_id=lot_id,
        registration_id=registration_id,
        officer_id=signed_in().id,
        now=clock.now(),
    )
    flash("The bidder is confirmed, and has been told.", "success")
    return _back(office_slug, lot_id)


@bp.post(f"{ONE}/refusal")
@desk.for_officers(*ACTING)
def refuse(office_slug: str, lot_id: int, registration_id: int) -> ResponseReturnValue:
    """Refuse a bidder, on a ground of the procedure."""
    lot_with_applicants(lot_id)
    form = RefusalForm()
    try:
        confirming.refuse(
            db.session(),
            lot_id=lot_id,
            registration_id=registration_id,
            officer_id=signed_in().id,
            ground=form.ground.data or "",
            now=clock.now(),
        )
    except confirming.GroundUnknown as refusal:
        form.refuse("ground", told(refusal))
        return applicant_page(lot_id, registration_id, form), 422
    flash("The bidder is refused, and has been told on which ground.", "success")
    return _back(office_slug, lot_id)


def _back(office_slug: str, lot_id: int) -> ResponseReturnValue:
    there = url_for("applicants.of_lot", office_slug=office_slug, lot_id=lot_id)
    return redirect(there, 303)
