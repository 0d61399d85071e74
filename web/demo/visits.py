"""When lots can be looked at in the demo, and who comes."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import InspectionSlot, Lot
from auction.rules.visit_series import Every, Series, times_of
from auction.services import inspecting, visiting
from web.demo.people import Cast
from web.demo.plans import moment_of
from web.demo.story import Event

FILE = Path(__file__).parent / "visits.toml"
HOUR = timedelta(hours=1)


def events(
    lots: Mapping[str, tuple[int, str]], *, cast: Cast, now: datetime
) -> Iterator[Event]:
    """Tell which visits are offered and booked; ``lots`` as for the questions."""
    chance = random.Random("visits")  # noqa: S311 - the same story every time
    for told in tomllib.loads(FILE.read_text(encoding="utf-8"))["visits"]:
        lot_id, office = lots[told["lot"]]
        officer_id, at = cast.officers[office], moment_of(told["offered"], now)
        yield Event(
            at,
            partial(_offer, lot_id=lot_id, officer_id=officer_id, told=told, today=now),
        )
        who = chance.sample(cast.bidders, len(told["booked"]))
        for user_id, (which, people) in zip(who, told["booked"], strict=True):
            at += HOUR
            booking = partial(
                _book, lot_id=lot_id, user_id=user_id, which=which, people=people
            )
            yield Event(at, booking)
        if "cancelled" in told:
            yield Event(
                at + HOUR,
                partial(_cancel, lot_id=lot_id, officer_id=officer_id, told=told),
            )


def _offer(
    session: Session,
    *,
    lot_id: int,
    officer_id: int,
    told: Mapping[str, Any],
    today: datetime,
    now: datetime,
) -> None:
    zone = session.get_one(Lot, lot_id).catalogue.zone
    first = today.astimezone(zone).date() + timedelta(days=told["day"])
    series = Series(
        first,
        time.fromisoformat(told["begins"]),
        time.fromisoformat(told["ends"]),
        timedelta(minutes=told["minutes"]) if "minutes" in told else None,
        Every(told["every"]),
        first + timedelta(days=told["days"] - 1),
    )
    inspecting.offer_visits(
        session,
        lot_id=lot_id,
        officer_id=officer_id,
        times=times_of(series, zone=zone),
        place=told["place"],
        places=told["places"],
        note=told.get("note", ""),
        now=now,
    )


def _book(
    session: Session,
    *,
    lot_id: int,
    user_id: int,
    which: int,
    people: int,
    now: datetime,
) -> None:
    visiting.book_visit(
        session,
        slot_id=_slot(session, lot_id, which),
        user_id=user_id,
        visitor=f"Example visitor {chr(ord('A') + user_id % 26)}",
        people=people,
        now=now,
    )


def _cancel(
    session: Session,
    *,
    lot_id: int,
    officer_id: int,
    told: Mapping[str, Any],
    now: datetime,
) -> None:
    inspecting.cancel_slot(
        session,
        slot_id=_slot(session, lot_id, told["cancelled"]),
        officer_id=officer_id,
        reason=told["reason"],
        now=now,
    )


def _slot(session: Session, lot_id: int, which: int) -> int:
    return session.scalars(
        select(InspectionSlot.id)
        .where(InspectionSlot.lot_id == lot_id)
        .order_by(InspectionSlot.begins_at)
    ).all()[which]
