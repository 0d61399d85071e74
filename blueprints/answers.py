"""The office's room for questions: answer, decline, add to an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from auction import clock
from auction.models import Duty, Lot, Question
from auction.rules.refusal import Refusal
from auction.services.answering import (
    answer_question,
    decline_question,
    supplement_answer,
)
from web import desk
from web.errors import told
from web.extensions import db
from web.forms import Form
from web.login import signed_in
from web.lot_questions import IS_WAITING
from web.lot_search import page_number
from web.question_forms import AnswerForm, DeclineForm, SupplementForm

bp = Blueprint("answers", __name__, url_prefix="/desk/<office_slug>/questions")

PAGE = 25
NAMES = "any(answer, decline, supplement)"


@dataclass(frozen=True, slots=True)
class Reply:
    """One of the things that an office does with a question."""

    form: type[Form]
    field: str
    service: Callable[..., Question]
    done: str


REPLIES: Mapping[str, Reply] = {
    "answer": Reply(
        AnswerForm,
        "answer",
        answer_question,
        "The answer stands on the lot's page; who asked has been told.",
    ),
    "decline": Reply(
        DeclineForm,
        "reason",
        decline_question,
        "The question is declined; who asked has been told why.",
    ),
    "supplement": Reply(
        SupplementForm,
        "supplement",
        supplement_answer,
        "The addition stands below the answer; who asked has been told.",
    ),
}


@bp.get("")
@desk.for_officers()
def index(office_slug: str) -> ResponseReturnValue:  # noqa: ARG001 - the guard reads it
    """Show the questions that wait, the longest first, and then the settled ones."""
    number = page_number(request.args)
    found = db.session.scalars(
        _questions()
        .where(~IS_WAITING)
        .order_by(func.coalesce(Question.answered_at, Question.declined_at).desc())
        .order_by(Question.id.desc())
        .limit(PAGE + 1)
        .offset((number - 1) * PAGE)
    ).all()
    return desk.page(
        "answers/index.html",
        waiting=db.session.scalars(
            _questions().where(IS_WAITING).order_by(Question.asked_at, Question.id)
        ).all(),
        settled=found[:PAGE],
        number=number,
        has_more=len(found) > PAGE,
    )


@bp.get("/<int:question_id>")
@desk.for_officers()
def show(office_slug: str, question_id: int) -> ResponseReturnValue:  # noqa: ARG001 - the guard reads it
    """Show a question, and what can be done with it."""
    return page(question_of_office(question_id))


@bp.post(f"/<int:question_id>/<{NAMES}:name>")
@desk.for_officers(Duty.DRAFTER, Duty.APPROVER)
def reply(office_slug: str, question_id: int, name: str) -> ResponseReturnValue:
    """Do with a question what the officer asks, or say why not."""
    question_of_office(question_id)
    form = REPLIES[name].form()
    try:
        REPLIES[name].service(
            db.session(),
            question_id=question_id,
            officer_id=signed_in().id,
            text=form[REPLIES[name].field].data or "",
            now=clock.now(),
        )
    except Refusal as refusal:
        form.refuse(REPLIES[name].field, told(refusal))
        return page(question_of_office(question_id), {name: form}), refusal.code
    flash(REPLIES[name].done, "success")
    return redirect(url_for("answers.index", office_slug=office_slug), 303)


def question_of_office(question_id: int) -> Question:
    """Return a question about a lot of this office; to others' the desk answers 404."""
    question = db.session.get(
        Question,
        question_id,
        options=[joinedload(Question.lot), selectinload(Question.supplements)],
    )
    if question is None or question.lot.office_id != desk.office().id:
        abort(404)
    return question


def page(question: Question, sent: Mapping[str, Form] | None = None) -> str:
    """Return the page of a question, with the form that was refused, if one was."""
    forms = {name: way.form() for name, way in REPLIES.items()} | dict(sent or {})
    return desk.page(
        "answers/show.html",
        question=question,
        lot=question.lot,
        catalogue=question.lot.catalogue,
        forms=forms,
        refused=next(iter((sent or {}).values()), None),
        may_reply=not desk.duties().isdisjoint(desk.ACTING),
    )


def _questions() -> Select[tuple[Question]]:
    return (
        select(Question)
        .join(Question.lot)
        .where(Lot.office_id == desk.office().id)
        .options(joinedload(Question.lot).joinedload(Lot.catalogue))
    )
