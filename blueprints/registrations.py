"""Registering for a lot."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.services import applying
from web.extensions import db
from web.login import sign_in_required, signed_in

bp = Blueprint("registrations", __name__, url_prefix="/lots/<int:lot_id>")


@bp.post("/registration")
@sign_in_required
def create(lot_id: int) -> ResponseReturnValue:
    """Give the person a bidder number for this lot."""
    registration = applying.apply_for(
        db.session(), lot_id=lot_id, user_id=signed_in().id, now=clock.now()
    )
    if registration.paddle is not None:
        number = registration.paddle.number
        flash(f"Your bidder number for this lot is {number}.", "success")
    return redirect(url_for("lots.show", lot_id=lot_id), 303)
