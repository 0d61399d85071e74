"""What the site forgets of people by itself, a few at a time."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy.orm import Session

from auction.services.forgetting import forget_addresses, forget_left
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
    """Delete papers that are due, files of none, and what is left of who has left."""
    deleted = delete_due_papers(
        session, shred=identity_files.shred, now=now, most=AT_ONCE
    )
    forget_closed(session)
    kept_for = timedelta(days=365 * current_app.config["RECORDS_YEARS"])
    forget_left(session, now=now, kept_for=kept_for)
    forget_addresses(session, now=now)
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
