"""What the desk lists: an office's catalogues, and the lots of one of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from auction.models import Catalogue, ListImport, Lot, LotViews
from auction.rules.lifecycle import LotStatus
from web.extensions import db

PAGE = 100  # lots
CATALOGUES = 50

Counts = Mapping[LotStatus, int]


@dataclass(frozen=True, slots=True)
class DeskPage:
    """One page of a list of the desk."""

    rows: Sequence[Any]
    total: int
    number: int
    last: int


def catalogues(office_id: int, number: int) -> DeskPage:
    """Return catalogues with the counts of their lots: in preparation first."""
    mine = select(Catalogue).where(Catalogue.office_id == office_id)
    total = db.session.scalar(select(func.count()).select_from(mine.subquery())) or 0
    number, last = _within(number, total, CATALOGUES)
    found = db.session.scalars(
        mine.order_by(Catalogue.published_at.is_not(None), Catalogue.id.desc())
        .limit(CATALOGUES)
        .offset((number - 1) * CATALOGUES)
    ).all()
    counted = _counts(catalogue.id for catalogue in found)
    rows = [(catalogue, counted[catalogue.id]) for catalogue in found]
    return DeskPage(rows, total, number, last)


def imports(office_id: int, number: int) -> DeskPage:
    """Return the lists that an office has uploaded, the newest first."""
    mine = select(ListImport).join(Catalogue).where(Catalogue.office_id == office_id)
    total = db.session.scalar(select(func.count()).select_from(mine.subquery())) or 0
    number, last = _within(number, total, CATALOGUES)
    rows = db.session.scalars(
        mine.options(contains_eager(ListImport.catalogue))
        .order_by(ListImport.id.desc())
        .limit(CATALOGUES)
        .offset((number - 1) * CATALOGUES)
    ).all()
    return DeskPage(rows, total, number, last)


def part_of(rows: Sequence[Any], number: int, size: int) -> DeskPage:
    """Return one page of rows that are all there."""
    number, last = _within(number, len(rows), size)
    return DeskPage(rows[(number - 1) * size : number * size], len(rows), number, last)


def lots_of_office(office_id: int, number: int) -> DeskPage:
    """Return lots with their views and whether each is offered again, by catalogue."""
    mine = Lot.office_id == office_id
    total = db.session.scalar(select(func.count()).where(mine)) or 0
    number, last = _within(number, total, PAGE)
    following = aliased(Lot)
    rows = db.session.execute(
        select(Lot, LotViews.views, exists().where(following.previous_id == Lot.id))
        .outerjoin(LotViews, LotViews.lot_id == Lot.id)
        .where(mine)
        .options(joinedload(Lot.catalogue, innerjoin=True))
        .order_by(Lot.catalogue_id.desc(), Lot.number)
        .limit(PAGE)
        .offset((number - 1) * PAGE)
    ).all()
    return DeskPage(rows, total, number, last)


def lots_of(catalogue: Catalogue, number: int) -> DeskPage:
    """Return the lots of a catalogue, in their order."""
    total = sum(counts(catalogue).values())
    number, last = _within(number, total, PAGE)
    rows = db.session.scalars(
        select(Lot)
        .where(Lot.catalogue_id == catalogue.id)
        .order_by(Lot.number)
        .limit(PAGE)
        .offset((number - 1) * PAGE)
    ).all()
    return DeskPage(rows, total, number, last)


def counts(catalogue: Catalogue) -> Counts:
    """Return how many lots of a catalogue are in each state."""
    return _counts([catalogue.id])[catalogue.id]


def _counts(catalogue_ids: Iterable[int]) -> Mapping[int, Counts]:
    rows = db.session.execute(
        select(Lot.catalogue_id, Lot.status, func.count())
        .where(Lot.catalogue_id.in_(list(catalogue_ids)))
        .group_by(Lot.catalogue_id, Lot.status)
    ).all()
    counted: defaultdict[int, dict[LotStatus, int]] = defaultdict(dict)
    for catalogue_id, status, number in rows:
        counted[catalogue_id][status] = number
    for found in counted.values():
        for status in [status for status in LotStatus if status in found]:
            found[status] = found.pop(status)  # in the order of a lot's life
    return counted


def _within(number: int, total: int, size: int) -> tuple[int, int]:
    last = max(1, -(-total // size))
    return min(number, last), last
