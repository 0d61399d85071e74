"""The office's room for visits: offer them, cancel them, know who comes."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload

from auction import clock
from auction.models import Duty, InspectionSlot, Lot
from auction.rules import visit_series
from auction.rules.refusal import Refusal
from auction.rules.tables.writing import Written
from auction.services import inspecting
from web import calendars, desk, lot_visits, table_files
from web.errors import told
from web.extensions import db
from web.filters import between
from web.login import signed_in
from web.visit_forms import CancelForm, OfferForm

bp = Blueprint("inspections", __name__, url_prefix="/desk/<office_slug>")

ACTING = (Duty.DRAFTER, Duty.APPROVER)
HEADINGS = ("Code", "Name at the door", "People", "Lot", "Title", "Time", "Place")


@bp.get("/inspections")
@desk.for_officers()
def index(office_slug: str) -> ResponseReturnValue:  # noqa: ARG001 - the guard reads it
    """Show the visits to all lots of the office that are not over."""
    ahead = slots_of_office().where(InspectionSlot.ends_at > clock.now())
    return desk.page(
        "inspections/index.html", offers=lot_visits.offers(db.session(), ahead)
    )


@bp.get("/inspections.ics")
@desk.for_officers()
def calendar(office_slug: str) -> ResponseReturnValue:
    """Return all visits of the office for its calendar; no visitor is named in it."""
    entries = [
        lot_visits.entry(
            offer.slot,
            description=f"{offer.visit.taken} of {offer.slot.capacity} places taken",
        )
        for offer in lot_visits.offers(db.session(), slots_of_office())
    ]
    return calendars.answer(
        entries, now=clock.now(), name=f"inspections-{office_slug}.ics"
    )


@bp.get("/lots/<int:lot_id>/inspections")
@desk.for_officers()
def of_lot(office_slug: str, lot_id: int) -> ResponseReturnValue:  # noqa: ARG001 - the guard reads it
    """Show the visits to a lot, and the form with which more are offered."""
    return page(desk.lot_of_office(lot_id), OfferForm())


@bp.post("/lots/<int:lot_id>/inspections")
@desk.for_officers(*ACTING)
def offer(office_slug: str, lot_id: int) -> ResponseReturnValue:
    """Offer visits, or say why not."""
    lot, form = desk.lot_of_office(lot_id), OfferForm()
    series, places = form.series(), form.count("places")
    if series is None or places is None:
        return page(lot, form), 422
    try:
        times = visit_series.times_of(
            series,
            zone=lot.catalogue.zone,
            holidays=lot.catalogue.procedure.holidays,
        )
        offered = inspecting.offer_visits(
            db.session(),
            lot_id=lot_id,
            officer_id=signed_in().id,
            times=times,
            place=form.place.data or "",
            places=places,
            note=form.note.data or "",
            now=clock.now(),
        )
    except Refusal as refusal:
        form.refuse_at_its_field(refusal, told(refusal))
        return page(desk.lot_of_office(lot_id), form), refusal.code
    many = "1 visit is" if len(offered) == 1 else f"{len(offered)} visits are"
    flash(f"{many} offered.", "success")
    there = url_for("inspections.of_lot", office_slug=office_slug, lot_id=lot_id)
    return redirect(there, 303)


@bp.get("/lots/<int:lot_id>/inspections.csv")
@desk.for_officers(*ACTING)
def lists(office_slug: str, lot_id: int) -> ResponseReturnValue:  # noqa: ARG001 - the guard reads it
    """Return who comes to the visits of a lot, as a table."""
    lot = desk.lot_of_office(lot_id)
    slots = slots_of_office().where(
        InspectionSlot.lot_id == lot.id, InspectionSlot.cancelled_at.is_(None)
    )
    ordered = db.session.scalars(slots.order_by(InspectionSlot.begins_at)).all()
    rows = [row for slot in ordered for row in door_rows(slot)]
    return table_files.as_csv([HEADINGS, *rows], name=f"inspections-lot-{lot.id}")


@bp.get("/inspections/<int:slot_id>")
@desk.for_officers(*ACTING)
def door(office_slug: str, slot_id: int) -> ResponseReturnValue:  # noqa: ARG001 - the guard reads it
    """Show who comes to a visit, to be printed for the door."""
    return door_page(slot_of_office(slot_id), CancelForm())


@bp.get("/inspections/<int:slot_id>.csv")
@desk.for_officers(*ACTING)
def door_list(office_slug: str, slot_id: int) -> ResponseReturnValue:  # noqa: ARG001 - the guard reads it
    """Return who comes to a visit, as a table."""
    slot = slot_of_office(slot_id)
    rows = [HEADINGS, *door_rows(slot)]
    return table_files.as_csv(rows, name=f"inspection-{slot.id}")


@bp.post("/inspections/<int:slot_id>/cancel")
@desk.for_officers(*ACTING)
def cancel(office_slug: str, slot_id: int) -> ResponseReturnValue:
    """Cancel a visit, and tell everybody who has booked it."""
    lot_id, form = slot_of_office(slot_id).lot_id, CancelForm()
    try:
        inspecting.cancel_slot(
            db.session(),
            slot_id=slot_id,
            officer_id=signed_in().id,
            reason=form.reason.data or "",
            now=clock.now(),
        )
    except Refusal as refusal:
        form.refuse("reason", told(refusal))
        return door_page(slot_of_office(slot_id), form), refusal.code
    flash("The visit is cancelled; everybody who had booked it was told.", "success")
    there = url_for("inspections.of_lot", office_slug=office_slug, lot_id=lot_id)
    return redirect(there, 303)


def slots_of_office() -> Select[tuple[InspectionSlot]]:
    """Return the query of all visits to lots of this office."""
    return (
        select(InspectionSlot)
        .join(InspectionSlot.lot)
        .where(Lot.office_id == desk.office().id)
        .options(contains_eager(InspectionSlot.lot).joinedload(Lot.catalogue))
    )


def slot_of_office(slot_id: int) -> InspectionSlot:
    """Return a visit to a lot of this office; to others' the desk answers 404."""
    slot = db.session.get(
        InspectionSlot, slot_id, options=[joinedload(InspectionSlot.lot)]
    )
    if slot is None or slot.lot.office_id != desk.office().id:
        abort(404)
    return slot


def door_rows(slot: InspectionSlot) -> list[tuple[Written, ...]]:
    """Return the list at the door, a row for each booking."""
    when = between(slot.begins_at, slot.ends_at, slot.lot.catalogue)
    there = (slot.lot.number, slot.lot.title, when, slot.place)
    return [
        (booking.code, booking.visitor, booking.people, *there)
        for booking in lot_visits.door_list(db.session(), slot)
    ]


def page(lot: Lot, form: OfferForm) -> str:
    """Return the page of a lot's visits."""
    slots = slots_of_office().where(InspectionSlot.lot_id == lot.id)
    return desk.page(
        "inspections/lot.html",
        lot=lot,
        catalogue=lot.catalogue,
        offers=lot_visits.offers(db.session(), slots),
        form=form,
        may_offer=not desk.duties().isdisjoint(ACTING)
        and (lot.is_live or not lot.is_public),
        now=clock.now(),
    )


def door_page(slot: InspectionSlot, form: CancelForm) -> str:
    """Return the list of who comes to a visit, with the form that cancels it."""
    return desk.page(
        "inspections/door.html",
        slot=slot,
        lot=slot.lot,
        catalogue=slot.lot.catalogue,
        bookings=lot_visits.door_list(db.session(), slot),
        form=form,
        may_cancel=slot.cancelled_at is None and clock.now() < slot.begins_at,
    )
