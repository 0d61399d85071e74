"""Files are kept by the digest of their bytes, whole or not at all."""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from auction import clock
from tests.moving_clock import NOON
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


def test_an_old_file_is_deleted(tmp_path: Path) -> None:
    name = store.keep(b"bytes", "pdf", folder=tmp_path)
    os.utime(tmp_path / name, (0, 0))

    assert store.old_files(tmp_path, now=NOON) == {name}
    assert store.delete_old(tmp_path, name, now=NOON)
    assert not store.delete_old(tmp_path, name, now=NOON)  # somebody else was first

    assert list(tmp_path.iterdir()) == []


def test_a_file_that_came_again_since_it_was_found_old_stays(tmp_path: Path) -> None:
    name = store.keep(b"bytes", "pdf", folder=tmp_path)
    os.utime(tmp_path / name, (0, 0))
    assert store.old_files(tmp_path, now=NOON) == {name}

    os.utime(tmp_path / name, (NOON.timestamp(),) * 2)

    assert not store.delete_old(tmp_path, name, now=NOON)
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_no_sweep_takes_a_file_that_is_brought_meanwhile(tmp_path: Path) -> None:
    """Whoever brings the bytes finds them afterwards, however the two interleave."""
    now = clock.now()

    def bring_old() -> None:
        name = store.keep(b"bytes", "pdf", folder=tmp_path)
        with suppress(FileNotFoundError):
            os.utime(tmp_path / name, (0, 0))

    for _ in range(300):
        bring_old()
        with ThreadPoolExecutor(2) as pool:
            brought = pool.submit(store.keep, b"bytes", "pdf", folder=tmp_path)
            pool.submit(store.delete_old, tmp_path, NAME, now=now).result()
            assert brought.result() == NAME
        assert (tmp_path / NAME).read_bytes() == b"bytes"
