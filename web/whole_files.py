"""Writing a file whole or not at all, for the site alone."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

DRAFT = ".draft-"


def write_whole(path: Path, content: bytes) -> None:
    """Write or replace a file (mode 600); once this returns, it is on the disk."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=DRAFT)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    settle(path.parent)


def destroy(path: Path) -> None:
    """Overwrite a file, then remove it; one that is gone already is as good."""
    try:
        with path.open("r+b") as file:
            file.write(bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
    except FileNotFoundError:
        return
    path.unlink(missing_ok=True)
    settle(path.parent)


def settle(folder: Path) -> None:
    """Make a folder itself remember its names through a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
