"""What became of an office's lots in a period, for its own eyes.

Only what is public is counted here: states, prices, views and how many watch a lot.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    SQLColumnExpression,
    and_,
    case,
    cast,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session, defer, joinedload

from auction.models import Catalogue, Lot, LotViews, Reminder
from auction.money import Money
from auction.rules.categories import Category
from auction.rules.lifecycle import PUBLIC, LotStatus
from auction.rules.results import Tally

WATCHERS = (
    select(func.count())
    .where(Reminder.lot_id == Lot.id)
    .correlate(Lot)
    .scalar_subquery()
)
LIGHT = (defer(Lot.description), defer(Lot.fields))
MOST_SEEN = 10  # lots in the list of the most looked at


@dataclass(frozen=True, slots=True)
class Scope:
    """Which lots are meant: those that end, or have ended, in a span of time."""

    office_id: int
    begins_at: datetime
    ends_at: datetime
    catalogue_id: int | None = None
    category: Category | None = None

    def covers(self) -> ColumnElement[bool]:
        """Say whether a lot is meant, in the database's words."""
        of_office = Lot.office_id == self.office_id  # in each part, for the index
        ended, closes = (
            and_(of_office, at >= self.begins_at, at < self.ends_at)
            for at in (Lot.ended_at, Lot.closes_at)
        )
        wanted = [or_(ended, and_(closes, Lot.ended_at.is_(None)))]
        if self.catalogue_id is not None:
            wanted.append(Lot.catalogue_id == self.catalogue_id)
        if self.category is not None:
            wanted.append(Lot.category == self.category)
        return and_(*wanted)


@dataclass(frozen=True, slots=True)
class Group:
    """The lots of one category in one catalogue that are in one state.

    ``span`` is in which of the spans they ended; None: they have not ended.
    """

    catalogue_id: int
    currency_code: str
    category: Category
    status: LotStatus
    span: int | None
    tally: Tally
    views: int
    watchers: int


@dataclass(frozen=True, slots=True)
class Seen:
    """A lot, and how many people look at it."""

    lot: Lot
    views: int
    watchers: int


def groups(
    session: Session, scope: Scope, spans: Sequence[tuple[datetime, datetime]]
) -> list[Group]:
    """Return the lots that are meant, added up, each span of time for itself."""
    valued = Lot.valuation.is_not(None)
    ends = [(Lot.ended_at < end, place) for place, (_, end) in enumerate(spans)]
    keys = (
        *(Lot.catalogue_id, Catalogue.currency_code, Lot.category, Lot.status),
        case((Lot.ended_at.is_(None), None), *ends, else_=None).label("span"),
    )
    rows = session.execute(
        select(
            *keys,
            func.coalesce(func.sum(LotViews.views), 0),
            func.coalesce(func.sum(WATCHERS), 0),
            func.count(),
            _sum(Lot.price),
            _sum(Lot.starting_price),
            _sum(case((valued, Lot.price))),
            _sum(Lot.valuation),
            _sum(case((valued, Lot.starting_price))),
        )
        .join(Catalogue, Catalogue.id == Lot.catalogue_id)
        .outerjoin(LotViews, LotViews.lot_id == Lot.id)
        .where(scope.covers())
        .group_by(*keys)
    )
    return [
        Group(
            *(row[0], row[1], row[2], row[3], row[4]),
            tally=_tally(row[3], row[7], row[8:]),
            views=int(row[5]),
            watchers=int(row[6]),
        )
        for row in rows
    ]


def most_seen(session: Session, scope: Scope) -> list[Seen]:
    """Return the lots that most people look at."""
    views = func.coalesce(LotViews.views, 0)
    rows = session.execute(
        select(Lot, views, WATCHERS)
        .outerjoin(LotViews, LotViews.lot_id == Lot.id)
        .where(scope.covers(), Lot.status.in_(PUBLIC))
        .options(joinedload(Lot.catalogue, innerjoin=True), *LIGHT)
        .order_by(views.desc(), Lot.id)
        .limit(MOST_SEEN)
    )
    return [Seen(*row) for row in rows]


def each(session: Session, scope: Scope) -> list[Seen]:
    """Return every public lot that is meant, by the moment of its end."""
    rows = session.execute(
        select(Lot, func.coalesce(LotViews.views, 0), WATCHERS)
        .outerjoin(LotViews, LotViews.lot_id == Lot.id)
        .where(scope.covers(), Lot.status.in_(PUBLIC))
        .options(joinedload(Lot.catalogue, innerjoin=True), *LIGHT)
        .order_by(func.coalesce(Lot.ended_at, Lot.closes_at), Lot.id)
    )
    return [Seen(*row) for row in rows]


def _sum(amount: SQLColumnExpression[Money | None]) -> ColumnElement[int]:
    return cast(func.coalesce(func.sum(amount), 0), BigInteger)


def _tally(status: LotStatus, count: int, sums: Sequence[int]) -> Tally:
    if status is not LotStatus.SOLD:
        return Tally({status: count})
    return Tally({status: count}, *(Money(minor) for minor in sums))
