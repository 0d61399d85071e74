"""Copying a lot into a new draft, and a catalogue as the start of the next sale."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import Catalogue, Duty, Lot
from auction.rules.refusal import Refusal
from auction.rules.usual_times import usual_times
from auction.services import copying
from auction.services.cataloguing import SlugUnusable
from auction.services.copying import NothingToCopy
from web import copy_forms, desk, lot_steps
from web.copy_forms import NextSaleForm
from web.declared_forms import DeclaredForm
from web.errors import told
from web.extensions import db
from web.login import signed_in

bp = Blueprint("copying", __name__, url_prefix="/desk/<office_slug>")

ACTING = (Duty.DRAFTER, Duty.APPROVER)
FIELDS: dict[type[Refusal], str] = {SlugUnusable: "slug", NothingToCopy: "numbers"}


@bp.get("/lots/<int:lot_id>/copy")
@desk.for_officers(*ACTING)
def ask_for_lot(office_slug: str, lot_id: int) -> ResponseReturnValue:  # noqa: ARG001 - the guard reads it
    """Ask into which catalogue a lot is to be copied."""
    lot = desk.lot_of_office(lot_id)
    return lot_page(lot, lot_form(lot))


@bp.post("/lots/<int:lot_id>/copy")
@desk.for_officers(*ACTING)
def copy_lot(office_slug: str, lot_id: int) -> ResponseReturnValue:  # noqa: ARG001
    """Copy a lot, and lead to the first page of the copy."""
    lot = desk.lot_of_office(lot_id)
    form = lot_form(lot)
    known = {str(one.id): one.id for one in copying.catalogues_for(db.session(), lot)}
    into = known.get(form.typed["catalogue"])
    if into is None:
        form.refuse("catalogue", "Please choose a catalogue.")
        return lot_page(lot, form), 422
    copy = copying.copy_lot(
        db.session(),
        lot_id=lot_id,
        officer_id=signed_in().id,
        catalogue_id=into,
        now=clock.now(),
    )
    flash(f"Lot {copy.number} is a copy: say now what is different.", "success")
    return redirect(lot_steps.path(copy, "basics"), 303)


@bp.get("/catalogues/<slug>/copy")
@desk.for_officers(*ACTING)
def ask_for_catalogue(office_slug: str, slug: str) -> ResponseReturnValue:  # noqa: ARG001
    """Ask what the next sale after a catalogue is to be."""
    catalogue = desk.catalogue_of_office(slug)
    return catalogue_page(catalogue, catalogue_form(catalogue))


@bp.post("/catalogues/<slug>/copy")
@desk.for_officers(*ACTING)
def copy_catalogue(office_slug: str, slug: str) -> ResponseReturnValue:
    """Copy a catalogue, or say why not."""
    catalogue = desk.catalogue_of_office(slug)
    form = catalogue_form(catalogue)
    sale = form.sale(catalogue)
    if sale is None:
        return catalogue_page(catalogue, form), 422
    try:
        copy = copying.copy_catalogue(
            db.session(),
            catalogue_id=catalogue.id,
            officer_id=signed_in().id,
            sale=sale,
        )
    except (SlugUnusable, NothingToCopy) as refusal:
        form.refuse(FIELDS[type(refusal)], told(refusal))
        return catalogue_page(desk.catalogue_of_office(slug), form), refusal.code
    flash("The next sale is there, with its lots as drafts.", "success")
    there = "desk_catalogues.show"
    return redirect(url_for(there, office_slug=office_slug, slug=copy.slug), 303)


def lot_form(lot: Lot) -> DeclaredForm:
    """Return the form that asks where a copy goes; usually beside its lot."""
    there = copying.catalogues_for(db.session(), lot)
    return copy_forms.form_for_copy(there, chosen=lot.catalogue)


def lot_page(lot: Lot, form: DeclaredForm) -> str:
    """Return the page that asks where a lot's copy goes."""
    return desk.page("copying/lot.html", lot=lot, catalogue=lot.catalogue, form=form)


def catalogue_form(catalogue: Catalogue) -> NextSaleForm:
    """Return the form of the next sale, on the first day that leaves the notice."""
    procedure = catalogue.procedure
    opens_at, _ = usual_times(
        procedure,
        notice_days=procedure.notice_days_other,
        now=clock.now(),
        zone=catalogue.zone,
    )
    return copy_forms.form_for_next_sale(catalogue, opens_at=opens_at)


def catalogue_page(catalogue: Catalogue, form: NextSaleForm) -> str:
    """Return the page that asks what the next sale is to be."""
    return desk.page("copying/catalogue.html", catalogue=catalogue, form=form)
