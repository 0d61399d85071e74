"""The room of approvals: what waits for a second person, and what became of it."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import Duty, Submission
from auction.rules.refusal import Refusal
from auction.services.approving import ChangedMeanwhile, approve, return_lots
from auction.services.submissions import ChecksFailed, RemarkMissing, TooLong, counted
from web import approvals, desk
from web.extensions import db
from web.login import signed_in
from web.lot_search import page_number
from web.submission_forms import ReturnForm

bp = Blueprint("approvals", __name__, url_prefix="/desk/<office_slug>/approvals")

PAGE = 25  # submissions


@bp.get("")
@desk.for_officers()
def index(office_slug: str) -> ResponseReturnValue:  # noqa: ARG001 - the guard reads it
    """Show what waits for approval, and what was decided, the newest first."""
    number = page_number(request.args)
    session, office_id = db.session(), desk.office().id
    waiting = session.scalars(approvals.submissions_of(office_id, waiting=True)).all()
    decided = session.scalars(
        approvals.submissions_of(office_id, waiting=False)
        .limit(PAGE + 1)
        .offset((number - 1) * PAGE)
    ).all()
    return desk.page(
        "approvals/index.html",
        waiting=waiting,
        decided=decided[:PAGE],
        states=approvals.states_of(session, decided[:PAGE]),
        number=number,
        has_more=len(decided) > PAGE,
    )


@bp.get("/<int:submission_id>")
@desk.for_officers()
def show(office_slug: str, submission_id: int) -> ResponseReturnValue:  # noqa: ARG001
    """Show a submission whole, a page of its lots at a time."""
    return page(submission_of_office(submission_id), ReturnForm())


@bp.post("/<int:submission_id>/approval")
@desk.for_officers(Duty.APPROVER)
def create(office_slug: str, submission_id: int) -> ResponseReturnValue:
    """Approve what the approver saw, by its digest."""
    submission_of_office(submission_id)
    try:
        submission = approve(
            db.session(),
            submission_id=submission_id,
            officer_id=signed_in().id,
            digest=request.form.get("digest", ""),
            now=clock.now(),
        )
    except (ChangedMeanwhile, ChecksFailed) as refusal:
        found = submission_of_office(submission_id)
        return page(found, ReturnForm(), refusal=refusal), refusal.code
    flash(f"{counted(submission.lot_count)} approved.", "success")
    return redirect(url_for(".index", office_slug=office_slug), 303)


@bp.post("/<int:submission_id>/return")
@desk.for_officers(Duty.APPROVER)
def remove(office_slug: str, submission_id: int) -> ResponseReturnValue:
    """Give a submission back to its drafter, with a remark."""
    submission_of_office(submission_id)
    form = ReturnForm()
    try:
        return_lots(
            db.session(),
            submission_id=submission_id,
            officer_id=signed_in().id,
            remark=form.remark.data or "",
            now=clock.now(),
        )
    except (RemarkMissing, TooLong) as refusal:
        form.refuse("remark", refusal.told())
        return page(submission_of_office(submission_id), form), refusal.code
    flash("The lots are drafts again; their drafter reads your remark.", "success")
    return redirect(url_for(".index", office_slug=office_slug), 303)


def submission_of_office(submission_id: int) -> Submission:
    """Return a submission of this office; to others' the desk answers 404."""
    submission = db.session.get(Submission, submission_id)
    if submission is None or submission.catalogue.office_id != desk.office().id:
        abort(404)
    return submission


def page(
    submission: Submission, form: ReturnForm, *, refusal: Refusal | None = None
) -> str:
    """Return the page of a submission."""
    session, me = db.session(), signed_in()
    changed_only = request.args.get("show") == "changed"
    number = page_number(request.args)
    is_own = submission.submitted_by_id == me.id
    waits = submission.decision is None
    return desk.page(
        "approvals/show.html",
        submission=submission,
        catalogue=submission.catalogue,
        page=approvals.lots_of(
            session, submission, number=number, changed_only=changed_only
        ),
        changed=approvals.changed_count(session, submission),
        again=approvals.again_count(session, submission),
        changed_only=changed_only,
        states=approvals.states_of(session, [submission])[submission.id],
        form=form,
        refusal=refusal,
        wrong=refusal.lots if isinstance(refusal, ChecksFailed) else (),
        may_approve=waits and not is_own and Duty.APPROVER in desk.duties(),
        may_withdraw=waits and Duty.DRAFTER in desk.duties(),
        is_own=is_own,
        now=clock.now(),
    )
