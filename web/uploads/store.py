"""Keeping files under the digest of their bytes: whole or not at all, and never twice.

Pictures are fetched by that name. Documents lie elsewhere, and each is handed out at
its own address; both ask who may see them. A file never changes, and one of which
nothing speaks any more is swept away: see ``sweeping``.
"""

import hashlib
import os
import re
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app

from auction import clock

YOUNG = timedelta(hours=1)  # what speaks of it may not be written down yet
OURS = re.compile(r"\.draft-.*|(\.gone-)?[0-9a-f]{64}\.[a-z]+")


def keep_picture(content: bytes) -> str:
    """Keep a picture that everybody may fetch; return its name."""
    return keep(content, "webp", folder=pictures())


def keep_document(content: bytes, form: str) -> str:
    """Keep a document; return its name."""
    return keep(content, form, folder=documents())


def pictures() -> Path:
    """Return the folder of what everybody may fetch by its name."""
    return Path(current_app.config["UPLOADS"])


def documents() -> Path:
    """Return the folder of documents, public or not."""
    return Path(current_app.config["DOCUMENTS"])


def keep(content: bytes, form: str, *, folder: Path) -> str:
    """Keep a file, and return its name: ``<sha256>.<form>``.

    Once this returns, the file is on the disk and not merely on its way.
    """
    name = f"{hashlib.sha256(content).hexdigest()}.{form}"
    path = folder / name
    folder.mkdir(parents=True, exist_ok=True)
    if _made_young(path):
        return name
    handle, draft = tempfile.mkstemp(dir=folder, prefix=".draft-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    _settle(folder)
    return name


def old_files(folder: Path, *, now: datetime) -> set[str]:
    """Return the names of the files of ours that nobody has brought for an hour."""
    found = folder.glob("*") if folder.exists() else ()
    return {
        path.name
        for path in found
        if OURS.fullmatch(path.name) and _is_old(path, now=now)
    }


def delete_old(folder: Path, name: str, *, now: datetime) -> bool:
    """Delete a file, unless somebody has brought it again; return whether it is gone.

    It is put aside first: who brings it from then on finds it missing, and writes it.
    """
    path, aside = folder / name, folder / f".gone-{name}"
    try:
        path.rename(aside)
    except FileNotFoundError:  # another process sweeps as well
        return False
    if not _is_old(aside, now=now):
        aside.rename(path)
        return False
    aside.unlink(missing_ok=True)
    return True


def _made_young(path: Path) -> bool:
    """Make a file that is there as good as new, so that no sweep takes it."""
    try:
        os.utime(path)
    except FileNotFoundError:
        return False
    return path.exists()  # else a sweep has looked at its age a moment before


def _is_old(path: Path, *, now: datetime) -> bool:
    try:
        # Files bear this machine's time, and ``now`` the database's.
        return path.stat().st_mtime < (now - clock.offset() - YOUNG).timestamp()
    except FileNotFoundError:
        return False


def _settle(folder: Path) -> None:
    """Make the folder itself remember the new name through a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
