"""What happens to an office's lots in a span of time: openings, closings, visits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, contains_eager, defer

from auction.models import InspectionSlot, Lot
from auction.rules.lifecycle import LotStatus

COMING = (LotStatus.ANNOUNCED, LotStatus.OPEN)
OPENED = (*COMING, LotStatus.SOLD, LotStatus.PASSED)
MOST = 50  # lots of each sort


@dataclass(frozen=True, slots=True)
class Agenda:
    """The first lots of each sort, and how many there are of it."""

    openings: Sequence[Lot]
    openings_count: int
    closings: Sequence[Lot]
    closings_count: int
    ended: Sequence[Lot]
    ended_count: int
    visits: Sequence[InspectionSlot]

    @property
    def is_empty(self) -> bool:
        """Whether nothing happens."""
        return not (self.openings or self.closings or self.ended or self.visits)


def agenda(
    session: Session, *, office_id: int, begins_at: datetime, ends_at: datetime
) -> Agenda:
    """Return what happens in a span of time, the earliest first."""
    of_office = Lot.office_id == office_id

    def within(at: InstrumentedAttribute[datetime]) -> ColumnElement[bool]:
        return and_(of_office, at >= begins_at, at < ends_at)

    opens = and_(within(Lot.opens_at), Lot.status.in_(OPENED))
    closes = and_(within(Lot.closes_at), Lot.status.in_(COMING))
    has_ended = and_(of_office, Lot.ended_at >= begins_at, Lot.ended_at < ends_at)
    return Agenda(
        *_lots(session, opens, Lot.opens_at),
        *_lots(session, closes, Lot.closes_at),
        *_lots(session, has_ended, Lot.ended_at),
        session.scalars(
            select(InspectionSlot)
            .join(InspectionSlot.lot)
            .where(
                of_office,
                InspectionSlot.cancelled_at.is_(None),
                InspectionSlot.begins_at >= begins_at,
                InspectionSlot.begins_at < ends_at,
            )
            .options(contains_eager(InspectionSlot.lot))
            .order_by(InspectionSlot.begins_at, InspectionSlot.id)
            .limit(MOST)
        ).all(),
    )


def _lots(
    session: Session,
    which: ColumnElement[bool],
    at: SQLColumnExpression[datetime] | SQLColumnExpression[datetime | None],
) -> tuple[Sequence[Lot], int]:
    lots = session.scalars(
        select(Lot)
        .where(which)
        .options(defer(Lot.description), defer(Lot.fields))
        .order_by(at, Lot.id)
        .limit(MOST)
    ).all()
    if len(lots) < MOST:
        return lots, len(lots)
    return lots, session.scalar(select(func.count(Lot.id)).where(which)) or 0
