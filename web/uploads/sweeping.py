"""Deleting the files of which nothing speaks any more."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from auction.services.files import names_in_use
from web.uploads import store


class Sweep:
    """Looks for needless files again and again; several may do so at once.

    A file goes when two looks in a row, minutes apart, found that nothing speaks of it:
    while a lot is copied, its old row may be gone and the new one not yet be there.
    """

    def __init__(self) -> None:
        self._seen: set[tuple[Path, str]] = set()

    def run(self, session: Session, *, now: datetime) -> int:
        """Look once, and delete what the last look found too; return how many."""
        old = {
            (folder, name)
            for folder in (store.pictures(), store.documents())
            for name in store.old_files(folder, now=now)
        }
        used = names_in_use(session)
        needless = {(folder, name) for folder, name in old if name not in used}
        due, self._seen = needless & self._seen, needless
        return sum(store.delete_old(folder, name, now=now) for folder, name in due)
