"""Measure what it costs to open a large photo, in the process that opens it.

``python -m bench.uploads`` measures photos of 24 million pixels, as pictures and as
scans; with ``--task`` it is the process that is measured.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

from web.uploads import __main__ as reader
from web.uploads import apart

SIZE = (6000, 4000)  # pixels
WEBP_SIZE = (3000, 2000)  # as many as a WebP can have
TASKS = ("picture", "scan")


@dataclass(frozen=True, slots=True)
class Cost:
    """What opening a file took: megabytes at the peak, and seconds of computing."""

    megabytes: float
    seconds: float
    refusal: str = ""


def main() -> None:
    """Measure the file on the standard input here, or all in processes apart."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--task", choices=TASKS)
    task = arguments.parse_args().task
    if task is not None:
        measure(task)
    else:
        show()


def show() -> None:
    """Open large photos of each kind, and print what it took."""
    idle = cost_of("picture", photo((10, 10), "PNG")).megabytes
    photos = {
        "24 million pixels, JPEG": photo(SIZE, "JPEG"),
        "24 million pixels, PNG": photo(SIZE, "PNG"),
        "24 million pixels, WebP": photo(SIZE, "WEBP"),
        "6 million pixels, WebP": photo(WEBP_SIZE, "WEBP"),
    }
    for name, content in photos.items():
        for task in TASKS:
            cost = cost_of(task, content)
            print(
                f"{task:<8} {name:<24} {cost.seconds:4.2f} s   peak memory "
                f"+{max(0, cost.megabytes - idle):.0f} MB over {idle:.0f} MB",
                f"  refused: {cost.refusal}" if cost.refusal else "",
            )


def cost_of(task: str, content: bytes) -> Cost:
    """Let a process open a file as the site does; return what it cost."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.uploads", "--task", task],
        input=content,
        capture_output=True,
        cwd=apart.ROOT,
        check=True,
    )
    answer = json.loads(done.stdout.partition(b"\n")[0])
    return Cost(**json.loads(done.stderr), refusal=answer.get("refusal", ""))


def measure(task: str) -> None:
    """Do what the process apart does, then tell what it took."""
    reader.main(task)
    status = Path("/proc/self/status").read_text(encoding="ascii")
    kilobytes = int(status.partition("VmHWM:")[2].split()[0])
    usage = resource.getrusage(resource.RUSAGE_SELF)
    seconds = usage.ru_utime + usage.ru_stime
    told = {"megabytes": kilobytes / 1024, "seconds": seconds}
    print(json.dumps(told), file=sys.stderr)


def photo(size: tuple[int, int], form: str) -> bytes:
    """Return a photo that packs about as well as one of a house."""
    rough = (max(1, size[0] // 8), max(1, size[1] // 8))
    channels = [Image.effect_noise(rough, spread).resize(size) for spread in (80, 70)]
    image = Image.merge("RGB", (*channels, channels[0]))
    if form == "PNG":
        image = image.point(lambda value: value & 0xE0)
    with BytesIO() as file:
        image.save(file, form, quality=80, method=0)
        return file.getvalue()


if __name__ == "__main__":
    main()
