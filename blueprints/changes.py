"""Correcting an announced lot, in public."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import Duty, Lot
from auction.rules.changing import QUIET, check_moment
from auction.rules.grounds import PublicTextMissing
from auction.rules.refusal import Refusal
from auction.services.changing import (
    ChangedMeanwhile,
    NothingChanged,
    NotReadable,
    change_lot,
)
from web import desk
from web.change_form import ChangeForm, form_for
from web.errors import told
from web.extensions import db
from web.login import signed_in
from web.lot_changes import changes_of
from web.lot_forms import how_written

bp = Blueprint("changes", __name__, url_prefix="/desk/<office_slug>/lots/<int:lot_id>")

ACTING = (Duty.DRAFTER, Duty.APPROVER)


@bp.get("/changes/new")
@desk.for_officers(*ACTING)
def new(office_slug: str, lot_id: int) -> ResponseReturnValue:  # noqa: ARG001
    """Show what may still be changed of a lot, as it is."""
    lot = desk.lot_of_office(lot_id)
    check_moment(lot.status, closes_at=lot.closes_at, now=clock.now())
    return page(lot, form_for(lot))


@bp.post("/changes")
@desk.for_officers(*ACTING)
def create(office_slug: str, lot_id: int) -> ResponseReturnValue:  # noqa: ARG001
    """Change what the officer changed, all of it or nothing."""
    form = form_for(desk.lot_of_office(lot_id))
    try:
        change_lot(
            db.session(),
            lot_id=lot_id,
            officer_id=signed_in().id,
            typed=form.typed,
            seen=form.seen.data or "",
            reason=form.reason.data or "",
            now=clock.now(),
        )
    except (PublicTextMissing, NotReadable, NothingChanged, ChangedMeanwhile) as no:
        return refused(desk.lot_of_office(lot_id), form, no), no.code
    flash(
        "Changed. The old and the new text stand on the lot's page, and everybody who "
        "registered for it is told.",
        "success",
    )
    return redirect(url_for("lots.show", lot_id=lot_id, _anchor="changes"), 303)


def refused(lot: Lot, form: ChangeForm, refusal: Refusal) -> str:
    """Show the form again, and say at each entry what is not right with it."""
    if isinstance(refusal, NotReadable):
        form.refuse_all(refusal.refused)
    elif isinstance(refusal, PublicTextMissing):
        form.refuse("reason", told(refusal))
    elif isinstance(refusal, ChangedMeanwhile):
        form.show_newer(lot)
    return page(lot, form, refusal=told(refusal))


def page(lot: Lot, form: ChangeForm, *, refusal: str | None = None) -> str:
    """Return the page of the form, above what was changed before."""
    return desk.page(
        "changes/new.html",
        lot=lot,
        catalogue=lot.catalogue,
        form=form,
        refusal=refusal,
        how_written=how_written(lot.catalogue),
        changes=changes_of(db.session(), lot, for_office=True),
        quiet=QUIET,
    )
