"""What waits for an officer: what he alone, or he among others, can settle."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Select, SQLColumnExpression, func, select
from sqlalchemy.orm import Session, contains_eager

from auction.models import (
    Act,
    Catalogue,
    Duty,
    ImportState,
    ListImport,
    Lot,
    Question,
    Submission,
)
from auction.rules.lifecycle import LotStatus
from auction.services.attempts import running_out
from auction.services.confirming import waiting_in
from auction.services.officers import ACTING

SOON = timedelta(days=14)  # so long before a term ends the desk speaks of it
STUCK = (ImportState.UPLOADED, ImportState.CHECKED, ImportState.FAILED)
Found = tuple[int, datetime | None]


class Matter(StrEnum):
    """What sort of thing waits."""

    APPROVAL = "approval"
    CONFIRMATION = "confirmation"
    QUESTION = "question"
    APPLICANT = "applicant"  # where the office confirms bidders
    IMPORT = "import"
    TERM = "term"  # for the next attempt
    ANNOUNCEMENT = "announcement"


@dataclass(frozen=True, slots=True)
class Waits:
    """So many things of a sort wait; ``at`` is since when, or by when."""

    matter: Matter
    count: int
    at: datetime | None


def waiting_for(
    session: Session,
    *,
    office_id: int,
    person_id: int,
    duties: Collection[Duty],
    now: datetime,
) -> list[Waits]:
    """Return what waits for a person in an office, by his duties; only what there is.

    Nobody approves or confirms what he himself has asked for.
    """
    found: list[Waits] = []
    if Duty.APPROVER in duties:
        found += _of(session, Matter.APPROVAL, _submissions(office_id, person_id))
        found += _acts(session, office_id, person_id)
    if not set(ACTING).isdisjoint(duties):
        found += _of(session, Matter.QUESTION, _questions(office_id))
        found += _applicants(session, office_id, now)
        found += _of(session, Matter.IMPORT, _imports(office_id))
        found += _terms(session, office_id, now)
    found += _of(session, Matter.ANNOUNCEMENT, _approved(office_id))
    return found


def _of(session: Session, matter: Matter, asked: Select[Found]) -> Iterator[Waits]:
    count, at = session.execute(asked).one()
    if count:
        yield Waits(matter, count, at)


def _submissions(office_id: int, person_id: int) -> Select[Found]:
    return (
        _first(Submission.submitted_at)
        .join(Catalogue, Catalogue.id == Submission.catalogue_id)
        .where(
            Catalogue.office_id == office_id,
            Submission.decision.is_(None),
            Submission.submitted_by_id != person_id,
        )
    )


def _acts(session: Session, office_id: int, person_id: int) -> Iterator[Waits]:
    undecided = (
        select(Act)
        .join(Act.lot)
        .options(contains_eager(Act.lot))
        .where(
            Lot.office_id == office_id,
            Act.done_at.is_(None),
            Act.declined_at.is_(None),
            Act.asked_by_id != person_id,
        )
        .order_by(Act.asked_at)
    )
    acts = [act for act in session.scalars(undecided) if act.is_waiting]
    if acts:
        yield Waits(Matter.CONFIRMATION, len(acts), acts[0].asked_at)


def _questions(office_id: int) -> Select[Found]:
    return (
        _first(Question.asked_at)
        .join(Lot, Lot.id == Question.lot_id)
        .where(
            Lot.office_id == office_id,
            Question.answered_at.is_(None),
            Question.declined_at.is_(None),
        )
    )


def _applicants(session: Session, office_id: int, now: datetime) -> Iterator[Waits]:
    applicants = waiting_in(session, office_id, now)
    if applicants:
        yield Waits(Matter.APPLICANT, len(applicants), applicants[0].asked_at)


def _imports(office_id: int) -> Select[Found]:
    return (
        _first(ListImport.uploaded_at)
        .join(Catalogue, Catalogue.id == ListImport.catalogue_id)
        .where(Catalogue.office_id == office_id, ListImport.state.in_(STUCK))
    )


def _approved(office_id: int) -> Select[Found]:
    return _first(Lot.announce_at).where(
        Lot.office_id == office_id, Lot.status == LotStatus.APPROVED
    )


def _terms(session: Session, office_id: int, now: datetime) -> Iterator[Waits]:
    due = running_out(session, office_id=office_id, now=now, within=SOON)
    if due:
        yield Waits(Matter.TERM, len(due), due[0].announced_by)


def _first(
    at: SQLColumnExpression[datetime] | SQLColumnExpression[datetime | None],
) -> Select[Found]:
    return select(func.count(), func.min(at))
