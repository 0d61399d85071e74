"""Taking an approved lot back, before it is announced."""

from __future__ import annotations

from flask import Blueprint, flash, redirect
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import Duty, Lot
from auction.rules.lifecycle import LotStatus
from auction.services.submissions import RemarkMissing, TooLong
from auction.services.taking_back import NotApproved, take_back
from web import desk, lot_steps
from web.extensions import db
from web.login import signed_in
from web.submission_forms import TakeBackForm

bp = Blueprint("taking_back", __name__, url_prefix="/desk/<office_slug>/lots")


@bp.get("/<int:lot_id>/taking-back")
@desk.for_officers(Duty.DRAFTER, Duty.APPROVER)
def new(office_slug: str, lot_id: int) -> ResponseReturnValue:  # noqa: ARG001
    """Ask why an approved lot is not announced."""
    lot = desk.lot_of_office(lot_id)
    if lot.status is not LotStatus.APPROVED:
        raise NotApproved
    return page(lot, TakeBackForm())


@bp.post("/<int:lot_id>/taking-back")
@desk.for_officers(Duty.DRAFTER, Duty.APPROVER)
def create(office_slug: str, lot_id: int) -> ResponseReturnValue:  # noqa: ARG001
    """Make an approved lot a draft again; who did it and why stays on record."""
    lot = desk.lot_of_office(lot_id)
    form = TakeBackForm()
    try:
        take_back(
            db.session(),
            lot_id=lot_id,
            officer_id=signed_in().id,
            remark=form.remark.data or "",
            now=clock.now(),
        )
    except (RemarkMissing, TooLong) as refusal:
        form.refuse("remark", refusal.told())
        return page(desk.lot_of_office(lot_id), form), refusal.code
    flash("The lot is a draft again. It must be submitted anew.", "success")
    return redirect(lot_steps.path(lot, "check"), 303)


def page(lot: Lot, form: TakeBackForm) -> str:
    """Return the page that asks why."""
    return desk.page(
        "approvals/taking_back.html", lot=lot, catalogue=lot.catalogue, form=form
    )
