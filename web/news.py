"""What people are told without an event that makes it news: the clock's part of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from auction.models import Lot
from auction.services import reminding
from web import lot_calendar


def remind(session: Session, *, now: datetime) -> int:
    """Remind who watches a lot that opens or closes soon; return how many were."""

    def file_for(lot: Lot) -> str:
        return lot_calendar.file_for(lot, now=now)

    return reminding.remind_due(session, now=now, calendar=file_for)
