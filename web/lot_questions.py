"""The questions about a lot: those that all see, and those that their asker sees."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from auction.models import Lot, Question, User
from auction.services import asking

NEWEST = 50  # of one person
IS_WAITING = Question.answered_at.is_(None) & Question.declined_at.is_(None)


def section(session: Session, lot: Lot, *, now: datetime) -> dict[str, object]:
    """Return what the public part of the section wants."""
    return {
        "questions": answered(session, lot),
        "asked_until": asking.until_of(lot),
        "takes_questions": asking.may_be_asked(lot, now),
    }


def answered(session: Session, lot: Lot) -> Sequence[Question]:
    """Return the public questions of a lot: those that were answered."""
    return session.scalars(
        select(Question)
        .where(Question.lot_id == lot.id, Question.answered_at.is_not(None))
        .options(selectinload(Question.supplements))
        .order_by(Question.number)
    ).all()


def unanswered(session: Session, lot: Lot, person: User | None) -> Sequence[Question]:
    """Return the questions that a person alone sees: waiting or declined ones."""
    if person is None:
        return ()
    return session.scalars(
        select(Question)
        .where(
            Question.lot_id == lot.id,
            Question.user_id == person.id,
            Question.answered_at.is_(None),
        )
        .order_by(Question.number)
    ).all()


def asked_by(session: Session, person: User) -> Sequence[Question]:
    """Return the newest questions of a person, whatever the lot."""
    return session.scalars(
        select(Question)
        .where(Question.user_id == person.id)
        .options(joinedload(Question.lot).joinedload(Lot.catalogue))
        .order_by(Question.id.desc())
        .limit(NEWEST)
    ).all()


def waiting(office_id: int) -> Select[tuple[int]]:
    """Return the query that counts the questions which wait for an office."""
    return (
        select(func.count(Question.id))
        .join(Lot, Lot.id == Question.lot_id)
        .where(Lot.office_id == office_id, IS_WAITING)
    )
