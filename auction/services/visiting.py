"""Booking places of a visit to a lot, and giving them back."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import InspectionBooking, InspectionSlot, Lot, Role, User
from auction.rules import inspections
from auction.rules.lifecycle import PREPARING
from auction.rules.refusal import NotAllowed, NotThere, OutOfStep
from auction.services import notifying
from auction.services.inspecting import slot_there, visit_of
from auction.services.transaction import atomic, lot_for_change

SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is taken for another


class OwnVisit(NotAllowed):
    """Your office sells this lot: it books no visit to it."""


class BiddersVisit(NotAllowed):
    """Only bidders can book a visit; please use a bidder's account."""


class AlreadyBooked(OutOfStep):
    """You have booked this visit already; to change that, cancel it first."""


class NotBooked(OutOfStep):
    """You have no booking for this visit."""


@atomic
def book_visit(
    session: Session,
    *,
    slot_id: int,
    user_id: int,
    visitor: str,
    people: int,
    now: datetime,
) -> InspectionBooking:
    """Take places of a visit, never more than there are; sent twice, it is once."""
    lot, slot = _hold(session, slot_id)
    user = session.get_one(User, user_id)
    check_visitor(lot, user)
    name = inspections.check_visitor(visitor)
    booked = booking_of(session, slot, user_id)
    if booked is not None:
        return _same(booked, name, people)
    inspections.check_lot(lot.status)
    inspections.check_booking(visit_of(session, slot), people=people, now=now)

    booking = InspectionBooking(
        slot_id=slot.id,
        user_id=user_id,
        code=_new_code(session),
        visitor=name,
        people=people,
        booked_at=now,
    )
    session.add(booking)
    _confirm(session, lot, slot, booking, user, now=now)
    return booking


@atomic
def cancel_booking(
    session: Session, *, slot_id: int, user_id: int, now: datetime
) -> InspectionBooking:
    """Give the places of a visit back, until it begins."""
    _, slot = _hold(session, slot_id)
    booking = booking_of(session, slot, user_id)
    if booking is None:
        raise NotBooked
    inspections.check_changeable(visit_of(session, slot), now=now)

    booking.cancelled_at = now
    return booking


def check_visitor(lot: Lot, user: User) -> None:
    """Refuse those who book no visits: the selling office, and other officials."""
    if lot.status in PREPARING:
        raise NotThere("There is no such visit.")
    if user.works_for(lot.office_id):
        raise OwnVisit
    if user.role is not Role.BIDDER:
        raise BiddersVisit


def booking_of(
    session: Session, slot: InspectionSlot, user_id: int
) -> InspectionBooking | None:
    """Return the booking that somebody has for a visit."""
    return session.scalars(
        select(InspectionBooking).where(
            InspectionBooking.slot_id == slot.id,
            InspectionBooking.user_id == user_id,
            InspectionBooking.cancelled_at.is_(None),
        )
    ).one_or_none()


def _hold(session: Session, slot_id: int) -> tuple[Lot, InspectionSlot]:
    slot = slot_there(session, slot_id)
    lot = lot_for_change(session, slot.lot_id)  # so that nobody else books meanwhile
    session.refresh(slot)
    return lot, slot


def _same(booked: InspectionBooking, name: str, people: int) -> InspectionBooking:
    if (booked.visitor, booked.people) != (name, people):
        raise AlreadyBooked
    return booked


def _new_code(session: Session) -> str:
    while True:
        signs = "".join(secrets.choice(SIGNS) for _ in range(8))
        code = f"{signs[:4]}-{signs[4:]}"
        taken = select(InspectionBooking.id).where(InspectionBooking.code == code)
        if session.scalar(taken) is None:
            return code


def _confirm(
    session: Session,
    lot: Lot,
    slot: InspectionSlot,
    booking: InspectionBooking,
    user: User,
    *,
    now: datetime,
) -> None:
    notifying.tell(
        session,
        user,
        lot,
        kind="visit_booked",
        subject=f"Your visit to {lot.title}",
        text=(
            f"You have booked a visit for {lot.catalogue.tell(slot.begins_at)} "
            f"({slot.place}), for {booking.people} "
            f"{'person' if booking.people == 1 else 'people'}.\n\n"
            f"Code to show at the door: {booking.code}\n"
            f"Name at the door: {booking.visitor}\n"
        ),
        now=now,
    )
