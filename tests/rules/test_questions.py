"""Until when questions are taken, and how many."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from auction.rules.lifecycle import LotStatus
from auction.rules.plain_text import TextUnfit
from auction.rules.questions import (
    MOST_WAITING,
    QuestionsClosed,
    QuestionsOver,
    TooManyWaiting,
    asked_until,
    check_answer,
    check_question,
    check_reason,
    check_time,
    check_waiting,
    takes_questions,
)
from tests.moving_clock import NOON
from tests.rules.shipped import shipped_procedure

INSTANT = timedelta(microseconds=1)


def test_the_last_moment_is_told_from_the_end() -> None:
    procedure = replace(shipped_procedure(), questions_until=timedelta(hours=3))

    assert asked_until(NOON, procedure) == NOON - timedelta(hours=3)


@pytest.mark.parametrize(
    ("status", "taken"),  # a question that comes in time
    [
        (LotStatus.DRAFT, False),
        (LotStatus.APPROVED, False),
        (LotStatus.ANNOUNCED, True),
        (LotStatus.OPEN, True),
        (LotStatus.STAYED, True),
        (LotStatus.SUSPENDED, True),
        (LotStatus.SOLD, False),
        (LotStatus.PASSED, False),
        (LotStatus.RECALLED, False),
        (LotStatus.VOIDED, False),
        (LotStatus.DEFAULTED, False),
    ],
)
def test_questions_are_taken_while_a_lot_is_public_and_has_not_ended(
    status: LotStatus,
    taken: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert takes_questions(status, until=NOON, moment=NOON - INSTANT) is taken


def test_at_the_last_moment_it_is_too_late() -> None:
    check_time(LotStatus.OPEN, until=NOON, moment=NOON - INSTANT)

    with pytest.raises(QuestionsOver):
        check_time(LotStatus.OPEN, until=NOON, moment=NOON)


def test_about_a_lot_that_has_ended_nothing_can_be_asked() -> None:
    with pytest.raises(QuestionsClosed):
        check_time(LotStatus.SOLD, until=NOON, moment=NOON - timedelta(days=1))


def test_who_waits_for_many_answers_waits_before_asking_more() -> None:
    check_waiting(MOST_WAITING - 1)

    with pytest.raises(TooManyWaiting, match="3 questions of yours wait"):
        check_waiting(MOST_WAITING)


def test_question_answer_and_reason_have_their_lengths() -> None:
    assert check_question(" Is the roof tight? ") == "Is the roof tight?"
    assert check_answer("Yes.") == "Yes."
    assert check_reason("It names a person.") == "It names a person."
    for check, text in (
        (check_question, "Roof?"),
        (check_question, "x" * 1_001),
        (check_answer, ""),
        (check_answer, "x" * 5_001),
        (check_reason, "No."),
    ):
        with pytest.raises(TextUnfit):
            check(text)
