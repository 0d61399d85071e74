"""Lots of a catalogue as people name them: ``1-20, 25``."""

from __future__ import annotations

import re

from auction.rules.refusal import Refusal

LONGEST = 1000  # characters
LARGEST = 1_000_000
PART = re.compile(r"(\d{1,7})(?:\s*[-\N{EN DASH}]\s*(\d{1,7}))?")

Range = tuple[int, int]  # the first and the last number, both included


class NumbersUnreadable(Refusal):
    """Write numbers of lots like this: 1-20, 25."""


def read_numbers(text: str) -> tuple[Range, ...]:
    """Read which lots are meant, as ranges of their numbers."""
    if len(text) > LONGEST:
        raise NumbersUnreadable
    ranges = tuple(_range(part) for part in re.split(r"[,;]", text) if part.strip())
    if not ranges:
        raise NumbersUnreadable
    return ranges


def _range(part: str) -> Range:
    found = PART.fullmatch(part.strip())
    if found is None:
        raise NumbersUnreadable
    first = int(found[1])
    last = int(found[2] or first)
    if not 0 < first <= last <= LARGEST:
        raise NumbersUnreadable
    return first, last
