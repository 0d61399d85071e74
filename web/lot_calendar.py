"""A lot's opening and end, as entries for people's calendars."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from flask import current_app

from auction.models import Lot
from auction.rules.lifecycle import LotStatus
from web.calendars import Entry, calendar

BEFORE = timedelta(minutes=30)


def end_of(lot: Lot) -> Entry:
    """Return the end of a lot; it rings half an hour before."""
    if lot.waits_for_first_bid:
        summary, says = (
            "Last day for a first bid",
            "If nobody bids, this lot passes in 30 minutes",
        )
    else:
        summary, says = "Closing", "This lot closes in 30 minutes"
    return Entry(
        uid=f"lot-{lot.id}@{_host()}",
        begins_at=lot.closes_at,
        summary=f"{summary}: {lot.title}",
        url=_address(lot),
        rings=BEFORE,
        says=says,
    )


def opening_of(lot: Lot) -> Entry:
    """Return the opening of a lot; it rings half an hour before."""
    return Entry(
        uid=f"lot-{lot.id}-opening@{_host()}",
        begins_at=lot.opens_at,
        summary=f"Opening: {lot.title}",
        url=_address(lot),
        rings=BEFORE,
        says="Bidding opens in 30 minutes",
    )


def entries_of(lot: Lot) -> list[Entry]:
    """Return what is still to come of a lot."""
    is_coming = lot.status is LotStatus.ANNOUNCED
    return [*([opening_of(lot)] if is_coming else []), end_of(lot)]


def file_for(lot: Lot, *, now: datetime) -> str:
    """Write what is still to come of a lot as a calendar file."""
    return calendar(entries_of(lot), now=now)


def _address(lot: Lot) -> str:
    # Not what a request calls the site: a forged Host header gets into no mail.
    return f"{current_app.config['SITE_URL']}/lots/{lot.id}"


def _host() -> str:
    return str(urlsplit(current_app.config["SITE_URL"]).netloc)
