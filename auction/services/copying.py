"""Copying lots and catalogues into new drafts; the files of both are the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Select, inspect, or_, select
from sqlalchemy.orm import Session, selectinload, undefer

from auction.models import Act, Base, Catalogue, Document, Lot
from auction.rules.catalogue_entries import proposed_slug
from auction.rules.copying import moved
from auction.rules.lot_numbers import Range
from auction.rules.refusal import NotThere, Refusal
from auction.services.cataloguing import check_slug
from auction.services.drafting import catalogue_for_change, next_number
from auction.services.drafts import times_of
from auction.services.next_rounds import free_slug
from auction.services.officers import check_duty
from auction.services.preparing import settle
from auction.services.procedures import load_shipped, shipped
from auction.services.transaction import atomic

Row = TypeVar("Row", bound=Base)
ORDER = "order"  # the kind of a paper on which an act rests


class NotIntoThat(Refusal):
    """A lot cannot be copied into that catalogue: it is public, or counts otherwise."""


class NothingToCopy(Refusal):
    """This catalogue has no lots with these numbers."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NextSale:
    """What the copy of a catalogue is to be; ``numbers`` None: with all its lots."""

    title: str
    slug: str
    opens_at: datetime  # when the first lot opens
    numbers: Sequence[Range] | None = None


@atomic
def copy_lot(
    session: Session, *, lot_id: int, officer_id: int, catalogue_id: int, now: datetime
) -> Lot:
    """Copy what a lot says into a new draft, with the times of its new catalogue.

    The office's own number is left out: the copy is another thing until it is said.
    """
    catalogue = catalogue_for_change(session, catalogue_id)
    check_duty(session, officer_id=officer_id, office_id=catalogue.office_id)
    found = _whole(session, select(Lot.id).where(Lot.id == lot_id))
    if not found:
        raise NotThere("There is no such lot.")
    lot = found[0]
    if catalogue not in catalogues_for(session, lot):
        raise NotIntoThat
    number = next_number(session, catalogue)
    times = times_of(catalogue, lot.category, place=number - 1, now=now)
    copy = _copied(session, lot, catalogue, number=number, times=times)
    session.add(copy)
    session.flush()
    return copy


@atomic
def copy_catalogue(
    session: Session, *, catalogue_id: int, officer_id: int, sale: NextSale
) -> Catalogue:
    """Copy a catalogue as the start of the next sale, under today's procedure.

    Its lots are drafts, moved so that the first one opens when it is asked for; all
    other times keep their distance and their time of day.
    """
    last = catalogue_for_change(session, catalogue_id)
    check_duty(session, officer_id=officer_id, office_id=last.office_id)
    lots = _chosen(session, last, sale.numbers)
    first = _first_opening(last, lots) or sale.opens_at
    zone = last.zone

    def then(at: datetime) -> datetime:
        return moved(at, first=first, to=sale.opens_at, zone=zone)

    catalogue = _copied_catalogue(session, last, sale)
    catalogue.opens_at = sale.opens_at
    catalogue.closes_at = then(last.closes_at) if last.closes_at else None
    for number, lot in enumerate(lots, start=1):
        times = (then(lot.opens_at), then(lot.scheduled_close))
        copy = _copied(session, lot, catalogue, number=number, times=times)
        copy.external_id = lot.external_id  # the same files, sold again
        session.add(copy)
    session.flush()
    return catalogue


def catalogues_for(session: Session, lot: Lot) -> Sequence[Catalogue]:
    """Return the catalogues into which a lot can be copied: its own, and drafts."""
    return session.scalars(
        select(Catalogue)
        .where(
            Catalogue.office_id == lot.office_id,
            Catalogue.currency_code == lot.catalogue.currency_code,
            or_(Catalogue.published_at.is_(None), Catalogue.id == lot.catalogue_id),
        )
        .order_by(Catalogue.id.desc())
    ).all()


def copy_row(row: Row, **changes: object) -> Row:
    """Return a new row with the columns of another, but for its id and ``changes``."""
    columns = inspect(type(row)).column_attrs.keys()
    values = {key: getattr(row, key) for key in columns if key != "id"}
    return type(row)(**values | changes)


def copied_papers(session: Session, lot: Lot) -> list[Document]:
    """Copy what describes a lot; on what an act rested stays where it was."""
    acts = select(Act.document_id).where(Act.lot_id == lot.id)
    of_acts = set(session.scalars(acts)) if lot.documents else set()
    return [
        copy_row(paper, lot_id=None)
        for paper in lot.documents
        if paper.replaced_at is None
        and not (paper.kind == ORDER and paper.id in of_acts)
    ]


def _copied(
    session: Session,
    lot: Lot,
    catalogue: Catalogue,
    *,
    number: int,
    times: tuple[datetime, datetime],
) -> Lot:
    opens_at, closes_at = times
    copy = Lot(
        catalogue_id=catalogue.id,
        office_id=catalogue.office_id,
        number=number,
        title=lot.title,
        description=lot.description,
        category=lot.category,
        region=lot.region,
        location=lot.location,
        round=lot.round,
        fields=dict(lot.fields),
        eligibility=dict(lot.eligibility),
        valuation=lot.valuation,
        starting_price=lot.starting_price,
        reserve=lot.reserve,
        increment=lot.increment,
        deposit=lot.deposit,
        opens_at=opens_at,
        closes_at=closes_at,
        scheduled_close=closes_at,
        photos=[copy_row(photo, lot_id=None) for photo in lot.photos],
        documents=copied_papers(session, lot),
    )
    settle(copy, catalogue.procedure, old=lot.catalogue.procedure)
    return copy


def _copied_catalogue(session: Session, last: Catalogue, sale: NextSale) -> Catalogue:
    wish = sale.slug or free_slug(session, proposed_slug(sale.title))
    catalogue = copy_row(
        last,
        slug=check_slug(session, wish),
        title=sale.title,
        published_at=None,
        previous_id=last.id,
    )
    if last.procedure_name in shipped():
        catalogue.procedure_text = load_shipped(last.procedure_name)
    session.add(catalogue)
    session.flush()
    return catalogue


def _chosen(
    session: Session, catalogue: Catalogue, numbers: Sequence[Range] | None
) -> Sequence[Lot]:
    which = select(Lot.id).where(Lot.catalogue_id == catalogue.id)
    if numbers is None:
        return _whole(session, which)
    ranges = [Lot.number.between(first, last) for first, last in numbers]
    lots = _whole(session, which.where(or_(*ranges)))
    if not lots:
        raise NothingToCopy
    return lots


def _whole(session: Session, ids: Select[tuple[int]]) -> Sequence[Lot]:
    return session.scalars(
        select(Lot)
        .where(Lot.id.in_(ids))
        .order_by(Lot.number)
        .options(undefer("*"), selectinload(Lot.photos), selectinload(Lot.documents))
    ).all()


def _first_opening(catalogue: Catalogue, lots: Iterable[Lot]) -> datetime | None:
    return min((lot.opens_at for lot in lots), default=catalogue.opens_at)
