"""Handing drafts to a second person, and withdrawing them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from auction.models import Catalogue, Decision, Duty, Lot, Submission, SubmittedLot
from auction.rules.lifecycle import LotStatus
from auction.rules.refusal import OutOfStep, Refusal
from auction.services import submissions
from auction.services.drafting import catalogue_for_change
from auction.services.notifying import tell_officers
from auction.services.officers import check_duty
from auction.services.transaction import atomic, lots_for_change


class NothingToSubmit(OutOfStep):
    """There are no drafts to submit in this catalogue."""


class NoLongerDrafts(OutOfStep):
    """Some of these lots are no drafts any more; please choose again."""


class AnnouncementInThePast(Refusal):
    """The announcement must be in the future."""


@atomic
def submit(
    session: Session,
    *,
    catalogue_id: int,
    officer_id: int,
    lot_ids: Collection[int] | None = None,
    announce_at: datetime | None = None,
    note: str = "",
    now: datetime,
) -> Submission:
    """Hand the drafts of a catalogue, or some of them, to a second person.

    Without ``announce_at`` they are announced as soon as they are approved. All of
    them pass the checks of their procedure, or none is submitted.
    """
    catalogue = catalogue_for_change(session, catalogue_id)
    _check_drafter(session, catalogue, officer_id)
    if announce_at is not None and announce_at < now:
        raise AnnouncementInThePast
    lots = _drafts(session, catalogue, lot_ids)
    settled = submissions.check_all(lots, announced_at=announce_at or now)

    for lot in lots:  # a reason that is not needed is not published
        reasons = {found.check.value: found.reason for found in settled[lot.id]}
        if lot.deviations != reasons:
            lot.deviations = reasons
    written = submissions.write(catalogue, lots)
    submission = Submission(
        catalogue_id=catalogue.id,
        digest=submissions.digest_of(catalogue, written, announce_at=announce_at),
        lot_count=len(lots),
        announce_at=announce_at,
        note=submissions.short(note),
        submitted_by_id=officer_id,
        submitted_at=now,
    )
    session.add(submission)
    session.flush()
    submissions.move_all(
        session, lots, LotStatus.SUBMITTED, submission_id=submission.id
    )
    _keep(session, submission, written)
    _tell_approvers(session, submission, catalogue)
    return submission


@atomic
def withdraw(
    session: Session, *, submission_id: int, officer_id: int, now: datetime
) -> Submission:
    """Take a submission back before anybody decides it; its lots are drafts again."""
    submission = submissions.waiting_submission(session, submission_id)
    _check_drafter(session, submission.catalogue, officer_id)
    submissions.decide(submission, Decision.WITHDRAWN, officer_id=officer_id, now=now)
    lots = lots_for_change(session, submissions.waits_with(submission))
    submissions.move_all(session, lots, LotStatus.DRAFT)
    return submission


def _check_drafter(session: Session, catalogue: Catalogue, officer_id: int) -> None:
    check_duty(
        session,
        officer_id=officer_id,
        office_id=catalogue.office_id,
        duties=(Duty.DRAFTER,),
    )


def _drafts(
    session: Session, catalogue: Catalogue, lot_ids: Collection[int] | None
) -> Sequence[Lot]:
    conditions = [Lot.catalogue_id == catalogue.id, Lot.status == LotStatus.DRAFT]
    if lot_ids is not None:
        conditions.append(Lot.id.in_(lot_ids))
    lots = lots_for_change(session, *conditions)
    if lot_ids is not None and len(lots) != len(set(lot_ids)):
        raise NoLongerDrafts
    if not lots:
        raise NothingToSubmit
    return lots


def _keep(
    session: Session, submission: Submission, lots: Sequence[submissions.WrittenLot]
) -> None:
    rows = [
        {
            "submission_id": submission.id,
            "lot_id": lot.lot_id,
            "digest": lot.digest,
            "content": lot.content,
        }
        for lot in lots
    ]
    session.execute(insert(SubmittedLot), rows)


def _tell_approvers(
    session: Session, submission: Submission, catalogue: Catalogue
) -> None:
    count = submissions.counted(submission.lot_count)
    tell_officers(
        session,
        office_id=catalogue.office_id,
        duties=(Duty.APPROVER,),
        but=submission.submitted_by_id,
        subject=f"{count} to approve: {catalogue.title}",
        text=(
            f"{count} of the catalogue {catalogue.title} are submitted. A second "
            "person looks at them: sign in and choose Approvals."
        ),
        now=submission.submitted_at,
    )
