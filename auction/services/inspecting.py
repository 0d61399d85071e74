"""Offering visits to a lot, and cancelling them: what the office does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auction.models import InspectionBooking, InspectionSlot, Lot, User
from auction.rules import inspections
from auction.rules.inspections import Visit
from auction.rules.lifecycle import PREPARING
from auction.rules.refusal import NotThere, OutOfStep
from auction.services import notifying, trail
from auction.services.officers import lot_for_officer, office_name
from auction.services.transaction import atomic, step_version

MOST_OF_A_LOT = 1_000  # slots


class AllThere(OutOfStep):
    """All these visits are offered already."""


class TooManyVisits(OutOfStep):
    """A lot has at most {most} visits."""


@atomic
def offer_visits(
    session: Session,
    *,
    lot_id: int,
    officer_id: int,
    times: Sequence[tuple[datetime, datetime]],
    place: str,
    places: int,
    note: str = "",
    now: datetime,
) -> list[InspectionSlot]:
    """Offer visits at some times; those that are offered already are left out."""
    lot = lot_for_officer(session, lot_id=lot_id, officer_id=officer_id)
    preparing = lot.status in PREPARING
    if not preparing:
        inspections.check_lot(lot.status)
    inspections.check_times(
        times, now=now, closes_at=None if preparing else lot.closes_at
    )
    where = inspections.check_place(place)
    known = _known(session, lot, where)
    slots = [
        InspectionSlot(
            lot_id=lot.id,
            begins_at=begins_at,
            ends_at=ends_at,
            place=where,
            capacity=inspections.check_capacity(places),
            note=inspections.check_note(note),
        )
        for begins_at, ends_at in times
        if (begins_at, ends_at) not in known
    ]
    _check_count(session, lot, len(slots))

    session.add_all(slots)
    if not preparing:
        _record_offer(session, lot, slots, now=now)
    return slots


@atomic
def cancel_slot(
    session: Session, *, slot_id: int, officer_id: int, reason: str, now: datetime
) -> InspectionSlot:
    """Cancel a visit; everybody who booked it is told why."""
    slot = slot_there(session, slot_id)
    lot = lot_for_officer(session, lot_id=slot.lot_id, officer_id=officer_id)
    session.refresh(slot)  # as it stands now that the lot is held
    inspections.check_changeable(visit_of(session, slot), now=now)
    words = inspections.check_reason(reason)

    slot.cancelled_at, slot.reason = now, words
    if lot.status not in PREPARING:
        step_version(lot)
        trail.record(
            session,
            lot,
            action="inspection_cancelled",
            actor=office_name(lot),
            at=now,
            begins_at=slot.begins_at,
            place=slot.place,
            reason=words,
        )
    _tell_visitors(session, lot, slot, now=now)
    return slot


def slot_there(session: Session, slot_id: int) -> InspectionSlot:
    """Return a visit, or refuse."""
    slot = session.get(InspectionSlot, slot_id)
    if slot is None:
        raise NotThere("There is no such visit.")
    return slot


def visit_of(session: Session, slot: InspectionSlot) -> Visit:
    """Return how a visit stands, for the rules."""
    taken = session.scalar(
        select(func.sum(InspectionBooking.people)).where(
            InspectionBooking.slot_id == slot.id,
            InspectionBooking.cancelled_at.is_(None),
        )
    )
    return Visit(
        slot.begins_at, slot.capacity, taken or 0, slot.cancelled_at is not None
    )


def _known(
    session: Session, lot: Lot, place: str
) -> frozenset[tuple[datetime, datetime]]:
    rows = session.execute(
        select(InspectionSlot.begins_at, InspectionSlot.ends_at).where(
            InspectionSlot.lot_id == lot.id,
            InspectionSlot.place == place,
            InspectionSlot.cancelled_at.is_(None),
        )
    )
    return frozenset((row.begins_at, row.ends_at) for row in rows)


def _check_count(session: Session, lot: Lot, more: int) -> None:
    if not more:
        raise AllThere
    count = select(func.count()).where(InspectionSlot.lot_id == lot.id)
    if (session.scalar(count) or 0) + more > MOST_OF_A_LOT:
        raise TooManyVisits(most=MOST_OF_A_LOT)


def _record_offer(
    session: Session, lot: Lot, slots: Sequence[InspectionSlot], *, now: datetime
) -> None:
    step_version(lot)
    trail.record(
        session,
        lot,
        action="inspections_offered",
        actor=office_name(lot),
        at=now,
        place=slots[0].place,
        places=slots[0].capacity,
        note=slots[0].note,
        times=[(slot.begins_at, slot.ends_at) for slot in slots],
    )


def _tell_visitors(
    session: Session, lot: Lot, slot: InspectionSlot, *, now: datetime
) -> None:
    booked = select(InspectionBooking.user_id).where(
        InspectionBooking.slot_id == slot.id,
        InspectionBooking.cancelled_at.is_(None),
    )
    people = select(User).where(User.id.in_(booked)).order_by(User.id)
    for person in session.scalars(people).all():
        notifying.tell(
            session,
            person,
            lot,
            kind="visit_cancelled",
            subject=f"The visit to {lot.title} is cancelled",
            text=(
                f"The visit of {lot.catalogue.tell(slot.begins_at)} ({slot.place}) "
                f"will not take place.\n\nThe office writes:\n\n{slot.reason}\n"
            ),
            now=now,
        )
