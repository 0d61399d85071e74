"""An app that shows codes, as a test holds it in its hand."""

from __future__ import annotations

from datetime import datetime
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Barrier

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from auction import one_time_codes
from auction.models import User
from auction.rules.refusal import Refusal
from auction.sealing import KeyRing
from auction.services import second_factor, signing_in
from tests.factories import PASSWORD
from tests.moving_clock import NOON
from web.database import engine_options, prepare


def code_of(
    session: Session, user: User, ring: KeyRing, *, now: datetime = NOON, drift: int = 0
) -> str:
    """Return what a person's app shows now, or so many steps later."""
    session.refresh(user)
    seed = second_factor.seed_of(user, ring)
    return one_time_codes.code_at(seed, one_time_codes.step_at(now) + drift)


def give_factor(
    session: Session, user: User, ring: KeyRing, *, now: datetime = NOON
) -> list[str]:
    """Let somebody set his second factor up; return the recovery codes.

    His app's code of the step before ``now`` is used up by it.
    """
    word = signing_in.sign_in(session, email=user.email, password=PASSWORD, now=now)
    second_factor.begin(session, user_id=user.id, ring=ring)
    code = code_of(session, user, ring, now=now, drift=-1)
    _, codes = second_factor.prove(session, word=word, code=code, ring=ring, now=now)
    session.commit()
    return codes


def give_code(
    url: str, word: str, code: str, together: Barrier, answers: SimpleQueue[str]
) -> None:
    """Give a code in a process of its own, at the same moment as the others."""
    engine = create_engine(url, **engine_options(url, threads=1))
    prepare(engine)
    with Session(engine) as session:
        together.wait()
        try:
            second_factor.complete(
                session, word=word, code=code, ring=KeyRing({1: bytes(32)}), now=NOON
            )
        except Refusal as refusal:
            answers.put(type(refusal).__name__)
        else:
            answers.put("let in")
