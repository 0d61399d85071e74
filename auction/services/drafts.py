"""New drafts of a catalogue, their order, and drafts that are given up."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Delete, Update, delete, literal, select, update
from sqlalchemy.orm import Session

from auction.models import (
    Catalogue,
    Document,
    InspectionBooking,
    InspectionSlot,
    Lot,
    Notice,
    Photo,
    SubmittedLot,
)
from auction.money import Money
from auction.rules.categories import Category
from auction.rules.checks.times import notice_days
from auction.rules.lot_steps import needed_title
from auction.rules.staggering import end_at
from auction.rules.usual_times import usual_times
from auction.services.drafting import catalogue_for_change, next_number
from auction.services.editing import check_draft
from auction.services.officers import check_duty, lot_for_officer
from auction.services.preparing import check_in_preparation, is_in_preparation
from auction.services.transaction import atomic


@atomic
def add_draft(
    session: Session,
    *,
    catalogue_id: int,
    officer_id: int,
    category: Category,
    title: str,
    now: datetime,
) -> Lot:
    """Add a draft under the next number, with the times of its catalogue."""
    catalogue = catalogue_for_change(session, catalogue_id)
    check_duty(session, officer_id=officer_id, office_id=catalogue.office_id)
    number = next_number(session, catalogue)
    opens_at, closes_at = times_of(catalogue, category, place=number - 1, now=now)
    lot = Lot(
        catalogue_id=catalogue.id,
        office_id=catalogue.office_id,
        number=number,
        title=needed_title(title),
        category=category,
        round=catalogue.procedure.round,
        starting_price=Money(0),  # not yet said
        opens_at=opens_at,
        closes_at=closes_at,
        scheduled_close=closes_at,
    )
    session.add(lot)
    session.flush()
    return lot


@atomic
def delete_draft(session: Session, *, lot_id: int, officer_id: int) -> Catalogue:
    """Give up a draft for good; those behind it move up while nothing is public.

    The files of its photos and documents stay: other lots may show the same ones.
    """
    catalogue = _catalogue_of(session, lot_id)
    lot = lot_for_officer(session, lot_id=lot_id, officer_id=officer_id)
    check_draft(lot)
    number = lot.number
    for statement in _hanging(lot_id):
        session.execute(statement)
    session.delete(lot)
    session.flush()
    if is_in_preparation(session, catalogue):
        _renumber(session, catalogue, Lot.number > number, Lot.number - 1)
        _put_back(session, catalogue)
    return catalogue


@atomic
def move_draft(session: Session, *, lot_id: int, officer_id: int, to: int) -> Catalogue:
    """Put a draft at another place of its catalogue, counted from 1.

    Its neighbours make room. Nothing that anybody has seen changes, so no lot gets a
    new version, and a form that is open stays good.
    """
    catalogue = _catalogue_of(session, lot_id)
    lot = lot_for_officer(session, lot_id=lot_id, officer_id=officer_id)
    check_in_preparation(session, catalogue)
    old, new = lot.number, min(max(to, 1), next_number(session, catalogue) - 1)
    up, down = Lot.number.between(old + 1, new), Lot.number.between(new, old - 1)
    _renumber(session, catalogue, up, Lot.number - 1)
    _renumber(session, catalogue, down, Lot.number + 1)
    _renumber(session, catalogue, Lot.id == lot.id, literal(new))
    _put_back(session, catalogue)
    return catalogue


def times_of(
    catalogue: Catalogue, category: Category, *, place: int, now: datetime
) -> tuple[datetime, datetime]:
    """Return when a new lot opens and closes, at a place counted from 0."""
    procedure, zone = catalogue.procedure, catalogue.zone
    days = notice_days(procedure, category)
    opens_at, closes_at = usual_times(procedure, notice_days=days, now=now, zone=zone)
    length = closes_at - opens_at
    if catalogue.opens_at is not None and catalogue.opens_at > now:
        opens_at, closes_at = catalogue.opens_at, catalogue.opens_at + length
    if catalogue.closes_at is not None:
        seconds = catalogue.stagger_seconds
        end = end_at(catalogue.closes_at, seconds=seconds, place=place)
        closes_at = end if end > opens_at else closes_at
    return opens_at, closes_at


def _catalogue_of(session: Session, lot_id: int) -> Catalogue:
    """Lock the catalogue before its lots, as everybody does who needs both."""
    catalogue_id = session.scalar(select(Lot.catalogue_id).where(Lot.id == lot_id))
    return catalogue_for_change(session, catalogue_id or 0)


def _hanging(lot_id: int) -> list[Delete | Update]:
    """Undo what hangs on a lot that nobody has seen; there are no bids or trail."""
    slots = select(InspectionSlot.id).where(InspectionSlot.lot_id == lot_id)
    return [
        delete(InspectionBooking).where(InspectionBooking.slot_id.in_(slots)),
        delete(InspectionSlot).where(InspectionSlot.lot_id == lot_id),
        delete(Photo).where(Photo.lot_id == lot_id),
        delete(Document).where(Document.lot_id == lot_id),
        delete(SubmittedLot).where(SubmittedLot.lot_id == lot_id),
        update(Notice).where(Notice.lot_id == lot_id).values(lot_id=None),
    ]


def _renumber(
    session: Session,
    catalogue: Catalogue,
    which: ColumnElement[bool],
    number: ColumnElement[int],
) -> None:
    """Note new numbers below 0, where they do not stand in each other's way."""
    lots = update(Lot).where(Lot.catalogue_id == catalogue.id, Lot.number > 0, which)
    session.execute(
        lots.values(number=-number).execution_options(synchronize_session=False)
    )


def _put_back(session: Session, catalogue: Catalogue) -> None:
    lots = update(Lot).where(Lot.catalogue_id == catalogue.id, Lot.number < 0)
    session.execute(
        lots.values(number=-Lot.number).execution_options(synchronize_session=False)
    )
