"""Taking over an office's list of lots: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from auction.models import Catalogue, Document, Lot
from auction.rules.lot_sheet import LotSheet
from auction.services.drafting import (
    catalogue_for_change,
    columns_of,
    next_number,
    place_of,
)
from auction.services.transaction import atomic


@dataclass(frozen=True, slots=True)
class ImportResult:
    """How many lots were new, and how many the catalogue had already."""

    added: int
    already_there: int


@dataclass(frozen=True, slots=True)
class DataRoomPaper:
    """A list of loans that is kept already: its file's name, and its size in bytes."""

    file: str
    size: int


@atomic
def import_lots(
    session: Session, *, catalogue_id: int, sheets: Sequence[LotSheet]
) -> ImportResult:
    """Add the lots that the catalogue does not have yet, as drafts.

    A lot is known by the office's own number or, without one, by all that it says.
    """
    prepared = prepare(sheets)
    catalogue = catalogue_for_change(session, catalogue_id)
    return add_new(session, catalogue, prepared)


@atomic
def import_packs(
    session: Session,
    *,
    catalogue_id: int,
    sheets: Sequence[LotSheet],
    papers: Mapping[str, DataRoomPaper],
    now: datetime,
) -> ImportResult:
    """Add lots as ``import_lots`` does, each with the list of loans of its pack."""
    prepared = prepare(sheets)
    catalogue = catalogue_for_change(session, catalogue_id)
    return add_with_papers(session, catalogue, prepared, papers, now=now)


def add_with_papers(
    session: Session,
    catalogue: Catalogue,
    prepared: Sequence[Mapping[str, Any]],
    papers: Mapping[str, DataRoomPaper],
    *,
    now: datetime,
) -> ImportResult:
    """Add the lots that are new and their papers; the caller holds the catalogue."""
    known = known_in(session, catalogue.id)
    result = add_new(session, catalogue, prepared)
    for external_id in papers.keys() - known:
        lot_id = session.scalars(
            select(Lot.id).where(
                Lot.catalogue_id == catalogue.id, Lot.external_id == external_id
            )
        ).one()
        session.add(
            Document(
                lot_id=lot_id,
                title="List of loans",
                kind="loan_tape",
                file=papers[external_id].file,
                size=papers[external_id].size,
                added_at=now,
                is_public=False,
            )
        )
    return result


def prepare(sheets: Iterable[LotSheet]) -> list[dict[str, Any]]:
    """Return the columns of the lots of a list, before any lock is taken."""
    return [columns_of(sheet) | {"external_id": sheet.identity} for sheet in sheets]


def add_new(
    session: Session, catalogue: Catalogue, prepared: Sequence[Mapping[str, Any]]
) -> ImportResult:
    """Add the lots that are new; the caller holds the catalogue."""
    known = known_in(session, catalogue.id)
    new: dict[str, Mapping[str, Any]] = {}
    for columns in prepared:
        if columns["external_id"] not in known:
            new.setdefault(columns["external_id"], columns)

    first = next_number(session, catalogue)
    rows = [
        {**columns, **place_of(catalogue, number=number)}
        for number, columns in enumerate(new.values(), start=first)
    ]
    if rows:
        session.execute(insert(Lot), rows)
    return ImportResult(len(rows), len(prepared) - len(rows))


def known_in(session: Session, catalogue_id: int) -> set[str | None]:
    """Return the numbers by which the lots of a catalogue are known."""
    there = select(Lot.external_id).where(Lot.catalogue_id == catalogue_id)
    return set(session.scalars(there))
