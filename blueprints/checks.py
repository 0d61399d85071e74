"""The last step of the editor: what is left to mend, and where the office deviates."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from auction.models import Duty, Lot, SubmittedLot
from auction.rules.grounds import PublicTextMissing
from auction.services.deviating import comply, deviate
from auction.services.editing import check_draft
from web import desk, lot_checks, lot_steps
from web.extensions import db
from web.login import signed_in

bp = Blueprint("checks", __name__, url_prefix="/desk/<office_slug>/lots/<int:lot_id>")


@bp.get("/check")
@desk.for_officers(Duty.DRAFTER, Duty.APPROVER)
def show(office_slug: str, lot_id: int) -> ResponseReturnValue:  # noqa: ARG001
    """Show all that the procedure's checks say of a draft."""
    lot = desk.lot_of_office(lot_id)
    check_draft(lot)
    return page(lot)


@bp.post("/deviations")
@desk.for_officers(Duty.DRAFTER)
def create(office_slug: str, lot_id: int) -> ResponseReturnValue:  # noqa: ARG001
    """Set a check aside for a reason that is published."""
    lot = desk.lot_of_office(lot_id)
    check_draft(lot)
    sent = {name: request.form.get(name, "") for name in ("check", "reason")}
    try:
        deviate(db.session(), lot_id=lot_id, officer_id=signed_in().id, **sent)
    except PublicTextMissing as refusal:
        return page(lot, sent=sent, refusal=refusal.told()), refusal.code
    flash(
        "Your office deviates there. The reason is published with the lot.", "success"
    )
    return redirect(lot_steps.path(lot, "check"), 303)


@bp.post("/deviations/<check>/removal")
@desk.for_officers(Duty.DRAFTER)
def remove(office_slug: str, lot_id: int, check: str) -> ResponseReturnValue:  # noqa: ARG001
    """Let a check count again."""
    lot = desk.lot_of_office(lot_id)
    comply(db.session(), lot_id=lot_id, officer_id=signed_in().id, check=check)
    flash("Your office does not deviate there.", "success")
    return redirect(lot_steps.path(lot, "check"), 303)


def page(
    lot: Lot, *, sent: Mapping[str, str] | None = None, refusal: str | None = None
) -> str:
    """Return the page of a draft's checks."""
    findings = lot_checks.findings_of(lot)
    return lot_steps.page(
        lot,
        "check",
        "checks/show.html",
        findings=findings,
        deviations=[finding for finding in findings if finding.may_deviate],
        may_draft=Duty.DRAFTER in desk.duties(),
        came_back=came_back(lot),
        sent=sent or {},
        refusal=refusal,
    )


def came_back(lot: Lot) -> str:
    """Return why a draft was given back the last time, if it was."""
    if lot.submission_id is None:
        return ""
    last = db.session.get_one(SubmittedLot, (lot.submission_id, lot.id))
    return last.remark or last.submission.remark
