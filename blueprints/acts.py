"""What an officer may do to a lot: recall, stay, suspend, resume, void, default."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import ActKind, Lot
from auction.rules.acting import terms_of
from auction.rules.refusal import Refusal
from auction.services import acting
from web import desk, limits
from web.act_forms import ActForm
from web.act_links import WORDS
from web.act_wishes import field_of, form_of, wish_of
from web.errors import told
from web.extensions import db
from web.login import sign_in_required, signed_in
from web.proof import proof_required
from web.uploads import receiving

bp = Blueprint("acts", __name__, url_prefix="/lots/<int:lot_id>")
receiving.take_large_forms(bp)


NAMES = f"any({', '.join(ActKind)})"


@bp.get(f"/<{NAMES}:name>")
@sign_in_required
@proof_required
def new(lot_id: int, name: str) -> ResponseReturnValue:
    """Ask an officer for the ground and the reason, or say why it cannot be done."""
    lot, kind = desk.lot_of_officer(lot_id), ActKind(name)
    return page(lot, kind, form_of(lot, kind))


@bp.post(f"/<{NAMES}:name>")
@sign_in_required
@proof_required
@limits.UPLOADS
def create(lot_id: int, name: str) -> ResponseReturnValue:
    """Do what the officer asks, or ask a second one, or say why not."""
    lot, kind = desk.lot_of_officer(lot_id), ActKind(name)
    form = form_of(lot, kind)
    try:
        act = acting.ask_for(
            db.session(),
            lot_id=lot_id,
            officer_id=signed_in().id,
            kind=kind,
            now=clock.now(),
            **wish_of(lot),
        )
    except Refusal as refusal:
        sentence = told(refusal)
        if (field := field_of(refusal)) in form:
            form.refuse(str(field), sentence)
        return page(lot, kind, form, refusal=sentence), refusal.code
    if act.done_at is None:
        flash(ASKED, "success")
        there = url_for("office_acts.show", office_slug=lot.office.slug, act_id=act.id)
        return redirect(there, 303)
    flash(WORDS[kind].done, "success")
    return redirect(url_for("lots.show", lot_id=lot_id), 303)


ASKED = "A second officer has to confirm this. Until then nothing happens to the lot."


def page(lot: Lot, kind: ActKind, form: ActForm, *, refusal: str | None = None) -> str:
    """Return the page of an act: its form, or why there is none."""
    obstacle = acting.obstacle(db.session(), lot, kind, now=clock.now())
    return render_template(
        "desk/act.html",
        lot=lot,
        catalogue=lot.catalogue,
        words=WORDS[kind],
        terms=terms_of(lot.catalogue.procedure, kind, lot.status),
        form=form,
        refusal=refusal,
        obstacle=obstacle and told(obstacle),
    )
