"""What the officers of the demo do to their lots: one asks, another confirms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Act
from auction.services import acting
from web.demo.example_papers import example_paper
from web.demo.plans import PlannedAct, PlannedLot
from web.demo.story import Event

MEANWHILE = timedelta(minutes=12)  # from the asking to the second person's yes


def act_events(
    lot: PlannedLot, *, lot_id: int, asker: int, second: int
) -> Iterator[Event]:
    """Tell how a lot is acted on, where its plan says so."""
    act = lot.act
    if act is None:
        return
    paper = _paper(lot, act)
    yield Event(act.at, partial(_ask, lot_id=lot_id, by=asker, act=act, paper=paper))
    if not act.waits:
        later = act.at + MEANWHILE
        yield Event(later, partial(_confirm, lot_id=lot_id, by=second))


def _ask(
    session: Session,
    *,
    lot_id: int,
    by: int,
    act: PlannedAct,
    paper: acting.Paper | None,
    now: datetime,
) -> None:
    acting.ask_for(
        session,
        lot_id=lot_id,
        officer_id=by,
        kind=act.kind,
        ground=act.ground,
        public_text=act.text,
        until=act.until,
        paper=paper,
        now=now,
    )


def _confirm(session: Session, *, lot_id: int, by: int, now: datetime) -> None:
    waiting = select(Act.id).where(Act.lot_id == lot_id, Act.done_at.is_(None))
    for act_id in session.scalars(waiting).all():
        acting.confirm(session, act_id=act_id, officer_id=by, now=now)


def _paper(lot: PlannedLot, act: PlannedAct) -> acting.Paper | None:
    if act.paper is None:
        return None
    file, size = example_paper(act.paper, lot)
    return acting.Paper(act.paper, file, size)
