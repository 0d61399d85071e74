"""Asking, answering, declining: who may, when, and who learns of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auction.models import (
    Duty,
    Lot,
    Mail,
    Notice,
    Question,
    Role,
    Supplement,
    TrailRow,
    User,
)
from auction.rules.lifecycle import LotStatus
from auction.rules.plain_text import TextUnfit
from auction.rules.questions import QuestionsClosed, QuestionsOver, TooManyWaiting
from auction.rules.refusal import NotThere
from auction.services.answering import (
    AlreadyAnswered,
    AlreadyDeclined,
    NotAnswered,
    answer_question,
    decline_question,
    supplement_answer,
)
from auction.services.asking import BiddersAsk, OwnOffice, ask_question
from auction.services.officers import NotYourDuty, NotYourOffice
from auction.services.trail import first_broken
from tests.factories import (
    make_bidder,
    make_lot,
    make_office,
    make_officer,
    make_question,
    make_user,
)
from tests.moving_clock import NOON
from tests.racing import at_once, trail_of

DAY = timedelta(days=1)
ANSWER = "The roof was made new in 2019."
REASON = "The question names a person."
REPLIES = [answer_question, decline_question, supplement_answer]


def make_open_lot(session: Session, **columns: object) -> Lot:
    """Make a lot whose procedure takes questions until a day before its end."""
    return make_lot(session, closes_at=NOON + 3 * DAY, **columns)  # type: ignore[arg-type]


def ask(
    session: Session,
    lot: Lot,
    user: User,
    text: str = "Is the cellar dry?",
    now: datetime = NOON,
) -> Question:
    return ask_question(session, lot_id=lot.id, user_id=user.id, text=text, now=now)


def reply(
    service: Callable[..., Question],
    session: Session,
    question: Question,
    text: str = ANSWER,
    officer: User | None = None,
) -> Question:
    officer = officer or make_officer(session)
    return service(
        session, question_id=question.id, officer_id=officer.id, text=text, now=NOON
    )


def test_questions_are_numbered_within_their_lot(session: Session) -> None:
    lot, other = make_open_lot(session), make_open_lot(session)

    numbers = [make_question(session, where).number for where in (lot, lot, other)]

    assert numbers == [1, 2, 1]


def test_asking_leaves_no_trace_that_others_can_see(session: Session) -> None:
    lot = make_open_lot(session)

    make_question(session, lot)

    session.refresh(lot)
    assert lot.version == 1
    assert not session.scalars(select(TrailRow)).all()
    assert not session.scalars(select(Mail)).all()


def test_the_same_question_sent_twice_is_one(session: Session) -> None:
    lot, anna = make_open_lot(session), make_bidder(session)

    first, again = ask(session, lot, anna), ask(session, lot, anna)

    assert first.id == again.id
    assert ask(session, lot, make_bidder(session)).number == 2


def test_who_waits_for_three_answers_asks_no_fourth_question(session: Session) -> None:
    lot, anna = make_open_lot(session), make_bidder(session)
    questions = [ask(session, lot, anna, f"Question number {n}?") for n in range(3)]

    with pytest.raises(TooManyWaiting):
        ask(session, lot, anna, "And a fourth one?")

    ask(session, make_open_lot(session), anna)
    reply(answer_question, session, questions[0])
    assert ask(session, lot, anna, "And a fourth one?").number == 4


def test_the_office_itself_and_other_officials_do_not_ask(session: Session) -> None:
    lot = make_open_lot(session)
    elsewhere = make_office(session, "another-court")

    with pytest.raises(OwnOffice):
        ask(session, lot, make_officer(session))
    for person in (
        make_officer(session, elsewhere),
        make_user(session, role=Role.OPERATOR),
        make_user(session, role=Role.AUDITOR),
    ):
        with pytest.raises(BiddersAsk):
            ask(session, lot, person)


@pytest.mark.parametrize(
    "status", [LotStatus.DRAFT, LotStatus.SUBMITTED, LotStatus.APPROVED]
)
def test_a_lot_in_preparation_is_not_there_for_askers(
    session: Session, status: LotStatus
) -> None:
    lot = make_open_lot(session, status=status)

    with pytest.raises(NotThere):
        ask(session, lot, make_bidder(session))


def test_a_question_is_taken_until_a_day_before_the_end(session: Session) -> None:
    lot = make_open_lot(session)
    until = lot.closes_at - DAY

    ask(session, lot, make_bidder(session), now=until - timedelta(microseconds=1))
    with pytest.raises(QuestionsOver):
        ask(session, lot, make_bidder(session), now=until)


def test_the_last_moment_moves_with_the_end(session: Session) -> None:
    lot = make_open_lot(session)
    until = lot.closes_at - DAY
    lot.closes_at += timedelta(hours=1)
    session.commit()

    ask(session, lot, make_bidder(session), now=until)


def test_while_a_lot_rests_its_time_for_questions_rests_too(session: Session) -> None:
    early = make_open_lot(session, status=LotStatus.SUSPENDED, suspended_at=NOON)
    late = make_open_lot(
        session, status=LotStatus.STAYED, suspended_at=NOON + 3 * DAY - DAY
    )
    after = NOON + 30 * DAY

    ask(session, early, make_bidder(session), now=after)
    with pytest.raises(QuestionsOver):
        ask(session, late, make_bidder(session), now=after)


def test_after_the_end_nothing_can_be_asked_but_much_can_be_answered(
    session: Session,
) -> None:
    lot = make_open_lot(session)
    question = make_question(session, lot)
    lot.status = LotStatus.PASSED
    session.commit()

    with pytest.raises(QuestionsClosed):
        ask(session, lot, make_bidder(session))

    assert reply(answer_question, session, question).answer == ANSWER


def test_an_answer_is_recorded_and_steps_the_version(session: Session) -> None:
    lot, anna = make_open_lot(session), make_bidder(session, "Anna")
    question = make_question(session, lot, anna)

    reply(answer_question, session, question)

    session.refresh(lot)
    assert lot.version == 2
    (row,) = trail_of(session, lot.id)
    assert (row.action, row.actor) == ("answered", "office example-court")
    assert question.text in row.entry
    assert ANSWER in row.entry
    assert "Anna" not in row.entry
    assert anna.email not in row.entry
    assert f'"version":{lot.version}' in row.entry
    assert first_broken([row]) is None


def test_who_asked_is_told_on_the_site_and_by_a_private_mail(session: Session) -> None:
    lot, anna = make_open_lot(session), make_bidder(session, "Anna")

    reply(answer_question, session, make_question(session, lot, anna))

    (notice,) = session.scalars(select(Notice)).all()
    (mail,) = session.scalars(select(Mail)).all()
    assert (notice.user_id, notice.lot_id, notice.kind) == (anna.id, lot.id, "answered")
    assert ANSWER in notice.text
    assert (mail.recipient, mail.is_private) == (anna.email, True)


def test_a_declined_question_is_told_to_its_asker_and_to_nobody_else(
    session: Session,
) -> None:
    lot = make_open_lot(session)
    question = make_question(session, lot)

    reply(decline_question, session, question, REASON)

    session.refresh(lot)
    assert question.reason == REASON
    assert question.declined_at == NOON
    assert lot.version == 1
    assert not session.scalars(select(TrailRow)).all()
    (notice,) = session.scalars(select(Notice)).all()
    assert notice.kind == "declined"
    assert REASON in notice.text


def test_an_answer_is_final_but_can_be_added_to(session: Session) -> None:
    lot = make_open_lot(session)
    question = make_question(session, lot)
    reply(answer_question, session, question)

    with pytest.raises(AlreadyAnswered):
        reply(answer_question, session, question, "No, it was not.")
    with pytest.raises(AlreadyAnswered):
        reply(decline_question, session, question, REASON)
    for _ in range(2):
        reply(supplement_answer, session, question, "The gutters in 2021.")

    session.expire_all()
    assert question.answer == ANSWER
    (supplement,) = question.supplements
    assert (supplement.text, supplement.added_at) == ("The gutters in 2021.", NOON)
    assert [row.action for row in trail_of(session, lot.id)] == [
        "answered",
        "answer_supplemented",
    ]
    assert lot.version == 3


def test_what_was_declined_stays_declined(session: Session) -> None:
    question = make_question(session, make_open_lot(session))
    reply(decline_question, session, question, REASON)

    with pytest.raises(AlreadyDeclined):
        reply(answer_question, session, question)
    with pytest.raises(NotAnswered):
        reply(supplement_answer, session, question)


@pytest.mark.parametrize("service", REPLIES)
def test_only_those_who_act_for_the_office_reply(
    session: Session, service: Callable[..., Question]
) -> None:
    question = make_question(session, make_open_lot(session))
    elsewhere = make_office(session, "another-court")
    cashier = make_officer(session, duties=[Duty.CASHIER, Duty.AUDITOR])

    for stranger in (make_officer(session, elsewhere), make_bidder(session)):
        with pytest.raises(NotYourOffice):
            reply(service, session, question, officer=stranger)
    with pytest.raises(NotYourDuty):
        reply(service, session, question, officer=cashier)

    session.refresh(question)
    assert question.is_waiting


@pytest.mark.parametrize("service", REPLIES)
def test_a_question_that_is_not_there_gets_no_reply(
    session: Session, service: Callable[..., Question]
) -> None:
    officer = make_officer(session)

    with pytest.raises(NotThere):
        service(session, question_id=999, officer_id=officer.id, text=ANSWER, now=NOON)


def test_an_answer_that_says_nothing_leaves_the_question_waiting(
    session: Session,
) -> None:
    question = make_question(session, make_open_lot(session))

    with pytest.raises(TextUnfit):
        reply(answer_question, session, question, "  ")

    session.refresh(question)
    assert question.is_waiting


def test_an_answer_and_a_refusal_at_once_come_to_one_of_them(
    app: Flask, session: Session
) -> None:
    lot_id = (lot := make_open_lot(session)).id
    question_id, officer_id = make_question(session, lot).id, make_officer(session).id

    def act(service: Callable[..., Question]) -> Callable[[Session], object]:
        return lambda s: service(
            s, question_id=question_id, officer_id=officer_id, text=ANSWER, now=NOON
        )

    at_once(app, [act(answer_question), act(decline_question)] * 3)

    session.rollback()
    question = session.get_one(Question, question_id)
    assert (question.answered_at is None) != (question.declined_at is None)
    assert session.scalar(select(func.count(Notice.id))) == 1
    assert len(trail_of(session, lot_id)) == (question.answered_at is not None)


def test_many_who_ask_at_once_get_a_number_each(app: Flask, session: Session) -> None:
    lot_id = make_open_lot(session).id
    people = [make_bidder(session).id for _ in range(6)]

    def asks(user_id: int) -> Callable[[Session], object]:
        return lambda s: (
            ask_question(
                s, lot_id=lot_id, user_id=user_id, text="Is it dry?", now=NOON
            ).number
        )

    numbers = at_once(app, [asks(user_id) for user_id in people])

    assert sorted(numbers) == [1, 2, 3, 4, 5, 6]


def test_a_supplement_sent_twice_at_once_is_one(app: Flask, session: Session) -> None:
    question = make_question(session, make_open_lot(session))
    question_id = question.id
    reply(answer_question, session, question)
    officer_id = make_officer(session).id

    def add(s: Session) -> int:
        return supplement_answer(
            s, question_id=question_id, officer_id=officer_id, text="More.", now=NOON
        ).id

    at_once(app, [add] * 4)

    session.rollback()
    assert session.scalar(select(func.count(Supplement.id))) == 1
