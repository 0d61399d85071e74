"""Drafts of a catalogue: their order, and giving one up."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from auction.models import Duty
from auction.services import drafts
from auction.services.editing import check_draft
from web import desk
from web.extensions import db
from web.login import signed_in

bp = Blueprint("drafts", __name__, url_prefix="/desk/<office_slug>/lots/<int:lot_id>")

ACTING = (Duty.DRAFTER, Duty.APPROVER)


@bp.post("/move")
@desk.for_officers(*ACTING)
def move(office_slug: str, lot_id: int) -> ResponseReturnValue:
    """Put a draft at another place of its catalogue."""
    lot = desk.lot_of_office(lot_id)
    slug, to = lot.catalogue.slug, request.form.get("to", 0, type=int)
    if to > 0:
        drafts.move_draft(db.session(), lot_id=lot_id, officer_id=signed_in().id, to=to)
        flash("The lots are in the new order.", "success")
    else:
        flash("Please write the number that the lot is to have.", "refusal")
    return redirect(f"/desk/{office_slug}/catalogues/{slug}#lots", 303)


@bp.get("/delete")
@desk.for_officers(*ACTING)
def ask_to_delete(office_slug: str, lot_id: int) -> ResponseReturnValue:  # noqa: ARG001
    """Ask whether a draft is to go for good."""
    lot = desk.lot_of_office(lot_id)
    check_draft(lot)
    return desk.page("drafts/delete.html", lot=lot, catalogue=lot.catalogue)


@bp.post("/delete")
@desk.for_officers(*ACTING)
def delete(office_slug: str, lot_id: int) -> ResponseReturnValue:
    """Delete a draft."""
    desk.lot_of_office(lot_id)
    catalogue = drafts.delete_draft(
        db.session(), lot_id=lot_id, officer_id=signed_in().id
    )
    flash("The draft is deleted.", "success")
    return redirect(f"/desk/{office_slug}/catalogues/{catalogue.slug}", 303)
