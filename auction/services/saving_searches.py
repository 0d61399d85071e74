"""Keeping searches, changing them and looking at what is new; each its owner's alone.

What a search asks for is written as in the address of the list of lots; its caller has
checked and normalised it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auction.models import SavedSearch, User
from auction.rules.refusal import NotThere
from auction.rules.saved_searches import check_name, check_number
from auction.services.transaction import atomic


class NoSuchSearch(NotThere):
    """You keep no such search."""


@atomic
def keep_search(
    session: Session,
    *,
    user_id: int,
    name: str,
    otherwise: str,
    query: str,
    wants_mail: bool,
    now: datetime,
) -> SavedSearch:
    """Keep a search; the same one is kept once, under the name that it has.

    ``otherwise`` is its name if none was given.
    """
    _lock(session, user_id)
    kept = searches_of(session, user_id)
    known = next((search for search in kept if search.query == query), None)
    if known is not None:
        return known
    check_number(len(kept))
    search = SavedSearch(
        user_id=user_id,
        name=check_name(name, otherwise=otherwise),
        query=query,
        saved_at=now,
        looked_at=now,
        wants_mail=wants_mail,
        told_until=now,
    )
    session.add(search)
    session.flush()
    return search


@atomic
def change_search(
    session: Session,
    *,
    search_id: int,
    user_id: int,
    name: str,
    wants_mail: bool,
    now: datetime,
) -> None:
    """Give a search another name, and say whether mails are wanted.

    Who wants them again is told of what is announced from then on.
    """
    search = _for_change(session, search_id, user_id)
    search.name = check_name(name, otherwise=search.name)
    if wants_mail and not search.wants_mail:
        search.told_until = now
    search.wants_mail = wants_mail


@atomic
def look_at_search(
    session: Session, *, search_id: int, user_id: int, upto: datetime, now: datetime
) -> None:
    """Note that somebody has seen what was announced until a moment; never less."""
    search = _for_change(session, search_id, user_id)
    search.looked_at = max(search.looked_at, min(upto, now))


@atomic
def forget_search(session: Session, *, search_id: int, user_id: int) -> None:
    """Keep a search no more."""
    session.delete(_for_change(session, search_id, user_id))


def searches_of(session: Session, user_id: int) -> Sequence[SavedSearch]:
    """Return the searches that somebody keeps, by name."""
    return session.scalars(
        select(SavedSearch)
        .where(SavedSearch.user_id == user_id)
        .order_by(func.lower(SavedSearch.name), SavedSearch.id)
    ).all()


def own_search(session: Session, *, search_id: int, user_id: int) -> SavedSearch:
    """Return a search of this person; to others it is not there."""
    search = session.get(SavedSearch, search_id)
    if search is None or search.user_id != user_id:
        raise NoSuchSearch
    return search


def _for_change(session: Session, search_id: int, user_id: int) -> SavedSearch:
    search = session.get(SavedSearch, search_id, with_for_update=True)
    if search is None or search.user_id != user_id:
        raise NoSuchSearch
    return search


def _lock(session: Session, user_id: int) -> None:
    # Two at once must not be more than the most, nor keep the same search twice.
    session.get_one(User, user_id, with_for_update=True)
