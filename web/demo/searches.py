"""Searches that one of the demo's bidders keeps."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from auction.rules.categories import Category
from auction.services.saving_searches import keep_search
from web.demo.people import Cast
from web.lot_search import Filters

LOOKED = timedelta(days=40)  # before now: what was announced since is new
SEARCHES = (
    ("Houses and land", Filters(category=Category.REAL_ESTATE)),
    ("Machines of all kinds", Filters(category=Category.MACHINERY)),
)


def keep_searches(session: Session, cast: Cast, *, now: datetime) -> None:
    """Let the first bidder keep what interests him, some time ago."""
    for name, filters in SEARCHES:
        keep_search(
            session,
            user_id=cast.bidders[0],
            name=name,
            otherwise=name,
            query=filters.kept,
            wants_mail=True,
            now=now - LOOKED,
        )
