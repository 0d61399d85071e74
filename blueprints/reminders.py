"""Watching a lot: on the person's own page, and as an entry for his calendar."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.rules.lifecycle import RESTING
from auction.rules.refusal import NotThere
from auction.services import reminding
from web import calendars, lot_calendar, lot_page
from web.extensions import db
from web.login import person, sign_in_required, signed_in

bp = Blueprint("reminders", __name__, url_prefix="/lots/<int:lot_id>")


class EndNotKnown(NotThere):
    """When this lot closes is not known as long as it rests."""


@bp.post("/reminder")
@sign_in_required
def create(lot_id: int) -> ResponseReturnValue:
    """Let the person watch this lot."""
    lot_page.public_lot(lot_id, person())
    reminding.remind(
        db.session(), lot_id=lot_id, user_id=signed_in().id, now=clock.now()
    )
    flash("You watch this lot. You are reminded before it opens and closes.", "success")
    return redirect(url_for("lots.show", lot_id=lot_id), 303)


@bp.post("/reminder/remove")
@sign_in_required
def destroy(lot_id: int) -> ResponseReturnValue:
    """Let the person watch it no more."""
    reminding.forget(db.session(), lot_id=lot_id, user_id=signed_in().id)
    return redirect(url_for("lots.show", lot_id=lot_id), 303)


@bp.get("/reminder.ics")
def calendar(lot_id: int) -> ResponseReturnValue:
    """Return what is to come of a lot as calendar entries that ring before."""
    lot = lot_page.public_lot(lot_id, person())
    if lot.status in RESTING:
        raise EndNotKnown
    return calendars.answer(
        lot_calendar.entries_of(lot), now=clock.now(), name=f"lot-{lot_id}.ics"
    )
