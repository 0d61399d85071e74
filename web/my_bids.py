"""A bidder's lots as his own page shows them, by what presses most."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from auction import clock
from auction.models import (
    Bid,
    Lot,
    Maximum,
    Paddle,
    Registration,
    RegistrationState,
    User,
)
from auction.money import Money
from auction.rules.lifecycle import LIVE
from auction.rules.my_lots import TITLES, Place
from auction.rules.registration import Step
from auction.services import my_lots
from auction.services.my_lots import MyLot, MyLots
from auction.services.own_maxima import OwnMaximum, as_own
from auction.services.registration_facts import Evidence, evidence_for
from web import keys, live, my_bid_words

FIRST = 10  # lots of each group on the page; the group has pages of its own
PAGE = 30
QUICKEST = 2  # seconds between two looks, however near an end is


@dataclass(frozen=True, slots=True)
class Shown:
    """A lot as its bidder sees it."""

    lot: Lot
    place: Place
    paddle: Paddle | None
    principal: str  # for whom he acts; empty: for himself
    highest: Money | None  # his own
    maximum: OwnMaximum | None
    next: my_bid_words.Next


@dataclass(frozen=True, slots=True)
class Group:
    """Lots of one place: those that are shown, of so many."""

    place: Place
    lots: Sequence[Shown]
    total: int
    number: int = 1

    @property
    def title(self) -> str:
        """What the group is called."""
        return TITLES[self.place]

    @property
    def last(self) -> int:
        """The number of its last page."""
        return max(1, -(-self.total // PAGE))


@dataclass(frozen=True, slots=True)
class Overview:
    """The groups of the page, and what a watching page needs to ask again."""

    groups: Sequence[Group]
    version: str
    pace: int | None  # seconds; None: nothing to wait for

    @property
    def announcement(self) -> str:
        """What is said aloud when it has changed."""
        said = [f"{group.title}: {group.total}" for group in self.groups]
        return ". ".join(said)


def overview(session: Session, person: User) -> Overview:
    """Return the whole page: the most pressing lots of each group."""
    now = clock.now()
    mine = my_lots.my_lots(session, person.id, now=now)
    first = {place: lots[:FIRST] for place, lots in mine.by_place.items()}
    shown = _shown(session, person, [lot for some in first.values() for lot in some])
    return Overview(
        [
            Group(place, [shown[lot.lot_id] for lot in first[place]], mine.count(place))
            for place in Place
            if place in first
        ],
        _version(mine),
        _pace(mine, now),
    )


def watched_version(session: Session, person: User) -> tuple[str, int | None]:
    """Return what a watching page compares with what it has, and its pace."""
    now = clock.now()
    mine = my_lots.my_lots(session, person.id, now=now)
    return _version(mine), _pace(mine, now)


def group(session: Session, person: User, place: Place, *, number: int) -> Group:
    """Return one page of a group, or its last one."""
    mine = my_lots.my_lots(session, person.id, now=clock.now())
    number = min(number, max(1, -(-mine.count(place) // PAGE)))
    lots = mine.by_place.get(place, ())[(number - 1) * PAGE : number * PAGE]
    shown = _shown(session, person, lots)
    return Group(
        place, [shown[one.lot_id] for one in lots], mine.count(place), number=number
    )


def _shown(
    session: Session, person: User, chosen: Sequence[MyLot]
) -> Mapping[int, Shown]:
    if not chosen:
        return {}
    ids, now = [one.lot_id for one in chosen], clock.now()
    lots = _lots(session, ids)
    paddles = {
        one.lot_id: one
        for one in session.scalars(
            select(Paddle).where(Paddle.user_id == person.id, Paddle.lot_id.in_(ids))
        )
    }
    asked = my_lots.registrations_with_papers(
        session,
        (Registration.user_id == person.id) & Registration.lot_id.in_(ids),
    )
    registrations = {one.lot_id: one for one in asked}
    evidence = evidence_for(session, asked)
    bids = _highest_bids(session, [one.id for one in paddles.values()])
    maxima = _maxima(session, [one.id for one in paddles.values()])

    def show(one: MyLot) -> Shown:
        lot, paddle = lots[one.lot_id], paddles.get(one.lot_id)
        registration = registrations.get(one.lot_id)
        highest = bids.get(paddle.id) if paddle else None
        deposit = evidence.deposit_of(registration) if registration else None
        return Shown(
            lot,
            one.place,
            paddle,
            _principal(registration),
            highest,
            maxima.get(paddle.id) if paddle else None,
            my_bid_words.next_of(
                my_bid_words.Known(
                    lot,
                    one.place,
                    paddle,
                    registration,
                    deposit,
                    has_bid=highest is not None,
                    step=_step(registration, evidence, now),
                ),
                now,
            ),
        )

    return {one.lot_id: show(one) for one in chosen}


def _lots(session: Session, ids: Sequence[int]) -> Mapping[int, Lot]:
    found = session.scalars(
        select(Lot)
        .where(Lot.id.in_(ids))
        .options(joinedload(Lot.catalogue, innerjoin=True))
    )
    return {lot.id: lot for lot in found}


def _highest_bids(session: Session, paddle_ids: Sequence[int]) -> Mapping[int, Money]:
    rows = session.execute(
        select(Bid.paddle_id, func.max(Bid.amount))
        .where(Bid.paddle_id.in_(paddle_ids), Bid.voided_at.is_(None))
        .group_by(Bid.paddle_id)
    )
    return {row[0]: row[1] for row in rows}


def _maxima(session: Session, paddle_ids: Sequence[int]) -> Mapping[int, OwnMaximum]:
    newest = select(func.max(Maximum.id)).where(Maximum.paddle_id.in_(paddle_ids))
    rows = session.scalars(
        select(Maximum).where(Maximum.id.in_(newest.group_by(Maximum.paddle_id)))
    ).all()
    if not rows:
        return {}
    ring = keys.ring()
    return {row.paddle_id: as_own(row, ring=ring) for row in rows}


def _principal(registration: Registration | None) -> str:
    shown = registration.identity if registration is not None else None
    return shown.name if shown is not None and shown.is_principal else ""


def _step(
    registration: Registration | None, evidence: Evidence, now: datetime
) -> Step | None:
    if registration is None or registration.state is not RegistrationState.ASKED:
        return None
    return my_lots.next_step_of(registration, evidence, now)


def _version(mine: MyLots) -> str:
    told = [
        (lot.lot_id, lot.version, lot.place, lot.deposit, lot.step)
        for lot in mine.every
    ]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def _pace(mine: MyLots, now: datetime) -> int | None:
    paces = [
        live.pace(lot.status, lot.opens_at, lot.closes_at, now)
        for lot in mine.every
        if lot.status in LIVE
    ]
    found = [pace for pace in paces if pace is not None]
    return max(QUICKEST, min(found)) if found else None
