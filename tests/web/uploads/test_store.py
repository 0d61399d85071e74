"""Files are kept by the digest of their bytes, whole or not at all."""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from web.uploads import store

NAME = f"{hashlib.sha256(b'bytes').hexdigest()}.pdf"


def test_a_file_is_kept_under_the_digest_of_its_bytes(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "yet there"

    assert store.keep(b"bytes", "pdf", folder=folder) == NAME
    assert (folder / NAME).read_bytes() == b"bytes"


def test_the_same_bytes_twice_are_one_file(tmp_path: Path) -> None:
    first = store.keep(b"bytes", "pdf", folder=tmp_path)
    os.utime(tmp_path / first, (0, 0))

    assert store.keep(b"bytes", "pdf", folder=tmp_path) == first
    assert [path.name for path in tmp_path.iterdir()] == [NAME]
    assert (tmp_path / first).stat().st_mtime > 0  # brought anew: no sweep takes it


def test_many_who_bring_the_same_file_at_once_leave_one(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        names = list(
            pool.map(lambda _: store.keep(b"bytes", "pdf", folder=tmp_path), range(40))
        )

    assert set(names) == {NAME}
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_a_full_disk_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(OSError, match="No space"):
        store.keep(b"bytes", "pdf", folder=tmp_path)

    assert list(tmp_path.iterdir()) == []
