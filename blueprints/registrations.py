"""Registering for a lot."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.services import registering
from web.extensions import db
from web.login import sign_in_required, signed_in

bp = Blueprint("registrations", __name__, url_prefix="/lots/<int:lot_id>")


@bp.post("/registration")
@sign_in_required
def create(lot_id: int) -> ResponseReturnValue:
    """Give the person a bidder number for this lot."""
    paddle = registering.register(
        db.session(), lot_id=lot_id, user_id=signed_in().id, now=clock.now()
    )
    flash(f"Your bidder number for this lot is {paddle.number}.", "success")
    return redirect(url_for("lots.show", lot_id=lot_id), 303)
