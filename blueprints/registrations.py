"""Registering for a lot: what is needed, how far it is, what to do next."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import RegistrationState
from auction.services import applying, staying_bound
from web import registration_page
from web.extensions import db
from web.login import sign_in_required, signed_in
from web.registration_forms import RegistrationForm

bp = Blueprint("registrations", __name__, url_prefix="/lots/<int:lot_id>/registration")


@bp.get("")
@sign_in_required
def show(lot_id: int) -> ResponseReturnValue:
    """Show what is needed for a bidder number, and how far it is."""
    return registration_page.page(registration_page.lot_for_bidder(lot_id))


@bp.post("")
@sign_in_required
def create(lot_id: int) -> ResponseReturnValue:
    """Register the person; without a number at once, the page says what is needed."""
    form = RegistrationForm()
    registration = applying.apply_for(
        db.session(),
        lot_id=lot_id,
        user_id=signed_in().id,
        identity_id=form.identity_id(),
        stays_bound=form.agrees(),
        now=clock.now(),
    )
    if registration.paddle is not None:
        number = registration.paddle.number
        flash(f"Your bidder number for this lot is {number}.", "success")
        return redirect(url_for("lots.show", lot_id=lot_id), 303)
    return _back(lot_id)


@bp.post("/withdrawal")
@sign_in_required
def withdraw(lot_id: int) -> ResponseReturnValue:
    """Take the registration back."""
    registration = applying.withdraw(
        db.session(), lot_id=lot_id, user_id=signed_in().id, now=clock.now()
    )
    if registration.state is RegistrationState.WITHDRAWN:
        flash("Your registration is withdrawn.", "success")
    return _back(lot_id)


@bp.post("/promise")
@sign_in_required
def stay_bound(lot_id: int) -> ResponseReturnValue:
    """Promise to stay bound if the winner fails."""
    staying_bound.stay_bound(
        db.session(), lot_id=lot_id, user_id=signed_in().id, now=clock.now()
    )
    flash("You stay bound by your highest bid if the winner fails.", "success")
    return _back(lot_id)


@bp.post("/promise/removal")
@sign_in_required
def take_promise_back(lot_id: int) -> ResponseReturnValue:
    """Take that promise back."""
    staying_bound.take_promise_back(
        db.session(), lot_id=lot_id, user_id=signed_in().id, now=clock.now()
    )
    flash("You do not stay bound if you are outbid.", "success")
    return _back(lot_id)


def _back(lot_id: int) -> ResponseReturnValue:
    return redirect(registration_page.here(lot_id), 303)
