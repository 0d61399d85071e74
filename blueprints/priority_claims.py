"""Claiming a right of priority for a lot."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from auction import clock
from auction.rules.identities import PRIORITY_RIGHT
from auction.rules.plain_text import TextUnfit
from auction.rules.priority import ExplanationMissing, GroundMissing
from auction.services import claiming
from web import identity_files, limits, registration_page
from web.errors import told
from web.extensions import db
from web.login import sign_in_required, signed_in
from web.registration_forms import PriorityForm
from web.uploads.taking import FileRefused

bp = Blueprint("priority_claims", __name__, url_prefix="/lots/<int:lot_id>/priority")


class NoPaperChosen(FileRefused):
    """Please choose the paper that shows your right."""


AT = {
    GroundMissing: "ground",
    ExplanationMissing: "explanation",
    TextUnfit: "explanation",
}


@bp.post("")
@sign_in_required
@limits.UPLOADS
def create(lot_id: int) -> ResponseReturnValue:
    """Hand the claim, with its paper, to the verifier."""
    lot = registration_page.lot_for_bidder(lot_id)
    form = PriorityForm()
    try:
        file_claim(lot_id, form)
    except (GroundMissing, ExplanationMissing, TextUnfit, FileRefused) as refusal:
        form.refuse(AT.get(type(refusal), "paper"), told(refusal))
        lot = registration_page.lot_for_bidder(lot_id)
        terms = lot.catalogue.procedure.priority
        if terms is not None:
            form.offer(terms)
        return registration_page.page(lot, claiming_form=form), 422
    flash("Your claim is with the verifier.", "success")
    return redirect(registration_page.here(lot_id), 303)


def file_claim(lot_id: int, form: PriorityForm) -> None:
    """File the claim; the paper is sealed only once all else is right."""
    ground, explanation = form.ground.data or "", form.explanation.data or ""
    lot, now = registration_page.lot_for_bidder(lot_id), clock.now()
    claiming.check_claimable(lot, ground=ground, explanation=explanation, now=now)
    sent = request.files.get("paper")
    if sent is None or not sent.filename:
        raise NoPaperChosen
    paper = identity_files.keep(
        sent.stream, kind=PRIORITY_RIGHT, user_id=signed_in().id
    )
    claiming.claim(
        db.session(),
        lot_id=lot_id,
        user_id=signed_in().id,
        ground=ground,
        explanation=explanation,
        paper=paper,
        now=now,
    )
