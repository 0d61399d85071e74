"""What an officer may do to a lot: recall, stay, suspend, resume, void, default."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import ActKind, Lot
from auction.rules.acting import (
    DateOutOfReach,
    DocumentMissing,
    circumstances,
    terms_of,
)
from auction.rules.grounds import (
    GroundMissing,
    GroundTooEarly,
    GroundTooLate,
    PublicTextMissing,
    TermNotOver,
    grounds_that_hold,
)
from auction.rules.lifecycle import LotStatus
from auction.rules.refusal import Refusal
from auction.rules.resuming import TooEarly
from auction.services import acting
from auction.services.suspending import span_after_rest
from web import desk
from web.act_forms import (
    ActForm,
    MomentUnreadable,
    read_moment,
)
from web.act_links import WORDS
from web.errors import told
from web.extensions import db
from web.login import sign_in_required, signed_in

bp = Blueprint("acts", __name__, url_prefix="/lots/<int:lot_id>")


FIELDS: Mapping[type[Refusal], str] = {
    GroundMissing: "ground",
    GroundTooLate: "ground",
    GroundTooEarly: "ground",
    TermNotOver: "ground",
    PublicTextMissing: "public_text",
    DateOutOfReach: "until",
    TooEarly: "until",
    MomentUnreadable: "until",
    DocumentMissing: "document",
}
NAMES = f"any({', '.join(ActKind)})"


@bp.get(f"/<{NAMES}:name>")
@sign_in_required
def new(lot_id: int, name: str) -> ResponseReturnValue:
    """Ask an officer for the ground and the reason that everybody will read."""
    lot = desk.lot_of_officer(lot_id)
    return page(lot, ActKind(name), form_for(lot, ActKind(name)))


@bp.post(f"/<{NAMES}:name>")
@sign_in_required
def create(lot_id: int, name: str) -> ResponseReturnValue:
    """Do what the officer asks, or ask a second one, or say why not."""
    lot, kind = desk.lot_of_officer(lot_id), ActKind(name)
    form = form_for(lot, kind)
    try:
        act = acting.ask_for(
            db.session(),
            lot_id=lot_id,
            officer_id=signed_in().id,
            kind=kind,
            now=clock.now(),
            **wish(lot),
        )
    except Refusal as refusal:
        sentence = told(refusal)
        if (field := FIELDS.get(type(refusal))) in form:
            form.refuse(str(field), sentence)
        return page(lot, kind, form, refusal=sentence), refusal.code
    if act.done_at is None:
        flash(ASKED, "success")
        there = url_for("office_acts.show", office_slug=lot.office.slug, act_id=act.id)
        return redirect(there, 303)
    flash(WORDS[kind].done, "success")
    return redirect(url_for("lots.show", lot_id=lot_id), 303)


ASKED = "A second officer has to confirm this. Until then nothing happens to the lot."


def wish(lot: Lot) -> dict[str, Any]:
    """Read what the officer wants from the form."""
    document = request.form.get("document", "")
    return {
        "ground": request.form.get("ground"),
        "public_text": request.form.get("public_text", ""),
        "until": read_moment(request.form.get("until", ""), lot.catalogue.zone),
        "document_id": int(document) if document.isdecimal() else None,
    }


def form_for(lot: Lot, kind: ActKind) -> ActForm:
    """Return the form of an act, with the grounds that hold now."""
    form, procedure = ActForm(), lot.catalogue.procedure
    form.submit.label.text = WORDS[kind].button
    terms = terms_of(procedure, kind, lot.status)
    if kind is ActKind.RESUMPTION:
        form.offer_grounds(None)
    else:
        now = circumstances(procedure, lot.standing, now=clock.now())
        form.offer_grounds(grounds_that_hold(terms.grounds, now))
    form.offer_documents(lot.documents if terms.document else None)
    form.ask_until(*date_of(lot, kind))
    return form


def date_of(lot: Lot, kind: ActKind) -> tuple[str | None, str]:
    """Return how the form asks for the date that an act may have."""
    if kind is ActKind.STAY:
        hint = "If it is known. The lot does not go on by itself: you resume it."
        return "Expected until", hint
    if kind is not ActKind.RESUMPTION:
        return None, ""
    span = span_after_rest(lot, wanted=None, now=clock.now())
    tell = lot.catalogue.tell
    if lot.rested_from is LotStatus.ANNOUNCED:
        by_rule = f"By the rules it opens {tell(span.opens_at)}"
        return "New opening", f"{by_rule}. It may be later; else leave this empty."
    by_rule = f"By the rules it closes {tell(span.closes_at)}"
    return "New end", f"{by_rule}. It may be later; else leave this empty."


def page(lot: Lot, kind: ActKind, form: ActForm, *, refusal: str | None = None) -> str:
    """Return the page of an act."""
    return render_template(
        "desk/act.html",
        lot=lot,
        catalogue=lot.catalogue,
        words=WORDS[kind],
        terms=terms_of(lot.catalogue.procedure, kind, lot.status),
        form=form,
        refusal=refusal,
    )
