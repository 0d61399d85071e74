"""Answering a question in public, declining it, and adding to an answer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from auction.models import Lot, Question, Supplement, User
from auction.rules.questions import check_answer, check_reason
from auction.rules.refusal import NotThere, OutOfStep
from auction.services import notifying, trail
from auction.services.officers import lot_for_officer, office_name
from auction.services.transaction import atomic, step_version


class AlreadyAnswered(OutOfStep):
    """This question has been answered already; you can add to the answer."""


class AlreadyDeclined(OutOfStep):
    """This question has been declined already."""


class NotAnswered(OutOfStep):
    """Only an answer that stands on the lot's page can be added to."""


@atomic
def answer_question(
    session: Session, *, question_id: int, officer_id: int, text: str, now: datetime
) -> Question:
    """Answer a question, so that both are public; its asker is told."""
    lot, question = _for_officer(session, question_id, officer_id)
    _check_waiting(question)
    answer = check_answer(text)

    question.answer, question.answered_at = answer, now
    question.answered_by_id = officer_id
    step_version(lot)
    trail.record(
        session,
        lot,
        action="answered",
        actor=office_name(lot),
        at=now,
        number=question.number,
        question=question.text,
        answer=answer,
    )
    _tell_asker(session, lot, question, "was answered", answer, now=now)
    return question


@atomic
def decline_question(
    session: Session, *, question_id: int, officer_id: int, text: str, now: datetime
) -> Question:
    """Decline a question, which stays unseen; its asker alone is told why."""
    lot, question = _for_officer(session, question_id, officer_id)
    _check_waiting(question)
    words = check_reason(text)

    question.declined_at, question.declined_by_id = now, officer_id
    question.reason = words
    _tell_asker(session, lot, question, "will not be answered", words, now=now)
    return question


@atomic
def supplement_answer(
    session: Session, *, question_id: int, officer_id: int, text: str, now: datetime
) -> Question:
    """Add to an answer, which itself stays as it was; the same twice is once."""
    lot, question = _for_officer(session, question_id, officer_id)
    if question.answered_at is None:
        raise NotAnswered
    words = check_answer(text)
    if any(supplement.text == words for supplement in question.supplements):
        return question

    question.supplements.append(
        Supplement(text=words, added_at=now, added_by_id=officer_id)
    )
    step_version(lot)
    trail.record(
        session,
        lot,
        action="answer_supplemented",
        actor=office_name(lot),
        at=now,
        number=question.number,
        supplement=words,
    )
    _tell_asker(session, lot, question, "has a longer answer now", words, now=now)
    return question


def _for_officer(
    session: Session, question_id: int, officer_id: int
) -> tuple[Lot, Question]:
    question = session.get(Question, question_id)
    if question is None:
        raise NotThere("There is no such question.")
    lot = lot_for_officer(session, lot_id=question.lot_id, officer_id=officer_id)
    session.refresh(question)  # as it stands now that the lot is held
    return lot, question


def _check_waiting(question: Question) -> None:
    if question.answered_at is not None:
        raise AlreadyAnswered
    if question.declined_at is not None:
        raise AlreadyDeclined


def _tell_asker(
    session: Session,
    lot: Lot,
    question: Question,
    what: str,
    words: str,
    *,
    now: datetime,
) -> None:
    notifying.tell(
        session,
        session.get_one(User, question.user_id),
        lot,
        kind="answered" if question.answered_at else "declined",
        subject=f"Your question {question.number} about {lot.title} {what}",
        text=f"You asked:\n\n{question.text}\n\nThe office writes:\n\n{words}\n",
        now=now,
    )
