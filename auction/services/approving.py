"""The second pair of eyes: approving what somebody else has submitted, or not."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from auction.models import Decision, Duty, Submission
from auction.rules.lifecycle import LotStatus
from auction.rules.refusal import NotAllowed, OutOfStep
from auction.services import submissions
from auction.services.mailing import write_mail
from auction.services.officers import check_duty
from auction.services.transaction import atomic, lots_for_change


class YourOwnSubmission(NotAllowed):
    """You submitted this yourself: another person must approve it."""


class ChangedMeanwhile(OutOfStep):
    """Something in it has changed since: please look at it again."""


@atomic
def approve(
    session: Session, *, submission_id: int, officer_id: int, digest: str, now: datetime
) -> Submission:
    """Approve what has the digest that the approver saw; it will be announced so.

    Its lots are announced at their time, or at once where none was set or it passed.
    """
    submission = _submission_of_another(session, submission_id, officer_id)
    lots = lots_for_change(session, submissions.waits_with(submission))
    stands = submissions.digest_of(
        submission.catalogue,
        submissions.write(submission.catalogue, lots),
        announce_at=submission.announce_at,
    )
    if not submission.digest == digest == stands:
        raise ChangedMeanwhile
    announce_at = max(submission.announce_at or now, now)
    submissions.check_all(lots, announced_at=announce_at)

    submissions.decide(submission, Decision.APPROVED, officer_id=officer_id, now=now)
    submissions.move_all(session, lots, LotStatus.APPROVED, announce_at=announce_at)
    at = submission.catalogue.tell(announce_at)
    _tell_drafter(session, submission, f"approved; announced on {at}.", now=now)
    return submission


@atomic
def return_lots(
    session: Session, *, submission_id: int, officer_id: int, remark: str, now: datetime
) -> Submission:
    """Give a submission back to its drafter with a remark; its lots are drafts."""
    submission = _submission_of_another(session, submission_id, officer_id)
    said = submissions.needed(remark)
    submissions.decide(
        submission, Decision.RETURNED, officer_id=officer_id, now=now, remark=said
    )
    lots = lots_for_change(session, submissions.waits_with(submission))
    submissions.move_all(session, lots, LotStatus.DRAFT)
    _tell_drafter(session, submission, f"returned: {said}", now=now)
    return submission


def _submission_of_another(
    session: Session, submission_id: int, officer_id: int
) -> Submission:
    submission = submissions.waiting_submission(session, submission_id)
    check_duty(
        session,
        officer_id=officer_id,
        office_id=submission.catalogue.office_id,
        duties=(Duty.APPROVER,),
    )
    if officer_id == submission.submitted_by_id:
        raise YourOwnSubmission
    return submission


def _tell_drafter(
    session: Session, submission: Submission, what: str, *, now: datetime
) -> None:
    title = submission.catalogue.title
    count = submissions.counted(submission.lot_count)
    write_mail(
        session,
        to=submission.submitted_by.email,
        subject=f"{title}: {submission.decision}",
        text=f"{count} of the catalogue {title} were {what}",
        now=now,
        is_private=True,
    )
