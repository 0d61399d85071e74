"""Spreading the ends of a catalogue in preparation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from auction.models import Catalogue, Lot
from auction.rules.refusal import OutOfStep
from auction.rules.staggering import EndBeforeOpening, spread
from auction.services import staggering
from auction.services.officers import ACTING
from web import desk
from web.errors import told
from web.extensions import db
from web.login import signed_in
from web.sale_forms import SpreadForm, typed

bp = Blueprint("staggering", __name__, url_prefix="/desk/<office_slug>/ends")


@bp.get("/<catalogue_slug>")
@desk.for_officers(*ACTING)
def show(office_slug: str, catalogue_slug: str) -> ResponseReturnValue:  # noqa: ARG001 - the guard reads it
    """Show when the drafts end, and when they would."""
    catalogue = desk.catalogue_of_office(catalogue_slug)
    form = SpreadForm()
    form.fill(**asked(catalogue))
    return page(catalogue, form)


@bp.post("/<catalogue_slug>")
@desk.for_officers(*ACTING)
def update(office_slug: str, catalogue_slug: str) -> ResponseReturnValue:
    """Set the ends, or say why not."""
    catalogue = desk.catalogue_of_office(catalogue_slug)
    form = SpreadForm()
    first_end = form.moment("first_end", catalogue.zone)
    seconds = form.seconds_between()
    if first_end is None or seconds is None:
        return page(catalogue, form)
    try:
        count = staggering.spread_ends(
            db.session(),
            catalogue_id=catalogue.id,
            officer_id=signed_in().id,
            first_end=first_end,
            seconds=seconds,
        )
    except EndBeforeOpening as refusal:
        form.refuse("first_end", told(refusal))
        return page(desk.catalogue_of_office(catalogue_slug), form)
    flash(f"The ends of {count} {'lot' if count == 1 else 'lots'} are set.", "success")
    there = url_for(".show", office_slug=office_slug, catalogue_slug=catalogue_slug)
    return redirect(there, 303)


def page(catalogue: Catalogue, form: SpreadForm) -> tuple[str, int]:
    """Return the page with the ends as they are, and as the form would set them."""
    session = db.session()
    drafts: Sequence[Lot] = ()
    blocked = ""
    try:
        drafts = staggering.drafts_of(session, catalogue)
    except OutOfStep as refusal:
        blocked = told(refusal)
    html = desk.page(
        "staggering/show.html",
        catalogue=catalogue,
        form=form,
        rows=list(zip(drafts, ends(form, catalogue, len(drafts)), strict=True)),
        blocked=blocked,
        hints=staggering.hints_of(session, catalogue),
    )
    return html, 422 if form.errors else 200


def asked(catalogue: Catalogue) -> dict[str, str]:
    """Return what the address asks for, or else what the catalogue begins with."""
    first_end = catalogue.closes_at or staggering.first_end(db.session(), catalogue)
    usual = {
        "first_end": typed(first_end, catalogue.zone) if first_end else "",
        "seconds": str(catalogue.stagger_seconds),
    }
    return {name: request.args.get(name, value) for name, value in usual.items()}


def ends(
    form: SpreadForm, catalogue: Catalogue, count: int
) -> Sequence[datetime | None]:
    """Return the ends that the form would set; none where it cannot be read."""
    if form.errors:
        return [None] * count
    first_end = form.moment("first_end", catalogue.zone)
    seconds = form.seconds_between()
    if first_end is None or seconds is None:
        return [None] * count
    return spread(first_end, seconds=seconds, lots=count)
