"""The catalogues of an office, at its desk."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import Catalogue, Duty
from auction.rules.categories import Category
from auction.rules.refusal import Refusal
from auction.services import drafts, preparing, staggering
from auction.services.attempts import sales_to_offer_again
from auction.services.preparing import StaleCatalogue
from web import catalogue_forms, desk, desk_lists, lot_steps
from web.catalogue_forms import CatalogueForm
from web.declared_forms import DeclaredForm
from web.errors import told
from web.extensions import db
from web.login import signed_in
from web.lot_search import page_number

bp = Blueprint("desk_catalogues", __name__, url_prefix="/desk/<office_slug>/catalogues")

ACTING = (Duty.DRAFTER, Duty.APPROVER)


@bp.get("")
@desk.for_officers()
def index(office_slug: str) -> ResponseReturnValue:  # noqa: ARG001 - the guard reads it
    """List the catalogues of the office: those in preparation, then the newest."""
    found = desk_lists.catalogues(desk.office().id, page_number(request.args))
    return desk.page("desk_catalogues/index.html", page=found)


@bp.get("/new")
@desk.for_officers(*ACTING)
def new(office_slug: str) -> ResponseReturnValue:  # noqa: ARG001
    """Ask what a new catalogue is to be."""
    form = catalogue_forms.form_for_new(desk.office())
    return desk.page("desk_catalogues/form.html", form=form, catalogue=None)


@bp.post("/new")
@desk.for_officers(*ACTING)
def create(office_slug: str) -> ResponseReturnValue:  # noqa: ARG001
    """Open a catalogue, or say what is missing."""
    form = catalogue_forms.form_for_new(desk.office())
    office_id, officer_id = desk.office().id, signed_in().id
    return answer(
        form,
        None,
        lambda plan: preparing.prepare_catalogue(
            db.session(), office_id=office_id, officer_id=officer_id, plan=plan
        ),
    )


@bp.get("/<slug>")
@desk.for_officers()
def show(office_slug: str, slug: str) -> ResponseReturnValue:  # noqa: ARG001
    """Show a catalogue with its lots."""
    return page(desk.catalogue_of_office(slug), catalogue_forms.form_for_new_lot())


@bp.post("/<slug>/lots")
@desk.for_officers(*ACTING)
def add_lot(office_slug: str, slug: str) -> ResponseReturnValue:  # noqa: ARG001
    """Add a draft, and lead to its first page."""
    catalogue = desk.catalogue_of_office(slug)
    form = catalogue_forms.form_for_new_lot()
    category = form.typed["category"]
    if category not in list(Category):
        form.refuse("category", "Please choose a category.")
        return page(catalogue, form), 422
    try:
        lot = drafts.add_draft(
            db.session(),
            catalogue_id=catalogue.id,
            officer_id=signed_in().id,
            category=Category(category),
            title=form.typed["title"],
            now=clock.now(),
        )
    except Refusal as refusal:
        form.refuse("title", told(refusal))
        return page(desk.catalogue_of_office(slug), form), refusal.code
    flash(f"Lot {lot.number} is there, as a draft.", "success")
    return redirect(lot_steps.path(lot, "basics"), 303)


@bp.get("/<slug>/edit")
@desk.for_officers(*ACTING)
def edit(office_slug: str, slug: str) -> ResponseReturnValue:  # noqa: ARG001
    """Show what a catalogue says, as long as it can be changed."""
    catalogue = desk.catalogue_of_office(slug)
    preparing.check_in_preparation(db.session(), catalogue)
    form = catalogue_forms.form_for(catalogue)
    return desk.page("desk_catalogues/form.html", form=form, catalogue=catalogue)


@bp.post("/<slug>/edit")
@desk.for_officers(*ACTING)
def update(office_slug: str, slug: str) -> ResponseReturnValue:  # noqa: ARG001
    """Change a catalogue, or say why not."""
    catalogue = desk.catalogue_of_office(slug)
    form = catalogue_forms.form_for(catalogue)
    catalogue_id, officer_id = catalogue.id, signed_in().id
    return answer(
        form,
        catalogue,
        lambda plan: preparing.change_catalogue(
            db.session(),
            catalogue_id=catalogue_id,
            officer_id=officer_id,
            plan=plan,
            seen=request.form.get("seen", ""),
        ),
    )


@bp.get("/<slug>/delete")
@desk.for_officers(*ACTING)
def ask_to_delete(office_slug: str, slug: str) -> ResponseReturnValue:  # noqa: ARG001
    """Ask whether an empty catalogue is to go."""
    catalogue = desk.catalogue_of_office(slug)
    preparing.check_deletable(db.session(), catalogue)
    return desk.page("desk_catalogues/delete.html", catalogue=catalogue)


@bp.post("/<slug>/delete")
@desk.for_officers(*ACTING)
def delete(office_slug: str, slug: str) -> ResponseReturnValue:
    """Delete an empty catalogue."""
    catalogue = desk.catalogue_of_office(slug)
    title = catalogue.title
    preparing.delete_catalogue(
        db.session(), catalogue_id=catalogue.id, officer_id=signed_in().id
    )
    flash(f"The catalogue {title} is deleted.", "success")
    return redirect(url_for(".index", office_slug=office_slug), 303)


def answer(
    form: CatalogueForm,
    catalogue: Catalogue | None,
    carry_out: Callable[..., Catalogue],
) -> ResponseReturnValue:
    """Carry out what a form asks, or show it again with what is wrong."""
    plan, refusal = form.plan(), None
    if plan is not None:
        try:
            done = carry_out(plan)
        except Refusal as refused:
            refusal = refused
            form.say(refused)
            if catalogue is not None and isinstance(refused, StaleCatalogue):
                form.show_newer(catalogue)
        else:
            flash("Saved.", "success")
            slug, office_slug = done.slug, desk.office().slug
            return redirect(url_for(".show", office_slug=office_slug, slug=slug), 303)
    html = desk.page(
        "desk_catalogues/form.html",
        form=form,
        catalogue=catalogue,
        refusal=refusal and told(refusal),
    )
    return html, refusal.code if refusal else 422


def page(catalogue: Catalogue, form: DeclaredForm) -> str:
    """Return the page of a catalogue."""
    return desk.page(
        "desk_catalogues/show.html",
        catalogue=catalogue,
        form=form,
        page=desk_lists.lots_of(catalogue, page_number(request.args)),
        counts=desk_lists.counts(catalogue),
        is_in_preparation=preparing.is_in_preparation(db.session(), catalogue),
        hints=staggering.hints_of(db.session(), catalogue),
        can_go_on=sales_to_offer_again(
            db.session(), office_id=catalogue.office_id, catalogue_id=catalogue.id
        ),
    )
