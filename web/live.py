"""What watchers are told: a glimpse of each lot, remembered for a moment.

A poll that finds nothing new costs no query: the version is remembered for a fraction
of a second in each process, and forgotten at once when this process changes the lot.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from flask import abort, render_template
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from auction import clock
from auction.models import Lot
from auction.money import Currency
from auction.rules.lifecycle import PUBLIC, RESTING, LotStatus
from web import public_acts
from web.extensions import db

MEMORY = 0.3  # seconds that another process's change may go unseen
LOTS_REMEMBERED = 2_000
PACES = ((timedelta(minutes=1), 1), (timedelta(minutes=10), 2))
CALM = 10  # seconds between polls when nothing is near


@dataclass(frozen=True, slots=True)
class Glimpse:
    """As much of a lot as a watcher's question needs."""

    id: int
    version: int
    status: LotStatus
    opens_at: datetime
    closes_at: datetime

    @property
    def pace(self) -> int | None:
        """Seconds until a watcher should ask again; None when all is over."""
        return pace(self.status, self.opens_at, self.closes_at, clock.now())


@dataclass(frozen=True, slots=True)
class Writing:
    """How amounts of a lot are written; that never changes."""

    currency: Currency
    locale: str


_writings: OrderedDict[int, Writing] = OrderedDict()
_glimpses: OrderedDict[int, tuple[float, Glimpse]] = OrderedDict()
_panels: OrderedDict[tuple[int, int, int | None], str] = OrderedDict()


def pace(
    status: LotStatus, opens_at: datetime, closes_at: datetime, now: datetime
) -> int | None:
    """Return how many seconds a watcher should wait: fewer, the nearer the moment."""
    if status in RESTING:
        return CALM
    if status is LotStatus.ANNOUNCED:
        moment = opens_at
    elif status is LotStatus.OPEN:
        moment = closes_at
    else:
        return None
    return next((p for near, p in PACES if moment - now <= near), CALM)


def glimpse(lot_id: int) -> Glimpse:
    """Return how a public lot stands, at most a moment old; 404 if there is none."""
    known = _glimpses.get(lot_id)
    if known is not None and monotonic() - known[0] < MEMORY:
        return known[1]
    asked_at = monotonic()
    columns = (Lot.id, Lot.version, Lot.status, Lot.opens_at, Lot.closes_at)
    row = db.session.execute(select(*columns).where(Lot.id == lot_id)).one_or_none()
    if row is None or row.status not in PUBLIC:
        abort(404)
    seen = Glimpse(*row)
    _remember(_glimpses, lot_id, (asked_at, seen))
    return seen


def panel(lot_id: int) -> str:
    """Return the live panel of a lot, rendered once per version and pace."""
    seen = glimpse(lot_id)
    key = (lot_id, seen.version, seen.pace)
    known = _panels.get(key)
    if known is not None:
        return known
    lot = db.session.get_one(Lot, lot_id)
    lot_pace = pace(lot.status, lot.opens_at, lot.closes_at, clock.now())
    done = public_acts.acts_done(db.session(), lot)
    html = render_template(
        "lots/_live.html",
        lot=lot,
        pace=lot_pace,
        catalogue=lot.catalogue,
        procedure=lot.catalogue.procedure,
        why=public_acts.explanation(done, lot),
    )
    _remember(_panels, (lot_id, lot.version, lot_pace), html)
    return html


def writing(lot_id: int) -> Writing:
    """Return how the amounts of a lot are written; 404 if there is no such lot."""
    known = _writings.get(lot_id)
    if known is not None:
        return known
    lot = db.session.get(Lot, lot_id)
    if lot is None:
        abort(404)
    found = Writing(lot.catalogue.currency, lot.catalogue.locale)
    _remember(_writings, lot_id, found)
    return found


def forget(lot_id: int) -> None:
    """Look at a lot afresh next time: this process has just changed it."""
    _glimpses.pop(lot_id, None)


def forget_all() -> None:
    """Start with an empty memory, as with another database."""
    _glimpses.clear()
    _panels.clear()
    _writings.clear()


def _remember(memory: OrderedDict, key: object, value: object) -> None:  # type: ignore[type-arg]
    memory[key] = value
    while len(memory) > LOTS_REMEMBERED:
        memory.popitem(last=False)


@event.listens_for(Session, "after_flush")
def _note_changed_lots(session: Session, _: object) -> None:
    changed = [row for row in (*session.dirty, *session.new) if isinstance(row, Lot)]
    for lot in changed:
        session.info.setdefault("changed_lots", set()).add(lot.id)


@event.listens_for(Session, "after_commit")
def _forget_changed_lots(session: Session) -> None:
    for lot_id in session.info.pop("changed_lots", ()):
        forget(lot_id)
