"""Verify the trail of lots, with nothing but this file and Python.

``python trail_verifier.py trail.jsonl --checkpoint 3/17/9f86d081884c7d65...``

Each line of a trail is a row: a JSON object of ``digest`` and ``entry``. The entry is
itself JSON and says what happened; it names its ``lot`` and its ``sequence``, counted
from 1. The digest is SHA-256, in hex, over the digest of the row before it, a newline
and the entry; before the first row of a lot come sixty-four zeros.

Who rewrites a whole trail can compute all digests anew, and who cuts its end off leaves
the rest as it was. Both show against a checkpoint that somebody has kept: lot, sequence
and digest, as they stand on the receipt of each bid.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

BEGINNING = "0" * 64  # what the first digest of every lot is chained to
NO_ROW = (ValueError, KeyError, TypeError, RecursionError)  # what reading it may raise


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not fit, and where; a number is 0 where nobody can tell."""

    lot: int
    sequence: int
    sentence: str
    line: int = 0  # of the file, counted from 1

    def __str__(self) -> str:
        return f"Line {self.line}: {self.sentence}" if self.line else self.sentence


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A row as it was when somebody wrote it down."""

    lot: int
    sequence: int
    digest: str

    @classmethod
    def read(cls, text: str) -> Checkpoint:
        """Read one as it is printed; ``ValueError`` for what is none."""
        lot, sequence, digest = text.strip().split("/")
        return cls(int(lot), int(sequence), digest.lower())

    def __str__(self) -> str:
        return f"{self.lot}/{self.sequence}/{self.digest}"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the trail of a lot."""

    lot: int
    sequence: int
    digest: str
    entry: str

    @classmethod
    def read(cls, line: bytes) -> Row:
        """Read a line; ``ValueError`` and others for what is none."""
        text = line.decode().removesuffix("\n")
        row = json.loads(text)
        if text != line_of(row["digest"], row["entry"]):
            raise ValueError(text)
        said = json.loads(row["entry"])
        numbers = int(said["lot"]), int(said["sequence"])
        return cls(*numbers, row["digest"], row["entry"])


@dataclass(slots=True)
class Chain:
    """The rows of one lot so far: their digests, the first with the sequence 1."""

    digests: list[str] = field(default_factory=list)
    is_broken: bool = False

    def add(self, row: Row) -> str:
        """Add a row, or say why it does not fit."""
        expected = len(self.digests) + 1
        previous = self.digests[-1] if self.digests else BEGINNING
        self.is_broken = True
        if row.sequence != expected:
            return f"Lot {row.lot}: row {expected} is missing, or not in its place."
        if row.digest != digest(previous, row.entry):
            return f"Lot {row.lot}: row {row.sequence} is not as it was written."
        self.is_broken = False
        self.digests.append(row.digest)
        return ""

    def check(self, kept: Checkpoint) -> Fault | None:
        """Compare with what somebody has kept."""
        there = len(self.digests)
        if self.is_broken and kept.sequence > there:
            return None  # that is told already
        if not 0 < kept.sequence <= there:
            sentence = f"Lot {kept.lot}: row {kept.sequence} is missing at the end."
        elif self.digests[kept.sequence - 1] != kept.digest:
            sentence = (
                f"Lot {kept.lot}: row {kept.sequence} is not what was kept of it."
            )
        else:
            return None
        return Fault(kept.lot, kept.sequence, sentence)


def digest(previous: str, entry: str) -> str:
    """Chain an entry to the row before it: SHA-256, in hex."""
    return hashlib.sha256(f"{previous}\n{entry}".encode()).hexdigest()


def line_of(digest: str, entry: str) -> str:
    """Write a row in the one way in which it is written."""
    row = {"digest": digest, "entry": entry}
    return json.dumps(row, separators=(",", ":"), ensure_ascii=False)


def faults(lines: Iterable[bytes], kept: Iterable[Checkpoint] = ()) -> list[Fault]:
    """Return what does not fit, of each lot the first; nothing if all is well."""
    chains: dict[int, Chain] = {}
    found: list[Fault] = []
    for number, line in enumerate(lines, start=1):
        try:
            row = Row.read(line)
        except NO_ROW:
            found.append(Fault(0, 0, "This is no row of a trail.", number))
            continue
        chain = chains.setdefault(row.lot, Chain())
        if not chain.is_broken and (sentence := chain.add(row)):
            found.append(Fault(row.lot, len(chain.digests) + 1, sentence, number))
    missed = (chains.get(one.lot, Chain()).check(one) for one in kept)
    return found + [fault for fault in missed if fault is not None]


def main(words: Sequence[str] | None = None) -> int:
    """Verify a file, and say what does not fit."""
    said = argparse.ArgumentParser(description="Verify the trail of lots.")
    said.add_argument("file", type=Path)
    said.add_argument("--checkpoint", type=Checkpoint.read, action="append", default=[])
    told = said.parse_args(words)
    with told.file.open("rb") as lines:
        found = faults(lines, told.checkpoint)
    for fault in found:
        sys.stdout.write(f"{fault}\n")
    if not found:
        sys.stdout.write("Every row fits.\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
