"""Taking over an office's list of lots: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Lot
from auction.rules.lot_sheet import LotSheet
from auction.services.drafting import catalogue_for_change, draft, next_number
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
    there = select(Lot.external_id).where(Lot.catalogue_id == catalogue.id)
    known = set(session.scalars(there))
    new = {
        sheet.identity: sheet
        for sheet in reversed(sheets)
        if sheet.identity not in known
    }

    first = next_number(session, catalogue)
    for number, (identity, sheet) in enumerate(reversed(new.items()), start=first):
        named = replace(sheet, external_id=identity)
        session.add(draft(named, catalogue, number=number))
    return ImportResult(len(new), len(sheets) - len(new))
