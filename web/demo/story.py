"""What happened before the demo is opened, played on a clock that runs up to now.

Nothing is written by hand: people register and bid, officers act, lots open and close
through the same services as in life, in the order of time.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from auction.models import Lot
from auction.services import (
    announcing,
    bidding,
    closing,
    maxima,
    opening,
    reminding,
)
from web import keys
from web.demo.people import Cast
from web.demo.plans import PlannedLot
from web.demo.taking_part import register

HOUR = timedelta(hours=1)
QUIET = timedelta(minutes=6)  # before the end no bid, or it would move the end
LATE = timedelta(minutes=4)  # unless the plan wants one to
MAXIMUM_ABOVE = 4  # and how far above it their maxima are
STEPS_ABOVE = (0, 0, 0, 1, 2)  # how far above the minimum people bid


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens at a moment; it is handed the session and the moment."""

    at: datetime
    happen: Callable[..., object]
    leads_on: bool = False  # whether it returns events that follow from it


def play(session: Session, events: Iterable[Event], *, now: datetime) -> None:
    """Let everything happen in the order of time, with the clockwork in between."""
    waiting = sorted(events, key=lambda event: event.at)
    while waiting:
        event = waiting.pop(0)
        advance(session, to=event.at)
        following = event.happen(session, now=event.at)
        if event.leads_on and isinstance(following, list):
            waiting = sorted(waiting + following, key=lambda event: event.at)
    advance(session, to=now)


def advance(session: Session, *, to: datetime) -> None:
    """Open and close what is due up to a moment, each at its own time."""
    while (due := closing.next_due_at(session)) and due <= to:
        changed = announcing.announce_due_lots(session, now=due)
        changed += opening.open_due_lots(session, now=due)
        changed += closing.close_due_lots(session, now=due)
        if not changed:
            return


def events(
    lot: PlannedLot, *, lot_id: int, cast: Cast, acts: Iterable[Event], now: datetime
) -> Iterator[Event]:
    """Tell what happens to one lot."""
    chance = random.Random(lot.name)  # noqa: S311 - the same story every time
    who = chance.sample(cast.crowd, lot.bidders)
    until = min(now, lot.act.at) if lot.act else now
    if not who:
        yield from acts
        return

    first = min(lot.opens_at, until) - HOUR
    for number, user_id in enumerate(who):
        at = first + number * timedelta(minutes=7)
        yield Event(
            at,
            partial(
                register,
                lot_id=lot_id,
                user_id=user_id,
                bidder=cast.bidders.index(user_id) + 1,
            ),
        )
        if number % 2 == 0:
            yield Event(at, partial(reminding.remind, lot_id=lot_id, user_id=user_id))
    last = 0
    for at in _moments(lot, until, chance):
        last = chance.choice([user_id for user_id in who if user_id != last])
        above = chance.choice(STEPS_ABOVE)
        yield Event(at, partial(_bid, lot_id=lot_id, user_id=last, above=above))
    yield from acts


def _moments(
    lot: PlannedLot, until: datetime, chance: random.Random
) -> Iterator[datetime]:
    early = min(until, lot.closes_at - QUIET) - lot.opens_at
    when = [lot.opens_at + early * chance.random() for _ in range(lot.bids - lot.late)]
    when += [lot.closes_at - LATE * chance.random() for _ in range(lot.late)]
    yield from sorted(when)


def _bid(
    session: Session, *, lot_id: int, user_id: int, above: int, now: datetime
) -> None:
    lot = session.get_one(Lot, lot_id)
    step = lot.standing.step(lot.catalogue.procedure)
    leads = lot.leader is not None and lot.leader.user_id == user_id
    if lot.catalogue.procedure.maxima and (leads or above == max(STEPS_ABOVE)):
        _set_maximum(session, lot, user_id=user_id, now=now)
        return
    bidding.place_bid(
        session,
        lot_id=lot_id,
        user_id=user_id,
        amount=lot.next_bid + step * (above if lot.bid_count else 0),
        received_at=now,
        idempotency_key=f"example-{lot_id}-{lot.bid_count}",
        sure=True,
        ring=keys.ring(),
    )


def _set_maximum(session: Session, lot: Lot, *, user_id: int, now: datetime) -> None:
    step = lot.standing.step(lot.catalogue.procedure)
    maxima.set_maximum(
        session,
        lot_id=lot.id,
        user_id=user_id,
        amount=lot.next_bid + step * MAXIMUM_ABOVE,
        received_at=now,
        idempotency_key=f"example-{lot.id}-maximum-{now:%d%H%M%S%f}",
        ring=keys.ring(),
    )
