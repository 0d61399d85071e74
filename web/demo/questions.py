"""What bidders ask in the demo, and what the offices answer."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Question
from auction.services import answering, asking
from web.demo.people import Cast
from web.demo.plans import moment_of
from web.demo.story import Event

FILE = Path(__file__).parent / "questions.toml"
REPLIES = {
    "answered": ("answer", answering.answer_question),
    "declined": ("answer", answering.decline_question),
    "supplemented": ("supplement", answering.supplement_answer),
}


def events(
    lots: Mapping[str, tuple[int, str]], *, cast: Cast, now: datetime
) -> Iterator[Event]:
    """Tell what is asked and answered; ``lots`` are id and office, by their name."""
    chance = random.Random("questions")  # noqa: S311 - the same story every time
    for told in tomllib.loads(FILE.read_text(encoding="utf-8"))["questions"]:
        lot_id, office = lots[told["lot"]]
        ask = partial(
            asking.ask_question,
            lot_id=lot_id,
            user_id=chance.choice(cast.bidders),
            text=told["text"],
        )
        yield Event(moment_of(told["asked"], now), ask)
        yield from _replies(told, lot_id, cast.officers[office], now)


def _replies(
    told: Mapping[str, str], lot_id: int, officer_id: int, now: datetime
) -> Iterator[Event]:
    for key, (field, service) in REPLIES.items():
        if key not in told:
            continue
        reply = partial(
            _reply,
            service=service,
            lot_id=lot_id,
            question=told["text"],
            officer_id=officer_id,
            text=told[field],
        )
        yield Event(moment_of(told[key], now), reply)


def _reply(
    session: Session,
    *,
    service: Callable[..., Question],
    lot_id: int,
    question: str,
    **reply: object,
) -> None:
    found = session.scalars(
        select(Question.id).where(Question.lot_id == lot_id, Question.text == question)
    ).one()
    service(session, question_id=found, **reply)
