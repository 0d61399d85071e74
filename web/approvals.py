"""What the pages of approvals show: submissions and their lots, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from auction import clock
from auction.models import Catalogue, Lot, Submission, SubmittedLot
from auction.rules.checks import TITLES, Finding, blocking
from auction.rules.lifecycle import LotStatus
from auction.services.checking import findings_of
from web.lot_differences import Difference, differences

PAGE = 50  # lots
Before, Earlier = aliased(SubmittedLot), aliased(SubmittedLot)


@dataclass(frozen=True, slots=True)
class Shown:
    """A lot of a submission, as its approver sees it."""

    lot: Lot
    submitted: SubmittedLot
    is_new: bool  # it was not submitted before
    differences: Sequence[Difference]  # from the last time it was
    findings: Sequence[Finding]  # that keep it from being announced

    @property
    def deviations(self) -> list[tuple[str, str]]:
        """What the office deviates from, and why."""
        return [
            (TITLES.get(check, check), reason)
            for check, reason in self.lot.deviations.items()
        ]


@dataclass(frozen=True, slots=True)
class Page:
    """Some lots of a submission."""

    lots: Sequence[Shown]
    total: int
    number: int

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // PAGE))


def submissions_of(office_id: int, *, waiting: bool) -> Select[tuple[Submission]]:
    """Select an office's submissions: those that wait, oldest first, or others."""
    mine = (
        select(Submission)
        .join(Submission.catalogue)
        .where(Catalogue.office_id == office_id)
        .options(
            joinedload(Submission.catalogue),
            joinedload(Submission.submitted_by),
            joinedload(Submission.decided_by),
        )
    )
    if waiting:
        return mine.where(Submission.decision.is_(None)).order_by(Submission.id)
    return mine.where(Submission.decision.is_not(None)).order_by(
        Submission.decided_at.desc(), Submission.id.desc()
    )


def lots_of(
    session: Session, submission: Submission, *, number: int, changed_only: bool
) -> Page:
    """Return a page of the lots of a submission, or the last one there is."""
    found = _lots(submission)
    if changed_only:
        found = found.where(Before.content != SubmittedLot.content)
    total = session.scalar(found.with_only_columns(func.count())) or 0
    number = min(number, max(1, -(-total // PAGE)))
    rows = session.execute(
        found.order_by(Lot.number).limit(PAGE).offset((number - 1) * PAGE)
    ).all()
    return Page([_shown(submission, *row) for row in rows], total, number)


def changed_count(session: Session, submission: Submission) -> int:
    """Count the lots that say something else than when they were submitted before."""
    changed = _lots(submission).where(Before.content != SubmittedLot.content)
    return session.scalar(changed.with_only_columns(func.count())) or 0


def again_count(session: Session, submission: Submission) -> int:
    """Count the lots that were submitted before."""
    again = _lots(submission).where(Before.lot_id.is_not(None))
    return session.scalar(again.with_only_columns(func.count())) or 0


def states_of(
    session: Session, submissions: Sequence[Submission]
) -> Mapping[int, Mapping[LotStatus, int]]:
    """Count the lots of submissions by where they are now."""
    counted: dict[int, dict[LotStatus, int]] = {one.id: {} for one in submissions}
    rows = session.execute(
        select(Lot.submission_id, Lot.status, func.count())
        .where(Lot.submission_id.in_(counted))
        .group_by(Lot.submission_id, Lot.status)
    )
    for submission_id, status, count in rows:
        counted[submission_id][status] = count
    return counted


def _lots(submission: Submission) -> Select[tuple[Lot, SubmittedLot, SubmittedLot]]:
    last = (
        select(func.max(Earlier.submission_id))
        .where(Earlier.lot_id == SubmittedLot.lot_id)
        .where(Earlier.submission_id < submission.id)
        .correlate(SubmittedLot)
        .scalar_subquery()
    )
    return (
        select(Lot, SubmittedLot, Before)
        .join(SubmittedLot, SubmittedLot.lot_id == Lot.id)
        .outerjoin(Before, (Before.lot_id == Lot.id) & (Before.submission_id == last))
        .where(SubmittedLot.submission_id == submission.id)
        .options(
            joinedload(Lot.catalogue, innerjoin=True),
            selectinload(Lot.photos),
            selectinload(Lot.documents),
            selectinload(Lot.previous),
        )
    )


def _shown(
    submission: Submission,
    lot: Lot,
    submitted: SubmittedLot,
    before: SubmittedLot | None,
) -> Shown:
    now = clock.now()
    moment = max(submission.announce_at or now, now)
    waits = submission.decision is None
    catalogue = submission.catalogue
    return Shown(
        lot,
        submitted,
        is_new=before is None,
        differences=differences(before.content, submitted.content, catalogue)
        if before
        else (),
        findings=blocking(findings_of(lot, announced_at=moment)) if waits else (),
    )
