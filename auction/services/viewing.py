"""Counting who looks, beside the lots themselves."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from auction.models import Lot, LotViews, Reminder
from auction.rules.refusal import NotThere
from auction.services.transaction import atomic, lot_for_change


@dataclass(frozen=True, slots=True)
class Counters:
    """The public counters of a lot."""

    views: int
    registered: int
    reminders: int
    bids: int


@atomic
def count_views(session: Session, *, seen: Mapping[int, int]) -> None:
    """Add page views, counted per lot id, to the lots' counters."""
    for lot_id, views in sorted(seen.items()):
        more = update(LotViews).where(LotViews.lot_id == lot_id)
        done = session.execute(more.values(views=LotViews.views + views))
        if done.rowcount == 0:  # type: ignore[attr-defined]
            _first_views(session, lot_id, views)


def counters(session: Session, lot: Lot) -> Counters:
    """Return the public counters of a lot."""
    views = select(LotViews.views).where(LotViews.lot_id == lot.id)
    reminders = select(func.count()).where(Reminder.lot_id == lot.id)
    row = session.execute(
        select(views.scalar_subquery(), reminders.scalar_subquery())
    ).one()
    return Counters(
        views=row[0] or 0,
        registered=lot.paddle_count,
        reminders=row[1],
        bids=lot.bid_count,
    )


def _first_views(session: Session, lot_id: int, views: int) -> None:
    try:
        lot_for_change(session, lot_id)  # two processes may count a first view at once
    except NotThere:
        return  # a view of what is gone keeps no other from being counted
    row = session.get(LotViews, lot_id, populate_existing=True)
    if row is None:
        session.add(LotViews(lot_id=lot_id, views=views))
    else:
        row.views += views
    session.flush()
