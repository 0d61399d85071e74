"""A file is opened in a process apart: whatever it does there, this one lives on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from web.uploads import apart
from web.uploads.taking import MEGABYTE, FileBroken, FileRefused


@pytest.fixture
def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let a program of ours be the one that reads the file."""
    package = tmp_path / "web" / "uploads"
    package.mkdir(parents=True)
    monkeypatch.setattr(apart, "ROOT", tmp_path)
    return package / "__main__.py"


def test_a_reader_that_dies_means_that_the_file_is_broken(child: Path) -> None:
    child.write_text("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")

    with pytest.raises(FileBroken):
        apart.work("picture", b"x")


def test_a_reader_that_fails_means_that_the_file_is_broken(
    child: Path, caplog: pytest.LogCaptureFixture
) -> None:
    child.write_text("raise KeyError('/Root')")

    with pytest.raises(FileBroken):
        apart.work("picture", b"x")
    assert "KeyError: '/Root'" in caplog.text


def test_a_reader_that_computes_too_long_is_ended(child: Path) -> None:
    child.write_text(
        "import resource\n"
        "resource.setrlimit(resource.RLIMIT_CPU, (1, 2))\n"
        "while True: pass\n"
    )

    with pytest.raises(apart.FileTooMuch):
        apart.work("picture", b"x")


def test_a_reader_that_only_waits_is_ended_too(
    child: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "PATIENCE", 0.5)
    child.write_text("import time; time.sleep(60)")

    with pytest.raises(apart.FileTooMuch):
        apart.work("picture", b"x")


def test_a_reader_knows_no_secrets(
    child: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, "SECRET_KEY", "nobody may know this one")
    child.write_text(
        "import json, os\n"
        "print(json.dumps({'words': dict(os.environ), 'lengths': []}))\n"
    )

    words, _ = apart.work("picture", b"x")

    assert "SECRET_KEY" not in words


def run_reader(program: str) -> subprocess.CompletedProcess[str]:
    """Let the real reader use a module of ours, called ``make`` in the program."""
    lines = (
        "import resource, types",
        "from web.uploads import __main__ as reader",
        program,
        "reader.import_module = lambda name: types.SimpleNamespace(make=make)",
        "reader.main('picture')",
    )
    return subprocess.run(
        [sys.executable, "-c", "\n".join(lines)],
        input="x",
        capture_output=True,
        cwd=apart.ROOT,
        text=True,
        check=False,
    )


def test_the_real_reader_has_limits_of_its_own() -> None:
    done = run_reader(
        "def make(content):\n"
        "  kinds = (resource.RLIMIT_DATA, resource.RLIMIT_AS, resource.RLIMIT_CPU)\n"
        "  return {'limits': [resource.getrlimit(kind)[0] for kind in kinds]}, ()\n"
    )

    words, _ = apart.unpack(done.stdout.encode())

    assert words["limits"] == [apart.MEMORY, apart.ADDRESSES, apart.SECONDS]
    assert apart.MEMORY < 180 * MEGABYTE


def test_a_file_that_would_fill_the_memory_is_refused() -> None:
    done = run_reader(f"def make(content):\n  return {{}}, (bytes({apart.MEMORY}),)\n")

    with pytest.raises(FileRefused, match="needs too much memory"):
        apart.unpack(done.stdout.encode())


def test_what_was_made_is_read_as_it_was_written() -> None:
    made = ({"width": 3}, [b"one\n", b"", b"three"])

    assert apart.unpack(apart.pack(made)) == made


def test_a_refusal_is_read_as_it_was_written() -> None:
    with pytest.raises(FileRefused, match="Größe"):
        apart.unpack(apart.pack_refusal("Größe {x}"))
