"""The verifier's room for rights of priority: confirmed in time, or not at all."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import Lot
from auction.rules.categories import FIELDS, is_given
from auction.rules.plain_text import TextUnfit
from auction.services import claiming
from web.errors import told
from web.extensions import db
from web.login import signed_in
from web.registration_forms import RankForm
from web.verifiers import for_verifier

KNOWN = ("priority", "priority_right", "parties")

bp = Blueprint("verifying_claims", __name__, url_prefix="/verifier/priority")


@bp.get("")
@for_verifier
def index() -> ResponseReturnValue:
    """Show the claims that can still be decided, the next opening first."""
    found = claiming.waiting(db.session(), clock.now())
    return render_template("verifying_claims/index.html", found=found)


@bp.get("/<int:claim_id>")
@for_verifier
def show(claim_id: int) -> ResponseReturnValue:
    """Show who claims what, and the paper that shows it."""
    return page(claim_id)


@bp.post("/<int:claim_id>/confirmation")
@for_verifier
def confirm(claim_id: int) -> ResponseReturnValue:
    """Confirm a right of priority, with its rank."""
    form = RankForm()
    rank = form.rank.data or ""
    try:
        claiming.confirm(
            db.session(),
            claim_id=claim_id,
            verifier_id=signed_in().id,
            rank=int(rank) if rank.isascii() and rank.isdigit() else 0,
            now=clock.now(),
        )
    except claiming.RankMissing as refusal:
        form.refuse("rank", told(refusal))
        return page(claim_id, form), 422
    flash("Confirmed. The person has been told.", "success")
    return redirect(url_for(".index"), 303)


@bp.post("/<int:claim_id>/refusal")
@for_verifier
def decline(claim_id: int) -> ResponseReturnValue:
    """Decline a right of priority, and say why."""
    form = RankForm()
    try:
        claiming.decline(
            db.session(),
            claim_id=claim_id,
            verifier_id=signed_in().id,
            reason=form.reason.data or "",
            now=clock.now(),
        )
    except TextUnfit as refusal:
        form.refuse("reason", told(refusal))
        return page(claim_id, form), 422
    flash("Declined. The person has been told why.", "success")
    return redirect(url_for(".index"), 303)


def known_of(lot: Lot) -> list[tuple[str, str]]:
    """Return what the office knows of rights of priority, for the verifier."""
    return [
        (field.label, str(lot.fields[field.name]))
        for field in FIELDS[lot.category]
        if field.name in KNOWN and is_given(lot.fields.get(field.name))
    ]


def page(claim_id: int, form: RankForm | None = None) -> str:
    """Return the page of a claim, with what is wrong in its form."""
    session, now = db.session(), clock.now()
    claimed, registration = claiming.claim_of(session, claim_id)
    lot = registration.lot
    deciding, terms = form or RankForm(), lot.catalogue.procedure.priority
    ground = terms.ground(claimed.ground) if terms else None
    if terms is not None:
        deciding.offer(terms)
    if ground is not None and deciding.rank.data is None:
        deciding.rank.data = str(ground.rank)
    return render_template(
        "verifying_claims/show.html",
        claim=claimed,
        ground=ground,
        registration=registration,
        identity=claiming.claimant(session, claimed, registration),
        paper=claiming.paper_of(session, claimed),
        lot=lot,
        catalogue=lot.catalogue,
        can_decide=claiming.can_be_decided(claimed, registration, now),
        known=known_of(lot),
        form=deciding,
    )
