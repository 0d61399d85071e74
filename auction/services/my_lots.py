"""The lots in which somebody takes part, and where each stands on his own page.

However many there are, it costs the same few queries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, Row, Select, and_, exists, select, union
from sqlalchemy.orm import Session, joinedload, selectinload

from auction.models import Bid, Deposit, DepositState, Lot, Paddle, Registration
from auction.models import RegistrationState as State
from auction.rules.ledger import NOTHING
from auction.rules.lifecycle import LIVE, LotStatus
from auction.rules.my_lots import Part, Place, place_of
from auction.rules.registration import Progress, Step, next_step, steps
from auction.services.bookkeeping import missing_of
from auction.services.registration_facts import Evidence, evidence_for, facts_from

OVER = (State.REFUSED, State.LAPSED)
MOST_JUDGED = 200  # registrations whose papers are looked at; the rest need him, too
HIS_TURN = frozenset({Progress.NOW, Progress.REFUSED})
LATEST_FIRST = (Place.WON, Place.ENDED)


@dataclass(frozen=True, slots=True)
class MyLot:
    """A lot in which somebody takes part, in as little as its place needs."""

    lot_id: int
    version: int
    place: Place
    at: datetime  # what it is sorted by: the opening, the end
    status: LotStatus
    opens_at: datetime
    closes_at: datetime
    step: Step | None = None  # what is missing to the registration
    deposit: DepositState | None = None


@dataclass(frozen=True, slots=True)
class MyLots:
    """All of them, by their place, the most pressing first."""

    by_place: Mapping[Place, Sequence[MyLot]] = field(default_factory=dict)

    def count(self, place: Place) -> int:
        """Return how many stand in a place."""
        return len(self.by_place.get(place, ()))

    @property
    def every(self) -> list[MyLot]:
        """All of them, in the order of the page."""
        return [lot for place in Place for lot in self.by_place.get(place, ())]


@dataclass(frozen=True, slots=True)
class Judged:
    """What comes next in a registration; ``is_short``: a part of the deposit is."""

    step: Step | None
    is_short: bool = False
    is_known: bool = True

    @property
    def is_his_turn(self) -> bool:
        """Whether he can do something about it himself."""
        if not self.is_known or self.is_short:
            return True
        return self.step is not None and self.step.progress in HIS_TURN


UNJUDGED = Judged(None, is_known=False)


def my_lots(session: Session, user_id: int, *, now: datetime) -> MyLots:
    """Return every lot in which somebody takes part, and where it stands."""
    rows = session.execute(_rows(user_id)).all()
    asked = [row for row in rows if row.state is State.ASKED and row.status in LIVE]
    judged = sorted(asked, key=lambda row: row.closes_at)[:MOST_JUDGED]
    next_steps = _next_steps(session, [row.registration_id for row in judged], now)

    found: defaultdict[Place, list[MyLot]] = defaultdict(list)
    for row in rows:
        lot = _my_lot(row, next_steps.get(row.registration_id, UNJUDGED))
        found[lot.place].append(lot)
    return MyLots(
        {
            place: sorted(lots, key=_by_moment, reverse=place in LATEST_FIRST)
            for place, lots in found.items()
        }
    )


def next_step_of(
    registration: Registration, evidence: Evidence, now: datetime
) -> Step | None:
    """Return what somebody who has asked should look at first, if anything is left."""
    terms = registration.lot.catalogue.procedure.registration
    every = steps(facts_from(registration, evidence, now), terms)
    missing = tuple(step for step in every if step.progress is not Progress.DONE)
    return next_step(missing)


def registrations_with_papers(
    session: Session, condition: ColumnElement[bool]
) -> Sequence[Registration]:
    """Load registrations with all that their steps are judged by."""
    return session.scalars(
        select(Registration)
        .where(condition)
        .options(
            joinedload(Registration.lot, innerjoin=True).options(
                joinedload(Lot.catalogue, innerjoin=True),
                joinedload(Lot.office, innerjoin=True),
            ),
            joinedload(Registration.user, innerjoin=True),
            joinedload(Registration.identity),
            selectinload(Registration.declarations),
        )
    ).all()


def is_short(deposit: Deposit | None) -> bool:
    """Say whether a part of a deposit came in, and the rest has still to come."""
    return (
        deposit is not None
        and deposit.state is DepositState.RECEIVED
        and missing_of(deposit) > NOTHING
    )


def _rows(user_id: int) -> Select[tuple[object, ...]]:
    numbered = select(Paddle.lot_id).where(Paddle.user_id == user_id)
    asked = select(Registration.lot_id).where(
        Registration.user_id == user_id, Registration.state != State.WITHDRAWN
    )
    mine = union(numbered, asked).subquery()
    has_bid = exists().where(Bid.paddle_id == Paddle.id, Bid.voided_at.is_(None))
    return (
        select(
            *(Lot.id, Lot.version, Lot.status, Lot.leader_id),
            *(Lot.opens_at, Lot.closes_at, Lot.ended_at),
            *(Paddle.id.label("paddle_id"), Paddle.unsecured_at, Paddle.barred_at),
            *(Registration.id.label("registration_id"), Registration.state),
            Deposit.state.label("deposit"),
            has_bid.label("has_bid"),
        )
        .select_from(mine)
        .join(Lot, Lot.id == mine.c.lot_id)
        .outerjoin(Paddle, and_(Paddle.lot_id == Lot.id, Paddle.user_id == user_id))
        .outerjoin(
            Registration,
            and_(Registration.lot_id == Lot.id, Registration.user_id == user_id),
        )
        .outerjoin(Deposit, Deposit.registration_id == Registration.id)
    )


def _next_steps(
    session: Session, ids: Collection[int], now: datetime
) -> Mapping[int, Judged]:
    if not ids:
        return {}
    asked = registrations_with_papers(session, Registration.id.in_(ids))
    evidence = evidence_for(session, asked)
    return {
        one.id: Judged(
            next_step_of(one, evidence, now),
            is_short=is_short(evidence.deposit_of(one)),
        )
        for one in asked
    }


def _my_lot(row: Row[tuple[object, ...]], judged: Judged) -> MyLot:
    is_asked = row.state is State.ASKED
    part = Part(
        row.status,
        has_number=row.paddle_id is not None,
        leads=row.paddle_id is not None and row.leader_id == row.paddle_id,
        has_bid=row.has_bid,
        must_act=(is_asked and judged.is_his_turn) or row.unsecured_at is not None,
        is_barred=row.barred_at is not None,
        is_over=row.state in OVER,
    )
    place = place_of(part)
    moment = row.opens_at if place is Place.OPENING else row.ended_at or row.closes_at
    return MyLot(
        row.id,
        row.version,
        place,
        moment,
        row.status,
        row.opens_at,
        row.closes_at,
        step=judged.step,
        deposit=row.deposit,
    )


def _by_moment(lot: MyLot) -> tuple[datetime, int]:
    return lot.at, lot.lot_id
