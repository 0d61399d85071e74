"""The verifier's room for powers of attorney, each for one lot."""

from __future__ import annotations

from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import Mandate
from auction.rules.plain_text import TextUnfit
from auction.services import mandating, verifying
from auction.services.verifying import LookReasonMissing
from web import identity_files
from web.errors import told
from web.extensions import db
from web.login import signed_in
from web.lot_search import page_number
from web.verifier_forms import DecisionForm, LookForm
from web.verifiers import for_verifier

bp = Blueprint("verifying_mandates", __name__, url_prefix="/verifier/mandates")

PAGE = 25


@bp.get("")
@for_verifier
def index() -> ResponseReturnValue:
    """Show which powers wait; first those whose lot opens first."""
    number = page_number(request.args)
    found = mandating.waiting_mandates(
        db.session(), most=PAGE + 1, skip=(number - 1) * PAGE
    )
    return render_template(
        "verifying/mandates.html",
        mandates=found[:PAGE],
        number=number,
        has_more=len(found) > PAGE,
    )


@bp.get("/<int:mandate_id>")
@for_verifier
def show(mandate_id: int) -> ResponseReturnValue:
    """Show who acts for whom, on which lot, under which paper."""
    return page(filed(mandate_id))


@bp.post("/<int:mandate_id>/paper")
@for_verifier
def open_paper(mandate_id: int) -> ResponseReturnValue:
    """Hand out the power, once it is written down who opens it and why."""
    form, paper_id = LookForm(), filed(mandate_id).paper_id
    try:
        paper = verifying.look(
            db.session(),
            paper_id=paper_id,
            verifier_id=signed_in().id,
            reason=form.reason.data or "",
            now=clock.now(),
        )
    except LookReasonMissing as refusal:
        form.refuse("reason", told(refusal))
        return page(filed(mandate_id), look=form), 422
    return identity_files.send(paper)


@bp.post("/<int:mandate_id>/confirmation")
@for_verifier
def confirm(mandate_id: int) -> ResponseReturnValue:
    """Confirm a power for its lot."""
    mandating.confirm(
        db.session(),
        mandate_id=mandate_id,
        verifier_id=signed_in().id,
        keep_for=current_app.config["IDENTITY_RETENTION"],
        now=clock.now(),
    )
    flash("Confirmed. The agent has been told.", "success")
    return redirect(url_for(".index"), 303)


@bp.post("/<int:mandate_id>/refusal")
@for_verifier
def decline(mandate_id: int) -> ResponseReturnValue:
    """Decline a power for its lot, and say why."""
    form = DecisionForm()
    try:
        mandating.decline(
            db.session(),
            mandate_id=mandate_id,
            verifier_id=signed_in().id,
            reason=form.reason.data or "",
            now=clock.now(),
        )
    except TextUnfit as refusal:
        form.refuse("reason", told(refusal))
        return page(filed(mandate_id), decision=form), 422
    flash("Not confirmed. The agent has been told why.", "success")
    return redirect(url_for(".index"), 303)


def filed(mandate_id: int) -> Mandate:
    """Return a power of attorney, or answer 404."""
    mandate = db.session.get(Mandate, mandate_id)
    if mandate is None or mandate.identity.is_given_up:
        raise mandating.MandateUnknown
    return mandate


def page(
    mandate: Mandate,
    *,
    look: LookForm | None = None,
    decision: DecisionForm | None = None,
) -> str:
    """Return the page of a power, with what is wrong in one of its forms."""
    return render_template(
        "verifying/mandate.html",
        mandate=mandate,
        lot=mandate.lot,
        agent=verifying.himself(db.session(), mandate.user_id),
        look=look or LookForm(),
        decision=decision or DecisionForm(),
    )
