"""The verifier's room: who waits, what he shows, and whether it is accepted."""

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
from auction.models import Identity
from auction.rules.plain_text import TextUnfit
from auction.services import identifying, verifying
from auction.services.verifying import LookReasonMissing, NotLookedAt
from web import identity_files
from web.errors import told
from web.extensions import db
from web.identity_facts import facts_of
from web.login import signed_in
from web.lot_search import page_number
from web.verifier_forms import DecisionForm, LookForm
from web.verifiers import for_verifier, handed_in

bp = Blueprint("verifying", __name__, url_prefix="/verifier")

PAGE = 25


@bp.get("")
@for_verifier
def index() -> ResponseReturnValue:
    """Show who waits, the longest first."""
    number = page_number(request.args)
    found = verifying.waiting(db.session(), most=PAGE + 1, skip=(number - 1) * PAGE)
    return listed("verifying/index.html", found, number)


@bp.get("/decided")
@for_verifier
def decided() -> ResponseReturnValue:
    """Show who was decided on, the latest first."""
    number = page_number(request.args)
    found = verifying.decided(db.session(), most=PAGE + 1, skip=(number - 1) * PAGE)
    return listed("verifying/decided.html", found, number)


@bp.get("/identities/<int:identity_id>")
@for_verifier
def show(identity_id: int) -> ResponseReturnValue:
    """Show what somebody says of himself, and which papers show it."""
    return page(handed_in(identity_id))


@bp.post("/identities/<int:identity_id>/papers/<int:paper_id>")
@for_verifier
def open_paper(identity_id: int, paper_id: int) -> ResponseReturnValue:
    """Hand out a paper, once it is written down who opens it and why."""
    identity, form = handed_in(identity_id), LookForm()
    if paper_id not in {paper.id for paper in identifying.papers_to_look_at(identity)}:
        raise identifying.PaperUnknown
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
        return page(handed_in(identity_id), look=form), 422
    return identity_files.send(paper)


@bp.post("/identities/<int:identity_id>/acceptance")
@for_verifier
def accept(identity_id: int) -> ResponseReturnValue:
    """Accept who somebody is."""
    handed_in(identity_id)
    form = DecisionForm()
    try:
        verifying.accept(
            db.session(),
            identity_id=identity_id,
            verifier_id=signed_in().id,
            seen=form.seen_at(),
            keep_for=current_app.config["IDENTITY_RETENTION"],
            now=clock.now(),
        )
    except NotLookedAt as refusal:
        look = LookForm()
        look.refuse("reason", told(refusal))
        return page(handed_in(identity_id), look=look, decision=form), 422
    flash("Accepted. The person has been told.", "success")
    return redirect(url_for(".index"), 303)


@bp.post("/identities/<int:identity_id>/refusal")
@for_verifier
def refuse(identity_id: int) -> ResponseReturnValue:
    """Refuse who somebody says he is, and say why."""
    identity, form = handed_in(identity_id), DecisionForm()
    try:
        verifying.refuse(
            db.session(),
            identity_id=identity_id,
            verifier_id=signed_in().id,
            seen=form.seen_at(),
            reason=form.reason.data or "",
            now=clock.now(),
        )
    except TextUnfit as refusal:
        identity = handed_in(identity_id)
        form.refuse("reason", told(refusal))
        return page(identity, decision=form), 422
    flash("Refused. The person has been told why.", "success")
    return redirect(url_for(".index"), 303)


def listed(template: str, found: list[Identity], number: int) -> str:
    """Return a page of a list."""
    return render_template(
        template,
        identities=found[:PAGE],
        number=number,
        has_more=len(found) > PAGE,
    )


def page(
    identity: Identity,
    *,
    look: LookForm | None = None,
    decision: DecisionForm | None = None,
) -> str:
    """Return the page of an identity, with what is wrong in one of its forms."""
    seen = identity.submitted_at.isoformat() if identity.submitted_at else ""
    return render_template(
        "verifying/show.html",
        identity=identity,
        facts=facts_of(identity),
        papers=identifying.papers_to_look_at(identity),
        looks=verifying.looks_at(db.session(), identity),
        reasons=verifying.LOOK_REASONS,
        elsewhere=verifying.shown_elsewhere(db.session(), identity),
        look=look or LookForm(),
        decision=decision or DecisionForm({"seen": seen}),
    )
