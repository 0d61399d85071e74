"""Keeping files under the digest of their bytes: whole or not at all, and never twice.

What everybody may see lies in one folder, what is for the data room in another. A file
never changes; one that nothing mentions any more is swept away after a while.
"""

import hashlib
import os
import tempfile
from pathlib import Path


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
