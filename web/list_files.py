"""The files of lists that offices upload, kept as long as their import goes on."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy.orm import Session

from auction.rules.refusal import Refusal
from auction.rules.tables.reading import extension
from auction.services import import_work
from auction.services.importing import DataRoomPaper
from web.uploads import store


class FileGone(Refusal):
    """The file of this list is gone: please upload it again."""


def keep(content: bytes) -> str:
    """Keep a list that can be read, and return its name."""
    return store.keep(content, extension(content), folder=folder())


def read(name: str) -> bytes:
    """Return a list that was kept."""
    try:
        return (folder() / name).read_bytes()
    except FileNotFoundError:
        raise FileGone from None


def keep_for_data_room(workbook: bytes) -> DataRoomPaper:
    """Keep a list of loans among the documents that are not public."""
    return DataRoomPaper(store.keep_document(workbook, "xlsx"), len(workbook))


def tidy(session: Session, *, now: datetime) -> int:
    """Delete the files that no import needs any more; return how many there were."""
    import_work.abandon_old(session, now=now)
    old = store.old_files(folder(), now=now)
    needless = old - import_work.files_in_use(session)
    return sum(store.delete_old(folder(), name, now=now) for name in needless)


def folder() -> Path:
    """Return where the lists lie."""
    return Path(current_app.config["IMPORTS"])
