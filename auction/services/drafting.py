"""New lots, numbered under the lock of their catalogue."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auction.models import Catalogue, Lot
from auction.rules.lot_sheet import LotSheet
from auction.rules.refusal import NotThere


def catalogue_for_change(session: Session, catalogue_id: int) -> Catalogue:
    """Load a catalogue whose numbers nobody else can give out meanwhile."""
    catalogue = session.get(
        Catalogue, catalogue_id, with_for_update=True, populate_existing=True
    )
    if catalogue is None:
        raise NotThere("There is no such catalogue.")
    return catalogue


def next_number(session: Session, catalogue: Catalogue) -> int:
    """Return the number of the next lot; the caller holds the catalogue."""
    highest = select(func.max(Lot.number)).where(Lot.catalogue_id == catalogue.id)
    return (session.scalar(highest) or 0) + 1


def draft(sheet: LotSheet, catalogue: Catalogue, *, number: int) -> Lot:
    """Return the draft lot of a sheet, not yet in any session."""
    return Lot(**columns_of(sheet), **place_of(catalogue, number=number))


def columns_of(sheet: LotSheet) -> dict[str, Any]:
    """Return the columns of a draft lot that its sheet decides."""
    return {
        "external_id": sheet.external_id,
        "title": sheet.title,
        "description": sheet.description,
        "category": sheet.category,
        "region": sheet.region,
        "location": sheet.location,
        "round": sheet.round,
        "fields": dict(sheet.fields),
        "eligibility": dict(sheet.eligibility),
        "valuation": sheet.valuation,
        "starting_price": sheet.starting_price,
        "reserve": sheet.reserve,
        "increment": sheet.increment,
        "deposit": sheet.deposit,
        "opens_at": sheet.opens_at,
        "closes_at": sheet.closes_at,
        "scheduled_close": sheet.closes_at,
    }


def place_of(catalogue: Catalogue, *, number: int) -> dict[str, Any]:
    """Return the columns of a draft lot that its place decides."""
    return {
        "catalogue_id": catalogue.id,
        "office_id": catalogue.office_id,
        "number": number,
    }
