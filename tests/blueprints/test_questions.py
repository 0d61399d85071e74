"""Questions about a lot, on its page and at the desk."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Duty, Lot, Question, Role, User
from auction.rules.lifecycle import LotStatus
from auction.services.answering import (
    answer_question,
    decline_question,
    supplement_answer,
)
from tests.factories import (
    make_bidder,
    make_lot,
    make_office,
    make_officer,
    make_question,
    make_user,
    sign_in,
)
from tests.moving_clock import NOON, MovingClock

DAY = timedelta(days=1)
TEXT = "Is the cellar dry?\n\nAnd the attic?"
ANSWER = "The cellar is dry."
REASON = "The question names a person."
DESK = "/desk/example-court/questions"
REPLIES = {"answer": "answer", "decline": "reason", "supplement": "supplement"}


def make_open_lot(session: Session, **columns: object) -> Lot:
    return make_lot(session, closes_at=NOON + 3 * DAY, **columns)  # type: ignore[arg-type]


def reply(
    session: Session, question: Question, text: str = ANSWER, *, declined: bool = False
) -> None:
    service = decline_question if declined else answer_question
    officer = make_officer(session)
    service(
        session, question_id=question.id, officer_id=officer.id, text=text, now=NOON
    )


def test_a_bidder_asks_and_reads_where_the_question_stands(
    client: FlaskClient, session: Session
) -> None:
    lot = make_open_lot(session)
    sign_in(client, make_bidder(session))
    assert f'href="/lots/{lot.id}/questions/new"' in client.get(f"/lots/{lot.id}").text

    form = client.get(f"/lots/{lot.id}/questions/new").text
    answer = client.post(f"/lots/{lot.id}/questions", data={"question": TEXT})

    assert "04 Mar 2026, 12:00:00 UTC" in form
    assert (answer.status_code, answer.location) == (
        303,
        f"/lots/{lot.id}#questions",
    )
    page = client.get(f"/lots/{lot.id}").text
    assert "It is public once it is answered." in page
    assert "Your question 1" in page
    assert "It waits for an answer." in page
    mine = client.get("/my-bids").text
    assert "My questions" in mine
    assert "Waits for an answer" in mine


def test_nobody_but_the_asker_sees_a_question_that_waits_or_was_declined(
    client: FlaskClient, session: Session
) -> None:
    lot, anna = make_open_lot(session), make_bidder(session)
    make_question(session, lot, anna, text="A question that waits?")
    declined = make_question(session, lot, anna, text="A question about a name?")
    reply(session, declined, REASON, declined=True)
    words = ("A question that waits?", "A question about a name?", REASON)

    def seen(person: User | None) -> list[str]:
        client.post("/sign-out")
        if person:
            sign_in(client, person)
        addresses = (f"/lots/{lot.id}", f"/lots/{lot.id}/questions", "/my-bids")
        pages = "".join(client.get(address).text for address in addresses)
        return [word for word in words if word in pages]

    assert seen(anna) == list(words)
    for person in (None, make_bidder(session), make_officer(session)):
        assert seen(person) == []


def test_an_answered_question_is_read_by_everybody(
    client: FlaskClient, session: Session
) -> None:
    lot, anna = make_open_lot(session), make_bidder(session, "Anna Example")
    question = make_question(session, lot, anna, text=TEXT)
    assert "No question has been answered yet." in client.get(f"/lots/{lot.id}").text

    reply(session, question)
    officer = make_officer(session)
    supplement_answer(
        session,
        question_id=question.id,
        officer_id=officer.id,
        text="So is the attic.",
        now=NOON + timedelta(hours=1),
    )

    for address in (f"/lots/{lot.id}", f"/lots/{lot.id}/questions"):
        page = client.get(address).text
        assert "And the attic?" in page
        assert ANSWER in page
        assert "So is the attic." in page
        assert "02 Mar 2026, 13:00:00 UTC" in page
        assert "Anna" not in page


def test_the_answers_alone_are_the_same_for_everybody(
    client: FlaskClient, session: Session
) -> None:
    lot = make_open_lot(session)
    reply(session, make_question(session, lot))

    stranger = client.get(f"/lots/{lot.id}/questions")
    sign_in(client, make_bidder(session))
    person = client.get(f"/lots/{lot.id}/questions")

    assert stranger.data == person.data
    assert stranger.headers["Cache-Control"] == "public, max-age=1"
    assert "csrf" not in stranger.text


def test_a_draft_has_no_questions(client: FlaskClient, session: Session) -> None:
    lot = make_open_lot(session, status=LotStatus.DRAFT)
    sign_in(client, make_bidder(session))

    assert client.get(f"/lots/{lot.id}/questions").status_code == 404
    assert client.get(f"/lots/{lot.id}/questions/new").status_code == 404
    sent = client.post(f"/lots/{lot.id}/questions", data={"question": TEXT})
    assert sent.status_code == 404
    assert client.get("/lots/999999/questions/new").status_code == 404


def test_a_stranger_signs_in_and_comes_back(
    client: FlaskClient, session: Session
) -> None:
    lot = make_open_lot(session)

    asked = client.get(f"/lots/{lot.id}/questions/new")
    sent = client.post(f"/lots/{lot.id}/questions", data={"question": TEXT})

    assert asked.location == f"/sign-in?next=/lots/{lot.id}/questions/new"
    assert sent.location == f"/sign-in?next=/lots/{lot.id}"
    assert not session.scalars(select(Question)).all()


def test_officials_do_not_ask(client: FlaskClient, session: Session) -> None:
    lot = make_open_lot(session)

    for person in (
        make_officer(session),
        make_officer(session, make_office(session, "another-court")),
        make_user(session, role=Role.OPERATOR),
    ):
        sign_in(client, person)
        assert client.get(f"/lots/{lot.id}/questions/new").status_code == 403
        sent = client.post(f"/lots/{lot.id}/questions", data={"question": TEXT})
        assert sent.status_code == 403
        assert "/questions/new" not in client.get(f"/lots/{lot.id}").text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The question must have between 10 and 1000 characters."),
        ("Dry?", "The question must have between 10 and 1000 characters."),
        ("A \N{BELL SYMBOL}\x07 in the cellar?", "The question has control characters"),
    ],
)
def test_what_was_typed_stays_when_it_is_refused(
    client: FlaskClient, session: Session, text: str, sentence: str
) -> None:
    lot = make_open_lot(session)
    sign_in(client, make_bidder(session))

    answer = client.post(f"/lots/{lot.id}/questions", data={"question": text})

    assert answer.status_code == 422
    assert f'<a href="#question">{sentence}' in answer.text
    assert 'id="question-error"' in answer.text
    assert "Error: Ask a question" in answer.text
    assert text in answer.text


def test_after_the_last_moment_the_page_says_so(
    client: FlaskClient, session: Session, moving_clock: MovingClock
) -> None:
    lot = make_open_lot(session)
    moving_clock.move(2 * DAY)
    sign_in(client, make_bidder(session))

    page = client.get(f"/lots/{lot.id}").text
    sent = client.post(f"/lots/{lot.id}/questions", data={"question": TEXT})

    assert "Questions were taken until" in page
    assert "/questions/new" not in page
    assert "No more questions" in client.get(f"/lots/{lot.id}/questions/new").text
    assert sent.status_code == 409
    assert "could be asked until 04 Mar 2026, 12:00:00 UTC." in sent.text


def test_markup_in_a_question_or_an_answer_is_shown_as_text(
    client: FlaskClient, session: Session
) -> None:
    lot = make_open_lot(session)
    nasty = '<img src=x onerror="alert(1)"> **bold** [a](http://example.com)'
    question = make_question(session, lot, text=nasty)
    sign_in(client, make_officer(session))
    pages = [DESK, f"{DESK}/{question.id}"]
    pages_before = [client.get(address).text for address in pages]
    reply(session, question, nasty)

    for page in (*pages_before, client.get(f"/lots/{lot.id}").text):
        assert "<img src=x" not in page
        assert "&lt;img src=x" in page
        assert "**bold**" in page
        assert 'href="http://example.com"' not in page


def test_the_longest_wait_comes_first_at_the_desk(
    client: FlaskClient, session: Session
) -> None:
    lot = make_open_lot(session)
    make_question(session, lot, text="Asked an hour ago?", now=NOON - DAY / 24)
    make_question(session, lot, text="Asked two days ago?", now=NOON - 2 * DAY)
    reply(session, make_question(session, lot, text="Already settled?"))
    make_question(
        session,
        make_lot(
            session,
            closes_at=NOON + 3 * DAY,
            catalogue=None,
            title="Lot of the office",
        ),
        text="About another lot?",
    )
    sign_in(client, make_officer(session))

    page = client.get(DESK).text

    order = [
        page.index(text)
        for text in (
            "Waiting for an answer: 3",
            "Asked two days ago?",
            "Waits 2 days",
            "Asked an hour ago?",
            "Waits 1 hour",
            "About another lot?",
            "Already settled?",
        )
    ]
    assert order == sorted(order)


def test_the_desk_learns_no_name(client: FlaskClient, session: Session) -> None:
    anna = make_bidder(session, "Anna Example")
    question = make_question(session, make_open_lot(session), anna)
    sign_in(client, make_officer(session))

    for address in (DESK, f"{DESK}/{question.id}"):
        page = client.get(address).text
        assert "Anna" not in page
        assert anna.email not in page


def test_an_officer_answers_and_adds_to_the_answer(
    client: FlaskClient, session: Session
) -> None:
    lot = make_open_lot(session)
    question = make_question(session, lot)
    sign_in(client, make_officer(session, duties=[Duty.DRAFTER]))

    answered = client.post(f"{DESK}/{question.id}/answer", data={"answer": ANSWER})
    added = client.post(
        f"{DESK}/{question.id}/supplement", data={"supplement": "Still dry."}
    )

    assert (answered.status_code, answered.location) == (303, DESK)
    assert added.status_code == 303
    shown = client.get(f"{DESK}/{question.id}").text
    assert ANSWER in shown
    assert "Still dry." in shown
    client.post("/sign-out")
    assert "Still dry." in client.get(f"/lots/{lot.id}").text


def test_an_officer_declines(client: FlaskClient, session: Session) -> None:
    question = make_question(session, make_open_lot(session))
    sign_in(client, make_officer(session, duties=[Duty.APPROVER]))

    declined = client.post(f"{DESK}/{question.id}/decline", data={"reason": REASON})
    late = client.post(f"{DESK}/{question.id}/answer", data={"answer": ANSWER})

    assert declined.status_code == 303
    assert late.status_code == 409
    assert "This question has been declined already." in late.text
    assert REASON in client.get(f"{DESK}/{question.id}").text


@pytest.mark.parametrize("name", ["answer", "decline"])
def test_a_reply_that_says_nothing_is_refused_in_place(
    client: FlaskClient, session: Session, name: str
) -> None:
    question = make_question(session, make_open_lot(session))
    sign_in(client, make_officer(session))
    field = REPLIES[name]

    answer = client.post(f"{DESK}/{question.id}/{name}", data={field: "\x07"})

    assert answer.status_code == 422
    assert f'<a href="#{field}">' in answer.text
    assert f'id="{field}-error"' in answer.text
    assert "Error: Question 1" in answer.text


@pytest.mark.parametrize("name", REPLIES)
def test_who_may_not_reply(client: FlaskClient, session: Session, name: str) -> None:
    question = make_question(session, make_open_lot(session))
    address, form = f"{DESK}/{question.id}/{name}", {REPLIES[name]: ANSWER}
    elsewhere = make_office(session, "another-court")
    cashier = make_officer(session, duties=[Duty.CASHIER])

    assert client.post(address, data=form).location.startswith("/sign-in")
    for stranger in (make_bidder(session), make_officer(session, elsewhere)):
        sign_in(client, stranger)
        assert client.post(address, data=form).status_code == 404
        other = f"/desk/another-court/questions/{question.id}"
        assert client.post(f"{other}/{name}", data=form).status_code == 404
        assert client.get(other).status_code == 404
    sign_in(client, cashier)
    assert client.post(address, data=form).status_code == 403
    assert "It waits for an answer of a" in client.get(f"{DESK}/{question.id}").text

    session.expire_all()
    assert question.is_waiting


def test_settled_questions_come_by_pages(client: FlaskClient, session: Session) -> None:
    lot, officer = make_open_lot(session), make_officer(session)
    for number in range(27):
        question = make_question(session, lot, text=f"Question number {number:02}?")
        answer_question(
            session,
            question_id=question.id,
            officer_id=officer.id,
            text=ANSWER,
            now=NOON + timedelta(minutes=number),
        )
    sign_in(client, officer)

    first, second = client.get(DESK).text, client.get(f"{DESK}?page=2").text

    assert "Question number 26?" in first
    assert "Question number 01?" not in first
    assert "Older questions" in first
    assert "Question number 01?" in second
    assert "Newer questions" in second
