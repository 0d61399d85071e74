"""Filling in a draft lot, one step on each page."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from auction.models import Duty, Lot
from auction.rules.lot_steps import Step, entries
from auction.rules.plain_eligibility import eligibility_in_words
from auction.rules.refusal import Refusal
from auction.services.editing import (
    NotADraft,
    Saved,
    StaleForm,
    check_draft,
    save_step,
)
from web import desk, lot_steps
from web.errors import told
from web.extensions import db
from web.login import signed_in
from web.lot_checks import findings_of
from web.lot_forms import LotForm, form_for, how_written

bp = Blueprint("editing", __name__, url_prefix="/desk/<office_slug>/lots/<int:lot_id>")

NAMES = "any(basics, price, details, description, bidders)"
ACTING = (Duty.DRAFTER, Duty.APPROVER)


@bp.get(f"/<{NAMES}:name>")
@desk.for_officers(*ACTING)
def show(office_slug: str, lot_id: int, name: str) -> ResponseReturnValue:  # noqa: ARG001
    """Show a step of a draft, filled with what is stored."""
    lot = desk.lot_of_office(lot_id)
    check_draft(lot)
    return page(lot, name, form_of(lot, name))


@bp.post(f"/<{NAMES}:name>")
@desk.for_officers(*ACTING)
def save(office_slug: str, lot_id: int, name: str) -> ResponseReturnValue:  # noqa: ARG001
    """Save what can be read, and say what cannot."""
    lot = desk.lot_of_office(lot_id)
    check_draft(lot)
    form = form_of(lot, name)
    try:
        saved = save_step(
            db.session(),
            lot_id=lot_id,
            officer_id=signed_in().id,
            step=Step(name),
            typed=form.typed,
            version=request.form.get("version", 0, type=int),
            may_lose_fields="may_lose_fields" in request.form,
        )
    except StaleForm as stale:
        return refused(desk.lot_of_office(lot_id), name, form, stale)
    if saved.refused:
        return partly_saved(desk.lot_of_office(lot_id), name, form, saved)
    flash("Saved.", "success")
    return redirect(path_then(desk.lot_of_office(lot_id), name), 303)


@bp.errorhandler(NotADraft)
def not_a_draft(refusal: NotADraft) -> ResponseReturnValue:
    """Say why a lot cannot be edited, and lead to what can be done with it."""
    lot = desk.lot_of_office((request.view_args or {})["lot_id"])
    html = desk.page("editing/not_a_draft.html", lot=lot, refusal=told(refusal))
    return html, refusal.code


def form_of(lot: Lot, name: str) -> LotForm:
    """Return the form of a step."""
    procedure = lot.catalogue.procedure
    return form_for(
        lot, entries(Step(name), category=lot.category, procedure=procedure)
    )


def refused(lot: Lot, name: str, form: LotForm, stale: Refusal) -> ResponseReturnValue:
    """Show a form that is behind, with what is stored by now beside what was typed."""
    form.show_newer(lot)
    return page(lot, name, form, refusal=str(stale)), stale.code


def partly_saved(
    lot: Lot, name: str, form: LotForm, saved: Saved
) -> ResponseReturnValue:
    """Show a form of which some entries could not be read; the others are stored."""
    form.refuse_all(saved.refused)
    form["version"].data = str(saved.version)
    return page(lot, name, form, is_partly_saved=True), 422


def path_then(lot: Lot, name: str) -> str:
    """Return where the button leads that was pressed."""
    then = request.form.get("then", "stay")
    if then == "continue":
        return lot_steps.path_after(lot, name)
    here = lot_steps.path(lot, name)
    if then == "preview":
        return f"{here}?preview=yes#preview"
    anchors = {section.anchor for section in form_of(lot, name).sections}
    return f"{here}#{then}" if then in anchors else here


def page(
    lot: Lot,
    name: str,
    form: LotForm,
    *,
    refusal: str | None = None,
    is_partly_saved: bool = False,
) -> str:
    """Return the page of a step."""
    here = {entry.name for entry in form.asked}
    here |= {"fields"} if name == Step.DETAILS else set()
    here |= {"eligibility"} if name == Step.BIDDERS else set()
    return lot_steps.page(
        lot,
        name,
        "editing/step.html",
        form=form,
        refusal=refusal,
        is_partly_saved=is_partly_saved,
        how_written=how_written(lot.catalogue),
        preview=name == Step.DESCRIPTION and "preview" in request.args,
        who_may_bid=eligibility_in_words(lot.who_may_bid),
        findings=[one for one in findings_of(lot) if one.field in here],
    )
