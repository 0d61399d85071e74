"""The emergency brake of an office: on one lot, or on all that it sells."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import Duty, EmergencyStop, Lot
from auction.rules.refusal import Refusal
from auction.services import restarting, stopping
from web import desk, stops
from web.errors import told
from web.extensions import db
from web.login import sign_in_required, signed_in
from web.stop_forms import ResumeStoppedForm, StopForm

bp = Blueprint("stops", __name__)


@bp.get("/lots/<int:lot_id>/stop")
@sign_in_required
def new_for_lot(lot_id: int) -> ResponseReturnValue:
    """Ask for the reason to stop one lot."""
    return lot_page(desk.lot_of_officer(lot_id), StopForm())


@bp.post("/lots/<int:lot_id>/stop")
@sign_in_required
def stop_lot(lot_id: int) -> ResponseReturnValue:
    """Stop one lot at once."""
    lot, form = desk.lot_of_officer(lot_id), StopForm()

    def page(form: StopForm, *, refusal: str) -> str:
        return lot_page(lot, form, refusal=refusal)

    def pull() -> stopping.Stopped:
        return stopping.stop_lot(
            db.session(),
            lot_id=lot_id,
            officer_id=signed_in().id,
            reason=form.reason.data or "",
            clock=clock.now,
        )

    return stops.pull(pull, form, page, there=url_for("lots.show", lot_id=lot_id))


@bp.get("/desk/<office_slug>/stops")
@desk.for_officers()
def index(office_slug: str) -> ResponseReturnValue:  # noqa: ARG001 - the guard reads it
    """Show the brake of an office, and when it was pulled."""
    return office_page(StopForm())


@bp.post("/desk/<office_slug>/stops")
@desk.for_officers(Duty.DRAFTER, Duty.APPROVER)
def stop_office(office_slug: str) -> ResponseReturnValue:
    """Stop all lots of an office at once."""
    form, office_id = StopForm(), desk.office().id

    def pull() -> stopping.Stopped:
        return stopping.stop_office(
            db.session(),
            office_id=office_id,
            officer_id=signed_in().id,
            reason=form.reason.data or "",
            clock=clock.now,
        )

    there = url_for("stops.index", office_slug=office_slug)
    return stops.pull(pull, form, office_page, there=there)


@bp.get("/desk/<office_slug>/stops/<int:stop_id>")
@desk.for_officers()
def show(office_slug: str, stop_id: int) -> ResponseReturnValue:  # noqa: ARG001 - the guard reads it
    """Show the lots that a stop suspended and that still rest."""
    return stop_page(stop_of_office(stop_id), ResumeStoppedForm())


@bp.post("/desk/<office_slug>/stops/<int:stop_id>/resumption")
@desk.for_officers(Duty.DRAFTER, Duty.APPROVER)
def resume(office_slug: str, stop_id: int) -> ResponseReturnValue:
    """Let the lots of a stop go on, each by the ordinary act."""
    stop_of_office(stop_id)
    form = ResumeStoppedForm()
    try:
        resumed = restarting.resume_stopped(
            db.session(),
            stop_id=stop_id,
            office_id=desk.office().id,
            officer_id=signed_in().id,
            public_text=form.public_text.data or "",
            now=clock.now(),
        )
    except Refusal as refusal:
        form.refuse("public_text", told(refusal))
        return stop_page(stop_of_office(stop_id), form), refusal.code
    flash(f"Goes on: {stops.lots(resumed.going_on)}.", "success")
    if resumed.waiting:
        flash(f"Waits for a second person: {stops.lots(resumed.waiting)}.", "success")
    if resumed.refused:
        flash(f"Not resumed: {stops.lots(resumed.refused)}.", "refusal")
    there = url_for("stops.show", office_slug=office_slug, stop_id=stop_id)
    return redirect(there, 303)


def stop_of_office(stop_id: int) -> EmergencyStop:
    """Return a stop that met this office; to others' the desk answers 404."""
    stop = db.session.get(EmergencyStop, stop_id)
    if stop is None or stop.office_id not in (None, desk.office().id):
        abort(404)
    return stop


def lot_page(lot: Lot, form: StopForm, *, refusal: str | None = None) -> str:
    """Return the page of the brake of one lot, or why there is none to pull."""
    form.submit.label.text = "Stop this lot now"
    obstacle = stopping.obstacle(lot, now=clock.now())
    return render_template(
        "stops/lot.html",
        lot=lot,
        catalogue=lot.catalogue,
        form=form,
        refusal=refusal,
        obstacle=obstacle and told(obstacle),
    )


def office_page(form: StopForm, *, refusal: str | None = None) -> str:
    """Return the page of the brake of an office."""
    session, office = db.session(), desk.office()
    form.submit.label.text = "Stop all lots of this office now"
    return desk.page(
        "stops/office.html",
        form=form,
        refusal=refusal,
        running=stopping.count_running(
            session, Lot.office_id == office.id, now=clock.now()
        ),
        stops=stops.stops_of_office(session, office),
        may_stop=not desk.duties().isdisjoint(desk.ACTING),
    )


def stop_page(stop: EmergencyStop, form: ResumeStoppedForm) -> str:
    """Return the page of one stop."""
    office = desk.office()
    lots = db.session.scalars(restarting.stopped_lots(stop.id, office.id)).all()
    return desk.page(
        "stops/show.html",
        stop=stop,
        told=stops.told_to_office(stop, len(lots), office.slug),
        form=form,
        lots=lots,
        may_resume=not desk.duties().isdisjoint(desk.ACTING),
    )
