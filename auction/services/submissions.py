"""What submitting, approving and announcing have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, update
from sqlalchemy.orm import Session

from auction.models import Catalogue, Decision, Lot, Submission
from auction.rules.checks import Finding, blocking
from auction.rules.lifecycle import LotStatus, move
from auction.rules.refusal import NotThere, OutOfStep, Refusal
from auction.services import contents
from auction.services.checking import findings_of
from auction.services.drafting import catalogue_for_change
from auction.services.transaction import lots_for_change

LONGEST = 2000  # characters of a note or a remark
TOGETHER = 1000  # rows that one statement changes


@dataclass(frozen=True, slots=True)
class WrongLot:
    """A lot that cannot be announced, and why."""

    lot_id: int
    number: int
    title: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class WrittenLot:
    """All that a lot says, and the digest of it."""

    lot_id: int
    content: str
    digest: str


class ChecksFailed(Refusal):
    """{wrong} of {all} lots cannot be announced as they are."""

    def __init__(self, lots: Sequence[WrongLot], *, of: int) -> None:
        super().__init__(wrong=len(lots), all=of)
        self.lots = tuple(lots)


class AlreadyDecided(OutOfStep):
    """This submission no longer waits: it was decided or withdrawn meanwhile."""


class TooLong(Refusal):
    """Please write {longest} characters at most."""


class RemarkMissing(Refusal):
    """Please say why."""


def waiting_submission(session: Session, submission_id: int) -> Submission:
    """Load a submission that nobody else can decide meanwhile, or refuse."""
    found = session.get(Submission, submission_id)
    if found is None:
        raise NotThere("There is no such submission.")
    catalogue_for_change(session, found.catalogue_id)
    session.refresh(found)
    if found.decision is not None:
        raise AlreadyDecided
    return found


def lot_before_announcement(session: Session, lot_id: int) -> Lot:
    """Lock a lot and, before it, its catalogue: the order in which all are locked."""
    found = session.get(Lot, lot_id)
    if found is None:
        raise NotThere("There is no such lot.")
    catalogue_for_change(session, found.catalogue_id)
    (lot,) = lots_for_change(session, Lot.id == lot_id)
    return lot


def decide(
    submission: Submission,
    decision: Decision,
    *,
    officer_id: int,
    now: datetime,
    remark: str = "",
) -> None:
    """Write down what became of a submission."""
    submission.decision = decision
    submission.decided_by_id, submission.decided_at = officer_id, now
    submission.remark = remark


def waits_with(submission: Submission) -> ColumnElement[bool]:
    """Return the condition for the lots that wait with a submission."""
    of_it: ColumnElement[bool] = Lot.submission_id == submission.id
    return of_it & (Lot.status == LotStatus.SUBMITTED)


def move_all(
    session: Session, lots: Sequence[Lot], target: LotStatus, **values: object
) -> None:
    """Let locked lots take their next step together: thousands, in a few statements.

    Each gets a new version. What the session knows of them is out of date afterwards.
    """
    for lot in lots:
        move(lot.status, target)
    session.flush()
    ids = [lot.id for lot in lots]
    for start in range(0, len(ids), TOGETHER):
        some = update(Lot).where(Lot.id.in_(ids[start : start + TOGETHER]))
        session.execute(
            some.values(status=target, version=Lot.version + 1, **values),
            execution_options={"synchronize_session": False},
        )


def check_all(
    lots: Sequence[Lot], *, announced_at: datetime
) -> Mapping[int, tuple[Finding, ...]]:
    """Return what is settled, by lot; refuse all if any lot has more findings."""
    found = {lot.id: findings_of(lot, announced_at=announced_at) for lot in lots}
    wrong = [
        WrongLot(lot.id, lot.number, lot.title, blocking(found[lot.id]))
        for lot in lots
        if blocking(found[lot.id])
    ]
    if wrong:
        raise ChecksFailed(wrong, of=len(lots))
    return found


def write(catalogue: Catalogue, lots: Iterable[Lot]) -> list[WrittenLot]:
    """Write down all lots, in the order of their ids."""
    terms = contents.terms_of(catalogue)
    written = []
    for lot in sorted(lots, key=lambda lot: lot.id):
        content = contents.content_of(lot)
        digest = contents.digest_of(terms, content)
        written.append(WrittenLot(lot.id, content, digest))
    return written


def digest_of(
    catalogue: Catalogue, lots: Iterable[WrittenLot], *, announce_at: datetime | None
) -> str:
    """Return the digest of lots that are announced together."""
    return contents.digest_of_all(
        contents.terms_of(catalogue),
        [(lot.lot_id, lot.digest) for lot in lots],
        announce_at=announce_at,
    )


def short(text: str) -> str:
    """Return a note, trimmed, or refuse one that is too long."""
    trimmed = text.strip()
    if len(trimmed) > LONGEST:
        raise TooLong(longest=LONGEST)
    return trimmed


def needed(remark: str) -> str:
    """Return a remark that says something, or refuse it."""
    if not remark.strip():
        raise RemarkMissing
    return short(remark)


def counted(number: int) -> str:
    """Return ``1 lot`` or ``2 lots``."""
    return f"{number} lot" + ("" if number == 1 else "s")
