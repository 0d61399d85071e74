"""Keeping files under the digest of their bytes: whole or not at all, and never twice.

Pictures lie where everybody can fetch them by that name. Documents lie elsewhere, and
each is handed out at its own address, which asks who may read it. A file never changes;
one that nothing mentions any more is swept away after a while.
"""

import hashlib
import os
import tempfile
from pathlib import Path

from flask import current_app


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
    if path.exists():
        os.utime(path)  # as good as new: a sweep spares it
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


def _settle(folder: Path) -> None:
    """Make the folder itself remember the new name through a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
