"""What an office has asked for and done, and what waits for a second person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from auction.models import Act, Lot
from auction.rules.lifecycle import RESTING
from auction.rules.resuming import resume_due_at


@dataclass(frozen=True, slots=True)
class Resting:
    """A lot at rest, and by when it must go on, where that is known."""

    lot: Lot
    due_at: datetime | None


def waiting_acts(session: Session, office_id: int) -> list[Act]:
    """Return what waits for a second person of an office, the longest first."""
    undecided = _acts(office_id).where(Act.done_at.is_(None), Act.declined_at.is_(None))
    acts = session.scalars(undecided.order_by(Act.asked_at, Act.id))
    return [act for act in acts if act.is_waiting]


def waiting_on(session: Session, lot: Lot) -> list[Act]:
    """Return what waits for a second person on one lot."""
    undecided = _acts(lot.office_id).where(
        Act.lot_id == lot.id, Act.done_at.is_(None), Act.declined_at.is_(None)
    )
    return [
        act for act in session.scalars(undecided.order_by(Act.id)) if act.is_waiting
    ]


def acts_of_office(
    session: Session, office_id: int, *, most: int, skip: int
) -> Sequence[Act]:
    """Return the acts of an office, the newest first."""
    newest = _acts(office_id).order_by(Act.asked_at.desc(), Act.id.desc())
    return session.scalars(newest.limit(most).offset(skip)).all()


def lots_at_rest(session: Session, office_id: int) -> list[Resting]:
    """Return the lots of an office that are stayed or suspended."""
    lots = session.scalars(
        select(Lot)
        .where(Lot.office_id == office_id, Lot.status.in_(RESTING))
        .options(joinedload(Lot.catalogue, innerjoin=True))
        .order_by(Lot.suspended_at, Lot.id)
    )
    return [
        Resting(
            lot,
            resume_due_at(lot.catalogue.procedure, cause_ends_at=lot.stayed_until),
        )
        for lot in lots
    ]


def _acts(office_id: int) -> Select[tuple[Act]]:
    return (
        select(Act)
        .join(Act.lot)
        .where(Lot.office_id == office_id)
        .options(
            contains_eager(Act.lot).joinedload(Lot.catalogue, innerjoin=True),
            joinedload(Act.asked_by, innerjoin=True),
            joinedload(Act.confirmed_by),
            joinedload(Act.declined_by),
        )
    )
