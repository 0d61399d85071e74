"""Telling people of new lots that the searches find which they keep.

One notice for each search, at most once a day, however many lots were announced.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload

from auction.models import Lot, SavedSearch, User
from auction.rules.lifecycle import LIVE
from auction.rules.notice_kinds import NEW_LOTS
from auction.rules.saved_searches import DAY, told_upto
from auction.services.notifying import tell
from auction.services.transaction import atomic

AT_ONCE = 50  # searches; then whatever opens or closes has its turn
NAMED = 5  # lots in a mail

Matching = Callable[[str], Select[tuple[Lot]]]


def tell_of_new_lots(session: Session, *, now: datetime, matching: Matching) -> int:
    """Tell who is due to be told of new lots; return how many were.

    Safe to run late, as often as you like and by several processes at once.
    ``matching`` finds the public lots that a query asks for.
    """
    is_any_due = session.execute(_due(now).limit(1)).first() is not None
    session.rollback()
    if not is_any_due:
        return 0
    return _tell_some(session, now=now, matching=matching)


def count_new(
    session: Session, searches: Sequence[SavedSearch], *, matching: Matching
) -> dict[int, int]:
    """Return how many lots are new to each search since it was looked at; one query."""
    if not searches:
        return {}
    counts = [
        _counted(matching(search.query), Lot.announced_at > search.looked_at)
        .scalar_subquery()
        .label(f"of_{search.id}")
        for search in searches
    ]
    row = session.execute(select(*counts)).one()
    return {search.id: row[n] for n, search in enumerate(searches)}


def new_lots(search: SavedSearch, *, matching: Matching) -> Select[tuple[Lot]]:
    """Find the lots that are new to a search since it was looked at."""
    return matching(search.query).where(
        Lot.status.in_(LIVE), Lot.announced_at > search.looked_at
    )


@atomic
def _tell_some(session: Session, *, now: datetime, matching: Matching) -> int:
    rows = session.execute(
        _due(now).limit(AT_ONCE).with_for_update(of=SavedSearch, skip_locked=True)
    ).all()
    return sum(
        _tell(session, search, user, now=now, matching=matching)
        for search, user in rows
    )


def _due(now: datetime) -> Select[tuple[SavedSearch, User]]:
    is_announced = exists().where(
        Lot.announced_at > SavedSearch.told_until, Lot.announced_at <= told_upto(now)
    )
    return (
        select(SavedSearch, User)
        .join(User, User.id == SavedSearch.user_id)
        .where(
            SavedSearch.wants_mail,
            or_(SavedSearch.told_at.is_(None), SavedSearch.told_at <= now - DAY),
            User.closed_at.is_(None),
            is_announced,
        )
        .order_by(SavedSearch.id)
    )


def _tell(
    session: Session,
    search: SavedSearch,
    user: User,
    *,
    now: datetime,
    matching: Matching,
) -> bool:
    since, upto = search.told_until, told_upto(now)
    search.told_until = upto
    found = matching(search.query)
    announced = (Lot.announced_at > since, Lot.announced_at <= upto)
    count = session.scalar(_counted(found, *announced)) or 0
    if not count:
        return False
    search.told_at = now
    newest = session.scalars(
        found.where(Lot.status.in_(LIVE), *announced)
        .options(joinedload(Lot.catalogue, innerjoin=True))
        .order_by(Lot.closes_at, Lot.id)
        .limit(NAMED)
    ).all()
    return tell(
        session,
        user,
        None,
        kind=NEW_LOTS,
        subject=f"{_lots(count)} for “{search.name}”",
        text=_text(search, newest, count),
        now=now,
        once=f"new lots of search {search.id} since {since.isoformat()}",
        path=f"/my-searches/{search.id}",
    )


def _counted(
    found: Select[tuple[Lot]], *announced: ColumnElement[bool]
) -> Select[tuple[int]]:
    live = found.where(Lot.status.in_(LIVE), *announced)
    return live.with_only_columns(func.count(Lot.id))


def _lots(count: int) -> str:
    return "1 new lot" if count == 1 else f"{count:,} new lots"


def _text(search: SavedSearch, lots: Sequence[Lot], count: int) -> str:
    told = [_line(lot) for lot in lots]
    if count > len(lots):
        told.append(f"and {count - len(lots):,} more.")
    intro = f"Your search “{search.name}” has found {_lots(count)}:"
    return "\n\n".join([intro, *told])


def _line(lot: Lot) -> str:
    tell_of = lot.catalogue.tell
    return (
        f"“{lot.title}”, starting price {tell_of(lot.starting_price)}; opens on "
        f"{tell_of(lot.opens_at)}, closes on {tell_of(lot.closes_at)}."
    )
