"""The process apart: it reads one file, says what it made of it, and ends."""

import resource
import sys
from contextlib import suppress
from importlib import import_module

from auction.rules.refusal import Refusal
from web.uploads import apart

TASKS = {
    "picture": "pictures",
    "scan": "scans",
    "pdf": "pdfs",
    "office": "office_files",
}


def main(task: str) -> None:
    """Do one task with the file on the standard input."""
    _limit(resource.RLIMIT_DATA, apart.MEMORY)
    _limit(resource.RLIMIT_AS, apart.ADDRESSES)
    _limit(resource.RLIMIT_CPU, apart.SECONDS)
    _limit(resource.RLIMIT_CORE, 0)
    module = import_module(f"web.uploads.{TASKS[task]}")
    try:
        answer = apart.pack(module.make(sys.stdin.buffer.read()))
    except Refusal as refusal:
        answer = apart.pack_refusal(str(refusal))
    except MemoryError:
        answer = apart.pack_refusal(str(apart.FileTooMuch()))
    sys.stdout.buffer.write(answer)


def _limit(what: int, most: int) -> None:
    with suppress(ValueError, OSError):  # a system that knows no such limit
        resource.setrlimit(what, (most, resource.getrlimit(what)[1]))


if __name__ == "__main__":
    main(sys.argv[1])
