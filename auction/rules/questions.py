"""Questions about a lot: until when they may be asked, how many, how long."""

from __future__ import annotations

from datetime import datetime

from auction.rules.lifecycle import LIVE, LotStatus
from auction.rules.plain_text import check_text
from auction.rules.procedure import Procedure
from auction.rules.refusal import OutOfStep

SHORTEST = 10  # characters
LONGEST_QUESTION = 1_000
LONGEST_ANSWER = 5_000
LONGEST_REASON = 500
MOST_WAITING = 3  # of one person about one lot


class QuestionsOver(OutOfStep):
    """Questions about this lot could be asked until {until}."""


class QuestionsClosed(OutOfStep):
    """This lot has ended: nothing more can be asked about it."""


class TooManyWaiting(OutOfStep):
    """{most} questions of yours wait for an answer; you can ask more after that."""


def asked_until(closes_at: datetime, procedure: Procedure) -> datetime:
    """Return the moment from which no question is taken, told from the current end."""
    return closes_at - procedure.questions_until


def takes_questions(status: LotStatus, *, until: datetime, moment: datetime) -> bool:
    """Say whether a question may be asked.

    While a lot rests, its clock does: ``moment`` is then when it began to rest.
    """
    return status in LIVE and moment < until


def check_time(status: LotStatus, *, until: datetime, moment: datetime) -> None:
    """Refuse a question that comes too late."""
    if status not in LIVE:
        raise QuestionsClosed
    if not takes_questions(status, until=until, moment=moment):
        raise QuestionsOver(until=until)


def check_waiting(waiting: int) -> None:
    """Refuse another question of somebody who waits for so many answers."""
    if waiting >= MOST_WAITING:
        raise TooManyWaiting(most=MOST_WAITING)


def check_question(text: str) -> str:
    """Return a question as it is kept, or refuse it."""
    return check_text(
        text, called="The question", shortest=SHORTEST, longest=LONGEST_QUESTION
    )


def check_answer(text: str) -> str:
    """Return an answer, or what is added to one, as it is kept, or refuse it."""
    return check_text(text, called="The answer", longest=LONGEST_ANSWER)


def check_reason(text: str) -> str:
    """Return the reason why a question is declined, or refuse it."""
    return check_text(
        text, called="The reason", shortest=SHORTEST, longest=LONGEST_REASON
    )
