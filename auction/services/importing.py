"""Taking over an office's list of lots: all of it, or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Lot
from auction.rules.lot_sheet import LotSheet
from auction.services import trail
from auction.services.cataloguing import catalogue_for_change, next_lot
from auction.services.transaction import atomic


@dataclass(frozen=True, slots=True)
class ImportResult:
    """How many lots were new, and how many the catalogue had already."""

    added: int
    already_there: int


@atomic
def import_lots(
    session: Session, *, catalogue_id: int, sheets: Sequence[LotSheet]
) -> ImportResult:
    """Add the lots that the catalogue does not have yet, as drafts.

    A lot is known by the office's own number or, without one, by all that it says.
    """
    catalogue = catalogue_for_change(session, catalogue_id)
    there = set(
        session.scalars(select(Lot.external_id).where(Lot.catalogue_id == catalogue.id))
    )
    added = 0
    for sheet in sheets:
        named = sheet if sheet.external_id else replace(sheet, external_id=_name(sheet))
        if named.external_id in there:
            continue
        there.add(named.external_id)
        next_lot(session, catalogue, named)
        added += 1
    return ImportResult(added, len(sheets) - added)


def _name(sheet: LotSheet) -> str:
    said = {name: str(value) for name, value in asdict(sheet).items()}
    return "sheet-" + hashlib.sha256(trail.canonical(said).encode()).hexdigest()[:16]
