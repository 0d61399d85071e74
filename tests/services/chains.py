"""Lots that are over, and what it takes to offer them again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from auction.models import Catalogue, Document, Lot, Photo
from auction.money import Money
from auction.rules.categories import Category
from auction.rules.lifecycle import LotStatus
from auction.services.relisting import NewSale, Timing, relist
from tests.factories import make_catalogue, make_lot, make_officer
from tests.moving_clock import NOON

DAY = timedelta(days=1)
ENDED = NOON - 2 * DAY
TIMING = Timing(opens_at=NOON + 20 * DAY, first_end=NOON + 21 * DAY, seconds=60)


def over(
    session: Session,
    catalogue: Catalogue | None = None,
    *,
    status: LotStatus = LotStatus.PASSED,
    **columns: Any,
) -> Lot:
    """Make a house that passed in a first round at 1,000.00, unless told otherwise."""
    usual: dict[str, Any] = {
        "category": Category.REAL_ESTATE,
        "starting_price": Money(1_000_00),
        "deposit": Money(100_00),
        "opens_at": ENDED - DAY,
        "closes_at": ENDED,
        "ended_at": ENDED,
    }
    return make_lot(session, catalogue, status=status, **usual | columns)


def again(session: Session, *lots: Lot, sale: NewSale | int | None = None) -> Catalogue:
    """Offer lots again, in a catalogue of their own unless told otherwise."""
    if sale is None:
        sale = NewSale("Example next round", f"next-round-{lots[0].id}")
    return relist(
        session,
        lot_ids=[lot.id for lot in lots],
        officer_id=make_officer(session, lots[0].office).id,
        sale=sale,
        timing=TIMING,
    )


def with_files(session: Session, lot: Lot) -> None:
    """Give a lot two photos, a public paper in two versions and a secret one."""
    for position, alt in enumerate(("A house", "A garden"), start=1):
        photo = Photo(
            lot_id=lot.id,
            position=position,
            file=f"{position}.webp",
            thumbnail=f"{position}-small.webp",
            alt=alt,
            caption="In spring",
            width=4,
            height=3,
        )
        session.add(photo)
    papers: list[dict[str, Any]] = [
        {"title": "Old valuation", "version": 1, "replaced_at": NOON - 30 * DAY},
        {"title": "Valuation", "version": 2},
        {"title": "Tape", "is_public": False},
    ]
    for number, paper in enumerate(papers):
        session.add(
            Document(
                lot_id=lot.id,
                kind="valuation_report",
                file=f"paper-{number}.pdf",
                size=100,
                added_at=NOON - 40 * DAY,
                **paper,
            )
        )
    session.commit()


def sale(session: Session, procedure: str = "court-second-round") -> Catalogue:
    """Make a catalogue that is in preparation."""
    return make_catalogue(session, procedure, published_at=None)
