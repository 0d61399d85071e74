"""The offices of the installation, as their operator sees them.

What an office sells, drafts or is bid for is no business of his.
"""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from auction import clock
from auction.models import Appointment, Office
from auction.services import inviting, office_settings, offices
from auction.services.office_settings import StaleSettings
from auction.services.offices import Profile, SlugTaken, SlugUnreadable
from web import office_forms, staff
from web.errors import told
from web.extensions import db
from web.login import signed_in
from web.office_forms import OfficeForm
from web.operators import for_operator, office_called

bp = Blueprint("operator_offices", __name__, url_prefix="/operator/offices")


@bp.get("")
@for_operator
def index() -> ResponseReturnValue:
    """List the offices, by name, with how many people work there."""
    at_work = (
        select(
            Appointment.office_id,
            func.count(Appointment.user_id.distinct()).label("people"),
        )
        .where(Appointment.ended_at.is_(None))
        .group_by(Appointment.office_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Office, func.coalesce(at_work.c.people, 0))
        .outerjoin(at_work, at_work.c.office_id == Office.id)
        .order_by(Office.name, Office.id)
    ).all()
    return render_template("operator/offices.html", rows=rows)


@bp.get("/new")
@for_operator
def new() -> ResponseReturnValue:
    """Ask what a new office is."""
    return page(office_forms.form_for_new())


@bp.post("/new")
@for_operator
def create() -> ResponseReturnValue:
    """Open an office, or say what is wrong."""
    form = office_forms.form_for_new()
    values = form.values()
    if values is None:
        return page(form), 422
    slug = values.pop("slug")
    try:
        office = offices.add_office(db.session(), slug=slug, profile=Profile(**values))
    except (SlugTaken, SlugUnreadable) as refusal:
        form.refuse("slug", told(refusal))
        return page(form), refusal.code
    flash(f"{office.name} is open. Now invite somebody who works there.", "success")
    return redirect(url_for(".show", office_slug=slug), 303)


@bp.get("/<office_slug>")
@for_operator
def show(office_slug: str) -> ResponseReturnValue:
    """Show who works in an office, and who is invited."""
    office, session = office_called(office_slug), db.session()
    people = staff.colleagues(session, office.id)
    return render_template(
        "operator/office.html",
        office=office,
        people=people,
        invitations=inviting.open_invitations(
            session, office_id=office.id, now=clock.now()
        ),
        may_invite=not any("approver" in person.duties for person in people),
    )


@bp.get("/<office_slug>/edit")
@for_operator
def edit(office_slug: str) -> ResponseReturnValue:
    """Show what an office says, all but its account."""
    office = office_called(office_slug)
    return page(office_forms.form_for_operator(office), office)


@bp.post("/<office_slug>/edit")
@for_operator
def update(office_slug: str) -> ResponseReturnValue:
    """Change what an office says, or say what is wrong."""
    office = office_called(office_slug)
    form = office_forms.form_for_operator(office)
    values = form.values()
    if values is None:
        return page(form, office), 422
    try:
        office_settings.change_office(
            db.session(),
            office_id=office.id,
            by_id=signed_in().id,
            seen=request.form.get("seen", ""),
            change=lambda profile: replace(profile, **values),
            now=clock.now(),
        )
    except StaleSettings as refusal:
        form.show_newer(office)
        return page(form, office, refusal=told(refusal)), refusal.code
    flash("Saved.", "success")
    return redirect(url_for(".show", office_slug=office_slug), 303)


def page(
    form: OfficeForm, office: Office | None = None, *, refusal: str | None = None
) -> str:
    """Return the form of an office, new or not."""
    return render_template(
        "operator/office_form.html", form=form, office=office, refusal=refusal
    )
