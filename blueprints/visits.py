"""Visiting a lot: the times that are offered, booking one, giving it back."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import InspectionBooking, InspectionSlot
from auction.rules.inspections import PeopleUnfit, TooFewPlaces
from auction.rules.refusal import Refusal
from auction.services import visiting
from web import calendars, live, lot_page, lot_visits
from web.errors import told
from web.extensions import db
from web.login import person, sign_in_required, signed_in
from web.visit_forms import BookingForm

bp = Blueprint("visits", __name__, url_prefix="/lots/<int:lot_id>/inspections")

SHARED = "public, max-age=1"
OF_PEOPLE = (PeopleUnfit, TooFewPlaces)  # said at the number of people


@bp.get("")
def index(lot_id: int) -> ResponseReturnValue:
    """Return the visits that are offered, for a page that has seen a change."""
    live.glimpse(lot_id)  # 404 for a draft
    lot = lot_page.public_lot(lot_id, None)
    fragment = render_template(
        "visits/_offered.html",
        lot=lot,
        catalogue=lot.catalogue,
        **lot_visits.section(db.session(), lot, now=clock.now()),
    )
    return fragment, {"Cache-Control": SHARED}


@bp.get("/<int:slot_id>/booking")
@sign_in_required
def booking(lot_id: int, slot_id: int) -> ResponseReturnValue:
    """Ask for what a booking needs, or show the one that the person has."""
    slot = slot_of_lot(lot_id, slot_id)
    visiting.check_visitor(slot.lot, signed_in())
    booked = visiting.booking_of(db.session(), slot, signed_in().id)
    return page(slot, BookingForm(), booked)


@bp.post("/<int:slot_id>/booking")
@sign_in_required
def create(lot_id: int, slot_id: int) -> ResponseReturnValue:
    """Book the visit, or say why not."""
    slot_of_lot(lot_id, slot_id)
    form = BookingForm()
    people = form.count("people")
    if people is None:
        return page(slot_of_lot(lot_id, slot_id), form), 422
    try:
        booked = visiting.book_visit(
            db.session(),
            slot_id=slot_id,
            user_id=signed_in().id,
            visitor=form.visitor.data or "",
            people=people,
            now=clock.now(),
        )
    except Refusal as refusal:
        where = "people" if isinstance(refusal, OF_PEOPLE) else "visitor"
        form.refuse(where, told(refusal))
        return page(slot_of_lot(lot_id, slot_id), form), refusal.code
    flash(f"Your visit is booked. Your code for the door is {booked.code}.", "success")
    return _back(lot_id, slot_id)


@bp.post("/<int:slot_id>/booking/cancel")
@sign_in_required
def cancel(lot_id: int, slot_id: int) -> ResponseReturnValue:
    """Give the places back."""
    slot_of_lot(lot_id, slot_id)
    visiting.cancel_booking(
        db.session(), slot_id=slot_id, user_id=signed_in().id, now=clock.now()
    )
    flash("Your visit is cancelled; the places are free for others.", "success")
    return redirect(url_for("lots.show", lot_id=lot_id) + "#inspection", 303)


@bp.get("/<int:slot_id>/booking.ics")
@sign_in_required
def calendar(lot_id: int, slot_id: int) -> ResponseReturnValue:
    """Return the person's own booking as an entry for the calendar."""
    slot = slot_of_lot(lot_id, slot_id)
    booked = visiting.booking_of(db.session(), slot, signed_in().id)
    if booked is None:
        abort(404)
    words = f"Code to show at the door: {booked.code}\n{slot.note}".strip()
    entry = lot_visits.entry(slot, description=words)
    return calendars.answer(
        [entry], now=clock.now(), name=f"inspection-{booked.code}.ics"
    )


def slot_of_lot(lot_id: int, slot_id: int) -> InspectionSlot:
    """Return a visit to a lot that the person may see, or answer 404."""
    lot_page.public_lot(lot_id, person())
    slot = db.session.get(InspectionSlot, slot_id)
    if slot is None or slot.lot_id != lot_id:
        abort(404)
    return slot


def page(
    slot: InspectionSlot, form: BookingForm, booked: InspectionBooking | None = None
) -> str:
    """Return the page of one visit: the form, or the booking."""
    offer = lot_visits.offer_of(db.session(), slot)
    return render_template(
        "visits/booking.html",
        slot=slot,
        lot=slot.lot,
        catalogue=slot.lot.catalogue,
        offer=offer,
        takes_bookings=offer.takes_bookings(clock.now()),
        has_begun=clock.now() >= slot.begins_at,
        form=form,
        booked=booked,
    )


def _back(lot_id: int, slot_id: int) -> ResponseReturnValue:
    there = url_for("visits.booking", lot_id=lot_id, slot_id=slot_id)
    return redirect(there, 303)
