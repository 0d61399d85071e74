"""What people are told without an event that makes it news: the clock's part of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from auction.models import Lot
from auction.services import reminding, search_news
from web import lot_calendar, lot_search


def tell_what_is_due(session: Session, *, now: datetime) -> int:
    """Tell people what the clock makes news; return how many were told something."""
    return remind(session, now=now) + tell_of_new_lots(session, now=now)


def remind(session: Session, *, now: datetime) -> int:
    """Remind who watches a lot that opens or closes soon; return how many were."""

    def file_for(lot: Lot) -> str:
        return lot_calendar.file_for(lot, now=now)

    return reminding.remind_due(session, now=now, calendar=file_for)


def tell_of_new_lots(session: Session, *, now: datetime) -> int:
    """Tell who keeps a search what was announced that it finds; return how many."""
    return search_news.tell_of_new_lots(session, now=now, matching=lot_search.matching)
