"""Handing the drafts of a catalogue to a second person, and withdrawing them."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from auction import clock
from auction.models import Catalogue, Duty, Submission
from auction.rules.lot_numbers import NumbersUnreadable
from auction.rules.moments import zone_name
from auction.rules.refusal import Refusal
from auction.services.submissions import ChecksFailed, TooLong, counted
from auction.services.submitting import AnnouncementInThePast, submit, withdraw
from web import desk, submissions
from web.extensions import db
from web.login import signed_in
from web.lot_search import page_number
from web.submission_forms import CHOSEN, SubmissionForm

bp = Blueprint("submissions", __name__, url_prefix="/desk/<office_slug>")

SHOWN = 25  # lots of which something is left to mend, on a page
FIELDS: Mapping[type[Refusal], str] = {
    submissions.TimeUnreadable: "announce_at",
    AnnouncementInThePast: "announce_at",
    NumbersUnreadable: "lots",
    submissions.NoLots: "lots",
    TooLong: "note",
}


@bp.get("/catalogues/<slug>/submission")
@desk.for_officers(Duty.DRAFTER, Duty.APPROVER)
def new(office_slug: str, slug: str) -> ResponseReturnValue:  # noqa: ARG001
    """Ask which drafts are submitted, and show what is left to mend."""
    form = SubmissionForm()
    if request.args.get("lots"):
        form.which.data, form.lots.data = CHOSEN, request.args["lots"]
    return page(desk.catalogue_of_office(slug), form)


@bp.post("/catalogues/<slug>/submission")
@desk.for_officers(Duty.DRAFTER)
def create(office_slug: str, slug: str) -> ResponseReturnValue:
    """Submit what the drafter chose, all of it or nothing."""
    catalogue = desk.catalogue_of_office(slug)
    form = SubmissionForm()
    if not form.is_right():
        return page(catalogue, form), 422
    try:
        submission = _submit(catalogue, form)
    except ChecksFailed as failed:
        catalogue = desk.catalogue_of_office(slug)
        return page(catalogue, form, failed=failed), failed.code
    except Refusal as refusal:
        form.refuse(FIELDS.get(type(refusal), "which"), refusal.told())
        return page(desk.catalogue_of_office(slug), form), refusal.code
    flash(
        f"{counted(submission.lot_count)} submitted. Another person of your office can "
        "approve them now.",
        "success",
    )
    path = url_for(
        "approvals.show", office_slug=office_slug, submission_id=submission.id
    )
    return redirect(path, 303)


@bp.post("/submissions/<int:submission_id>/withdrawal")
@desk.for_officers(Duty.DRAFTER)
def remove(office_slug: str, submission_id: int) -> ResponseReturnValue:
    """Withdraw what nobody has decided yet."""
    submission = db.session.get(Submission, submission_id)
    if submission is None or submission.catalogue.office_id != desk.office().id:
        abort(404)
    withdraw(
        db.session(),
        submission_id=submission_id,
        officer_id=signed_in().id,
        now=clock.now(),
    )
    flash("The submission is withdrawn; its lots are drafts again.", "success")
    path = url_for(
        "approvals.show", office_slug=office_slug, submission_id=submission_id
    )
    return redirect(path, 303)


def page(
    catalogue: Catalogue, form: SubmissionForm, *, failed: ChecksFailed | None = None
) -> str:
    """Return the page of the form; the lots with something left to mend are below."""
    zone = zone_name(clock.now().astimezone(catalogue.zone))
    form.announce_at.label.text = f"Time of the announcement, {zone}"
    drafts = submissions.drafts_of(db.session(), catalogue, at=clock.now())
    number = page_number(request.args)
    wrong = failed.lots if failed else drafts.wrong
    return desk.page(
        "submissions/new.html",
        catalogue=catalogue,
        form=form,
        failed=failed,
        drafts=drafts,
        wrong=wrong[(number - 1) * SHOWN : number * SHOWN],
        wrong_count=len(wrong),
        number=number,
        last=max(1, -(-len(wrong) // SHOWN)),
        may_submit=Duty.DRAFTER in desk.duties(),
    )


def _submit(catalogue: Catalogue, form: SubmissionForm) -> Submission:
    session, now, catalogue_id = db.session(), clock.now(), catalogue.id
    announce_at = submissions.read_moment(form, catalogue)
    return submit(
        session,
        catalogue_id=catalogue_id,
        officer_id=signed_in().id,
        lot_ids=submissions.read_lots(session, form, catalogue, at=announce_at or now),
        announce_at=announce_at,
        note=form.note.data or "",
        now=now,
    )
