"""The visits to a lot, as its page and the desk show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import request, url_for
from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session, joinedload

from auction.models import InspectionBooking, InspectionSlot, Lot, User
from auction.rules.inspections import Visit
from auction.services import inspecting
from web.calendars import Entry

IS_BOOKED = InspectionBooking.cancelled_at.is_(None)

TAKEN = (
    select(func.coalesce(func.sum(InspectionBooking.people), 0))
    .where(InspectionBooking.slot_id == InspectionSlot.id, IS_BOOKED)
    .correlate(InspectionSlot)
    .scalar_subquery()
)


@dataclass(frozen=True, slots=True)
class Offer:
    """A visit with how it stands."""

    slot: InspectionSlot
    visit: Visit

    @property
    def free(self) -> int:
        """How many places nobody has booked."""
        return self.visit.free

    def takes_bookings(self, now: datetime) -> bool:
        """Say whether somebody can still book a place."""
        return self.slot.lot.is_live and self.visit.takes_bookings(now)


def coming(session: Session, lot: Lot, *, now: datetime) -> list[Offer]:
    """Return the visits to a lot that are not over, those cancelled among them."""
    return offers(
        session,
        select(InspectionSlot).where(
            InspectionSlot.lot_id == lot.id, InspectionSlot.ends_at > now
        ),
    )


def section(session: Session, lot: Lot, *, now: datetime) -> dict[str, object]:
    """Return what the public part of the section wants."""
    offered = coming(session, lot, now=now)
    return {
        "offers": offered,
        "bookable": {o.slot.id for o in offered if o.takes_bookings(now)},
    }


def offer_of(session: Session, slot: InspectionSlot) -> Offer:
    """Return one visit with how it stands."""
    return Offer(slot, inspecting.visit_of(session, slot))


def offers(session: Session, slots: Select[tuple[InspectionSlot]]) -> list[Offer]:
    """Return visits, the earliest first, with how they stand."""
    rows = session.execute(
        slots.add_columns(TAKEN).order_by(InspectionSlot.begins_at, InspectionSlot.id)
    )
    return [_offer(row) for row in rows]


def bookings_of(
    session: Session, lot: Lot, person: User | None
) -> Mapping[int, InspectionBooking]:
    """Return what a person has booked of a lot, by slot."""
    if person is None:
        return {}
    mine = session.scalars(
        select(InspectionBooking)
        .join(InspectionBooking.slot)
        .where(
            InspectionSlot.lot_id == lot.id,
            InspectionBooking.user_id == person.id,
            IS_BOOKED,
        )
    )
    return {booking.slot_id: booking for booking in mine}


def own_bookings(session: Session, person: User) -> Sequence[InspectionBooking]:
    """Return all that a person has booked, the latest visit first."""
    return session.scalars(
        select(InspectionBooking)
        .join(InspectionBooking.slot)
        .where(InspectionBooking.user_id == person.id, IS_BOOKED)
        .options(
            joinedload(InspectionBooking.slot)
            .joinedload(InspectionSlot.lot)
            .joinedload(Lot.catalogue)
        )
        .order_by(InspectionSlot.begins_at.desc())
    ).all()


def door_list(session: Session, slot: InspectionSlot) -> Sequence[InspectionBooking]:
    """Return who comes to a visit, by the names for the door."""
    return session.scalars(
        select(InspectionBooking)
        .where(InspectionBooking.slot_id == slot.id, IS_BOOKED)
        .order_by(func.lower(InspectionBooking.visitor), InspectionBooking.code)
    ).all()


def entry(slot: InspectionSlot, *, description: str) -> Entry:
    """Return a visit as an entry of a calendar."""
    return Entry(
        uid=f"inspection-{slot.id}@{request.host}",
        begins_at=slot.begins_at,
        ends_at=slot.ends_at,
        summary=f"Inspection: {slot.lot.title}",
        description=description,
        location=slot.place,
        url=url_for("lots.show", lot_id=slot.lot_id, _external=True),
        is_cancelled=slot.cancelled_at is not None,
    )


def _offer(row: Row[tuple[InspectionSlot, int]]) -> Offer:
    slot, taken = row
    visit = Visit(
        slot.begins_at, slot.capacity, int(taken), slot.cancelled_at is not None
    )
    return Offer(slot, visit)
