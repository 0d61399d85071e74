"""Making an approved lot a draft again, before it is announced."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Lot, Submission, SubmittedLot
from auction.rules.lifecycle import LotStatus
from auction.rules.refusal import OutOfStep
from auction.services import submissions
from auction.services.mailing import write_mail
from auction.services.officers import ACTING, check_duty
from auction.services.transaction import atomic


class NotApproved(OutOfStep):
    """Only a lot that is approved and not yet announced can be taken back."""


@atomic
def take_back(
    session: Session, *, lot_id: int, officer_id: int, remark: str, now: datetime
) -> Lot:
    """Take an approved lot back; who did it, when and why stays on record."""
    lot = submissions.lot_before_announcement(session, lot_id)
    check_duty(session, officer_id=officer_id, office_id=lot.office_id, duties=ACTING)
    if lot.status is not LotStatus.APPROVED:
        raise NotApproved
    send_back(
        session, lot, remark=submissions.needed(remark), by_id=officer_id, now=now
    )
    return lot


def send_back(
    session: Session, lot: Lot, *, remark: str, by_id: int | None, now: datetime
) -> None:
    """Make an approved lot a draft, within the caller's lock, and tell its people.

    ``by_id`` is None where the clock found that it can no longer be announced: of a
    whole list that comes too late, one mail is enough.
    """
    submitted = session.get_one(SubmittedLot, (lot.submission_id, lot.id))
    is_first = by_id is not None or not _has_come_back(session, submitted)
    submitted.sent_back_at, submitted.sent_back_by_id = now, by_id
    submitted.remark = remark
    lot.move_to(LotStatus.DRAFT)
    lot.announce_at = None
    if is_first:
        _tell_both(session, lot, submitted.submission, remark=remark, now=now)


def _has_come_back(session: Session, submitted: SubmittedLot) -> bool:
    others = select(SubmittedLot.lot_id).where(
        SubmittedLot.submission_id == submitted.submission_id,
        SubmittedLot.sent_back_at.is_not(None),
        SubmittedLot.sent_back_by_id.is_(None),
    )
    return session.scalar(others.limit(1)) is not None


def _tell_both(
    session: Session, lot: Lot, submission: Submission, *, remark: str, now: datetime
) -> None:
    for person in (submission.submitted_by, submission.decided_by):
        if person is not None:
            write_mail(
                session,
                to=person.email,
                subject=f"Not announced: lot {lot.number} of {lot.catalogue.title}",
                text=(
                    f"{lot.title} is a draft again. {remark}\n\n"
                    "Sign in and choose Approvals to see all lots that came back."
                ),
                now=now,
                is_private=True,
            )
