"""Asking a question about a lot; nobody is told who asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auction.models import Lot, Question, Role, User
from auction.rules.lifecycle import PREPARING, RESTING
from auction.rules.questions import (
    asked_until,
    check_question,
    check_time,
    check_waiting,
    takes_questions,
)
from auction.rules.refusal import NotAllowed, NotThere
from auction.services.transaction import atomic, lot_for_change


class OwnOffice(NotAllowed):
    """Your office sells this lot: it answers the questions about it."""


class BiddersAsk(NotAllowed):
    """Only bidders can ask; please use a bidder's account."""


@atomic
def ask_question(
    session: Session, *, lot_id: int, user_id: int, text: str, now: datetime
) -> Question:
    """Ask about a lot; the same question sent twice is one."""
    lot = lot_for_change(session, lot_id)  # it gives out the numbers
    check_asker(lot, session.get_one(User, user_id))
    words = check_question(text)
    waiting = _waiting(session, lot, user_id)
    same = next((question for question in waiting if question.text == words), None)
    if same is not None:
        return same
    check_time(lot.status, until=until_of(lot), moment=_moment(lot, now))
    check_waiting(len(waiting))

    question = Question(
        lot_id=lot.id,
        number=_next_number(session, lot),
        user_id=user_id,
        text=words,
        asked_at=now,
    )
    session.add(question)
    return question


def check_asker(lot: Lot, user: User) -> None:
    """Refuse those who do not ask: the selling office itself, and other officials."""
    if lot.status in PREPARING:
        raise NotThere("There is no such lot.")
    if user.works_for(lot.office_id):
        raise OwnOffice
    if user.role is not Role.BIDDER:
        raise BiddersAsk


def may_be_asked(lot: Lot, now: datetime) -> bool:
    """Say whether questions about a lot are taken now."""
    return takes_questions(lot.status, until=until_of(lot), moment=_moment(lot, now))


def until_of(lot: Lot) -> datetime:
    """Return until when questions about a lot are taken, as its end stands now."""
    return asked_until(lot.closes_at, lot.catalogue.procedure)


def _moment(lot: Lot, now: datetime) -> datetime:
    return lot.suspended_at or now if lot.status in RESTING else now


def _waiting(session: Session, lot: Lot, user_id: int) -> Sequence[Question]:
    return session.scalars(
        select(Question).where(
            Question.lot_id == lot.id,
            Question.user_id == user_id,
            Question.answered_at.is_(None),
            Question.declined_at.is_(None),
        )
    ).all()


def _next_number(session: Session, lot: Lot) -> int:
    highest = select(func.max(Question.number)).where(Question.lot_id == lot.id)
    return (session.scalar(highest) or 0) + 1
