"""How lots of the demo that passed go on, as an office would let them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Catalogue, Lot
from auction.rules.lot_steps import Step
from auction.services.editing import save_step
from auction.services.relisting import NewSale, Timing, relist
from web.demo import approvals
from web.demo.people import Cast
from web.demo.plans import PlannedCatalogue, PlannedLot
from web.demo.story import Event, events
from web.sale_forms import typed


def go_on(
    planned: PlannedCatalogue, *, cast: Cast, seen: dict[int, int], now: datetime
) -> Iterator[Event]:
    """Tell that lots are offered again, and what happens to them then.

    ``seen`` takes the views of the lots that come to be, by their ids.
    """
    if planned.made_at is not None:
        offer = partial(_offer_again, planned=planned, cast=cast, seen=seen, until=now)
        yield Event(planned.made_at, offer, leads_on=True)


def _offer_again(
    session: Session,
    *,
    planned: PlannedCatalogue,
    cast: Cast,
    seen: dict[int, int],
    until: datetime,
    now: datetime,  # noqa: ARG001 - an office may do it at any time
) -> list[Event]:
    officer_id = cast.officers[planned.office]
    last = _lots(session, str(planned.goes_on))
    catalogue = relist(
        session,
        lot_ids=[last[lot.name] for lot in planned.lots],
        officer_id=officer_id,
        sale=NewSale(planned.title, planned.slug, planned.introduction),
        timing=Timing(planned.lots[0].opens_at, planned.lots[0].closes_at, seconds=0),
    )
    catalogue_id = catalogue.id
    story = list(approvals.events(planned, catalogue_id=catalogue_id, cast=cast))
    made = _lots(session, planned.slug)
    for lot in planned.lots:
        lot_id = made[lot.name]
        seen[lot_id] = lot.views
        _set_times(session, lot, lot_id, officer_id)
        story += events(lot, lot_id=lot_id, cast=cast, acts=(), now=until)
    return story


def _set_times(session: Session, lot: PlannedLot, lot_id: int, officer_id: int) -> None:
    draft = session.get_one(Lot, lot_id)
    zone = draft.catalogue.zone
    save_step(
        session,
        lot_id=lot_id,
        officer_id=officer_id,
        step=Step.PRICE,
        typed={
            "opens_at": typed(lot.opens_at, zone),
            "closes_at": typed(lot.closes_at, zone),
        },
        version=draft.version,
    )


def _lots(session: Session, slug: str) -> dict[str, int]:
    lots = select(Lot.external_id, Lot.id).join(Lot.catalogue)
    rows = session.execute(lots.where(Catalogue.slug == slug)).all()
    return {str(name): lot_id for name, lot_id in rows}
