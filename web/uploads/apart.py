"""Opening a file in a process of its own, with bounded memory and time.

Whatever a broken or hostile file does to the library that reads it, only that process
ends. It gets no environment, hence no secrets, and is believed in nothing but a line of
JSON and bytes of announced lengths.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from signal import SIGXCPU
from threading import BoundedSemaphore
from typing import Any

from web.uploads.taking import FileBroken, FileRefused

log = logging.getLogger(__name__)

ROOT = Path(__file__).parent.parent.parent
SECONDS = 5  # of computing
PATIENCE = 30  # seconds by the clock, on a machine that has much else to do
MEMORY = 176 * 1024 * 1024  # bytes that it may fill
ADDRESSES = 640 * 1024 * 1024  # bytes of address space, shared libraries included
AT_ONCE = BoundedSemaphore(2)  # processes, so that many uploads take turns

Made = tuple[Mapping[str, Any], Sequence[bytes]]


class FileTooMuch(FileRefused):
    """This file takes too long or needs too much memory to read. Make it simpler."""


def work(task: str, content: bytes) -> Made:
    """Let another process do a task with a file; return what it says and makes."""
    with AT_ONCE:
        done = _run(task, content)
    if done.returncode:
        log.warning(
            "A file could not be read (%s): exit %s, %s",
            task,
            done.returncode,
            done.stderr.decode(errors="replace").strip().rpartition("\n")[2][:300],
        )
        raise FileTooMuch if -done.returncode == SIGXCPU else FileBroken
    return unpack(done.stdout)


def pack(made: Made) -> bytes:
    """Write down what was made: a line of JSON, then the bytes."""
    words, parts = made
    head = {"words": words, "lengths": [len(part) for part in parts]}
    return json.dumps(head).encode() + b"\n" + b"".join(parts)


def pack_refusal(sentence: str) -> bytes:
    """Write down why the file is refused."""
    return json.dumps({"refusal": sentence}).encode() + b"\n"


def unpack(answer: bytes) -> Made:
    """Read what was made, or raise the refusal that was written down."""
    line, _, rest = answer.partition(b"\n")
    head = json.loads(line)
    if "refusal" in head:
        raise FileRefused(str(head["refusal"]))
    parts = []
    for length in head["lengths"]:
        parts.append(rest[:length])
        rest = rest[length:]
    return head["words"], parts


def _run(task: str, content: bytes) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603 - our own program, a word of our own
            [sys.executable, "-s", "-m", "web.uploads", task],
            input=content,
            capture_output=True,
            cwd=ROOT,
            env={},
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise FileTooMuch from None
