"""What the site deletes of identity papers by itself, a few at a time."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from auction.services.retaining import (
    delete_due_papers,
    files_in_use,
    forget_closed,
)
from web import identity_files

log = logging.getLogger(__name__)

AT_ONCE = 20  # papers, so that nothing else has to wait for long
YOUNG = timedelta(days=1)  # its row may not be written down yet


def sweep(session: Session, *, now: datetime) -> int:
    """Delete papers that are due, and files that no paper speaks of."""
    deleted = delete_due_papers(
        session, shred=identity_files.shred, now=now, most=AT_ONCE
    )
    forget_closed(session)
    strays = _strays(session, now=now)
    for name in strays:
        identity_files.shred(name)
    if deleted or strays:
        log.info("Deleted %s identity papers, %s stray files", deleted, len(strays))
    return deleted + len(strays)


def _strays(session: Session, *, now: datetime) -> list[str]:
    """Return files whose upload was cut off, or whose deletion was."""
    folder = identity_files.folder()
    if not folder.exists():
        return []
    old = [path.name for path in folder.iterdir() if _is_old(path, now=now)]
    return sorted(set(old) - files_in_use(session))[:AT_ONCE]


def _is_old(path: Path, *, now: datetime) -> bool:
    try:
        return path.stat().st_mtime < (now - YOUNG).timestamp()
    except FileNotFoundError:
        return False
