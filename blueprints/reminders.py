"""Reminders: on the person's own page, and as an entry for his calendar."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import Lot
from auction.services import reminding
from web import calendars, lot_page
from web.extensions import db
from web.login import person, sign_in_required, signed_in

bp = Blueprint("reminders", __name__, url_prefix="/lots/<int:lot_id>")

BEFORE = timedelta(minutes=30)


@bp.post("/reminder")
@sign_in_required
def create(lot_id: int) -> ResponseReturnValue:
    """Remind the person of this lot."""
    lot_page.public_lot(lot_id, person())
    reminding.remind(
        db.session(), lot_id=lot_id, user_id=signed_in().id, now=clock.now()
    )
    flash("This lot now stands under your reminders.", "success")
    return redirect(url_for("lots.show", lot_id=lot_id), 303)


@bp.post("/reminder/remove")
@sign_in_required
def destroy(lot_id: int) -> ResponseReturnValue:
    """Take the reminder off again."""
    reminding.forget(db.session(), lot_id=lot_id, user_id=signed_in().id)
    return redirect(url_for("lots.show", lot_id=lot_id), 303)


@bp.get("/reminder.ics")
def calendar(lot_id: int) -> ResponseReturnValue:
    """Return the lot's end as a calendar entry that rings half an hour before."""
    lot = lot_page.public_lot(lot_id, person())
    summary, says = _end(lot)
    entry = calendars.Entry(
        uid=f"lot-{lot.id}@{request.host}",
        begins_at=lot.closes_at,
        summary=f"{summary}: {lot.title}",
        url=url_for("lots.show", lot_id=lot_id, _external=True),
        rings=BEFORE,
        says=says,
    )
    return calendars.answer([entry], now=clock.now(), name=f"lot-{lot_id}.ics")


def _end(lot: Lot) -> tuple[str, str]:
    if lot.waits_for_first_bid:
        says = "If nobody bids, this lot passes in 30 minutes"
        return "Last day for a first bid", says
    return "Closing", "This lot closes in 30 minutes"
