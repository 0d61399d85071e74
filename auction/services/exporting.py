"""Gathering lots for a table; who bids on them is nowhere in it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from auction.models import Catalogue, Lot
from auction.rules.lifecycle import ENDED, PUBLIC, LotStatus
from auction.rules.lot_cells import Terms
from auction.rules.lot_export import LotEntry
from auction.rules.lot_sheet import LotSheet


def entries_of(
    session: Session,
    *,
    office_id: int,
    catalogue_id: int | None = None,
    statuses: Collection[LotStatus] = (),
) -> list[LotEntry]:
    """Return the lots of an office, or of one of its catalogues, in their order."""
    lots = (
        select(Lot)
        .join(Lot.catalogue)
        .options(contains_eager(Lot.catalogue))
        .where(Lot.office_id == office_id)
        .order_by(Catalogue.id.desc(), Lot.number)
    )
    if catalogue_id is not None:
        lots = lots.where(Lot.catalogue_id == catalogue_id)
    if statuses:
        lots = lots.where(Lot.status.in_(statuses))
    return [_entry(lot) for lot in session.scalars(lots)]


def public_entries_of(session: Session, catalogue: Catalogue) -> list[LotEntry]:
    """Return the lots of a catalogue that everybody may see."""
    return entries_of(
        session,
        office_id=catalogue.office_id,
        catalogue_id=catalogue.id,
        statuses=PUBLIC,
    )


def locale_of(entries: Sequence[LotEntry], otherwise: str) -> str:
    """Return the one locale of a table: two would contradict each other in it."""
    locales = {entry.terms.locale for entry in entries}
    return locales.pop() if len(locales) == 1 else otherwise


def _entry(lot: Lot) -> LotEntry:
    catalogue = lot.catalogue
    terms = Terms(
        catalogue.currency, catalogue.locale, catalogue.zone, catalogue.procedure
    )
    return LotEntry(
        _sheet(lot),
        terms,
        {
            "sale.catalogue": catalogue.title,
            "sale.number": lot.number,
            "sale.attempt": lot.attempt,
            "sale.currency": catalogue.currency_code,
            "sale.time_zone": catalogue.time_zone,
            "result.status": lot.status.value,
            "result.price": lot.price,
            "result.bids": lot.bid_count,
            "result.ended_at": lot.ended_at if lot.status in ENDED else None,
            "result.reason": lot.reason_text,
        },
    )


def _sheet(lot: Lot) -> LotSheet:
    return LotSheet(
        external_id=lot.external_id,
        title=lot.title,
        category=lot.category,
        region=lot.region,
        location=lot.location,
        round=lot.round,
        description=lot.description,
        valuation=lot.valuation,
        starting_price=lot.starting_price,
        reserve=lot.reserve,
        increment=lot.increment,
        deposit=lot.deposit,
        opens_at=lot.opens_at,
        closes_at=lot.scheduled_close,  # without extensions: see result.ended_at
        fields=lot.fields,
        eligibility=lot.eligibility,
    )
