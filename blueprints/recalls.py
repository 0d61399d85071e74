"""What an officer may do to a lot: recall, suspend, resume, void."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import Lot
from auction.rules.procedure import Ground, Procedure
from auction.rules.recalling import (
    GroundMissing,
    GroundTooLate,
    PublicTextMissing,
    grounds_that_hold,
)
from auction.rules.refusal import Refusal
from auction.services.officers import NotYourOffice
from auction.services.recalling import recall_lot
from auction.services.suspending import resume_lot, suspend_lot
from auction.services.voiding import void_sale
from web import lot_page
from web.errors import told
from web.extensions import db
from web.forms import GroundForm, ResumeForm
from web.login import sign_in_required, signed_in

bp = Blueprint("recalls", __name__, url_prefix="/lots/<int:lot_id>")


@dataclass(frozen=True, slots=True)
class Act:
    """One of the things that an officer may do to a lot."""

    title: str
    button: str
    done: str
    warning: str
    service: Callable[..., Lot]
    grounds: Callable[[Procedure], tuple[Ground, ...]] | None


ACTS = {
    "recall": Act(
        "Recall this lot",
        "Recall the lot",
        "The lot is recalled.",
        "The lot is taken out of the sale for good. Its bids stay in the record, "
        "marked void.",
        recall_lot,
        lambda procedure: procedure.recall.grounds,
    ),
    "suspension": Act(
        "Suspend this lot",
        "Suspend the lot",
        "The lot is suspended.",
        "Nobody can bid until the lot is resumed. The time that is left is kept.",
        suspend_lot,
        lambda procedure: procedure.suspension.grounds,
    ),
    "resumption": Act(
        "Resume this lot",
        "Resume the lot",
        "The lot is open again.",
        "Bidding goes on at once, with the time that was left.",
        resume_lot,
        None,
    ),
    "voiding": Act(
        "Void this sale",
        "Void the sale",
        "The sale is void.",
        "The result is annulled. The bids stay in the record, marked void.",
        void_sale,
        lambda procedure: procedure.voiding.grounds,
    ),
}
FIELDS = {
    GroundMissing: "ground",
    GroundTooLate: "ground",
    PublicTextMissing: "public_text",
}
NAMES = "any(recall, suspension, resumption, voiding)"


@bp.get(f"/<{NAMES}:name>")
@sign_in_required
def new(lot_id: int, name: str) -> ResponseReturnValue:
    """Ask an officer for the ground and the reason that everybody will read."""
    lot = lot_of_officer(lot_id)
    return page(lot, ACTS[name], form_for(lot, ACTS[name]))


@bp.post(f"/<{NAMES}:name>")
@sign_in_required
def create(lot_id: int, name: str) -> ResponseReturnValue:
    """Do what the officer asks, or say why not."""
    lot, act = lot_of_officer(lot_id), ACTS[name]
    form = form_for(lot, act)
    reason = {"public_text": request.form.get("public_text", "")}
    if act.grounds is not None:
        reason["ground"] = request.form.get("ground", "")
    try:
        act.service(
            db.session(),
            lot_id=lot_id,
            officer_id=signed_in().id,
            now=clock.now(),
            **reason,
        )
    except Refusal as refusal:
        sentence = told(refusal)
        if type(refusal) in FIELDS:
            form.refuse(FIELDS[type(refusal)], sentence)
        return page(lot, act, form, refusal=sentence), refusal.code
    flash(act.done, "success")
    return redirect(url_for("lots.show", lot_id=lot_id), 303)


def lot_of_officer(lot_id: int) -> Lot:
    """Return a lot of the person's own office, or refuse."""
    lot = lot_page.public_lot(lot_id, signed_in())
    if not signed_in().works_for(lot.office_id):
        raise NotYourOffice
    return lot


def form_for(lot: Lot, act: Act) -> GroundForm | ResumeForm:
    """Return the form of an act, with the grounds that hold now."""
    if act.grounds is None:
        return ResumeForm()
    form = GroundForm()
    holding = grounds_that_hold(
        act.grounds(lot.catalogue.procedure), has_bids=lot.bid_count > 0
    )
    form.ground.choices = [(ground.code, ground.text) for ground in holding]
    form.submit.label.text = act.button
    return form


def page(
    lot: Lot,
    act: Act,
    form: GroundForm | ResumeForm,
    *,
    refusal: str | None = None,
) -> str:
    """Return the page of an act."""
    return render_template(
        "desk/act.html",
        lot=lot,
        catalogue=lot.catalogue,
        act=act,
        form=form,
        refusal=refusal,
    )
