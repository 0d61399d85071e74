"""Changing the keys that seal: a new one, everything sealed anew, the old ones removed.

Whoever is stopped in the middle runs it again: what is left is sealed anew first, and
no further key is made before that is done.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from auction.rules.refusal import OutOfStep
from auction.sealing import SealBroken, key_number
from auction.services.rotating import (
    Tally,
    files_of_papers,
    key_numbers,
    reseal_columns,
    reseal_papers,
)
from web import identity_files, keys

SETTLED = timedelta(hours=1)


class KeyTooYoung(OutOfStep):
    """The newest key is younger than an hour. Please remove the old ones later."""


def is_unfinished(session: Session) -> bool:
    """Say whether anything is sealed with a key that is not the newest."""
    return bool(keys_in_use(session) - {keys.ring().newest})


def reseal_everything(session: Session) -> Tally:
    """Seal everything anew that is not sealed with the newest key."""
    ring = keys.ring()
    tally = reseal_columns(session, ring)
    tally.add(
        reseal_papers(
            session,
            is_newest=lambda file: _number(file) in (ring.newest, None),
            reseal=partial(identity_files.reseal, ring=ring),
        )
    )
    return tally


def remove_old_keys(session: Session, *, now: datetime) -> list[int]:
    """Remove the keys with which nothing is sealed any more; return their numbers."""
    ring = keys.ring()
    if now - keys.made_at(ring.newest) < SETTLED:
        raise KeyTooYoung  # whoever read the ring before may be sealing this moment
    needless = set(ring.keys) - keys_in_use(session) - {ring.newest}
    for number in sorted(needless):
        keys.remove_key(number)
    return sorted(needless)


def keys_in_use(session: Session) -> set[int]:
    """Return the numbers of the keys with which anything is sealed."""
    of_files = (_number(file) for file in files_of_papers(session))
    return {*key_numbers(session), *(number for number in of_files if number)}


def _number(file: str) -> int | None:
    try:
        return key_number(identity_files.head(file))
    except (FileNotFoundError, SealBroken):  # gone, or half deleted
        return None
