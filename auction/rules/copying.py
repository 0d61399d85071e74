"""Copying a sale: which lots are meant, and when they take place."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from auction.rules.checks import calendar
from auction.rules.refusal import Refusal

LARGEST = 100_000  # the number of a lot
PART = re.compile(r"([0-9]{1,6})(?:\s*[-\N{EN DASH}]\s*([0-9]{1,6}))?")


class NumbersUnreadable(Refusal):
    """Please write the numbers of the lots, like 1-5, 8."""


def read_numbers(written: str) -> list[int]:
    """Read numbers and ranges of numbers, apart by commas; each number once."""
    numbers: set[int] = set()
    for part in re.split(r"[,;]", written.strip().rstrip(",;")):
        found = PART.fullmatch(part.strip())
        if not found:
            raise NumbersUnreadable
        first, last = int(found[1]), int(found[2] or found[1])
        if not 0 < first <= last <= LARGEST:
            raise NumbersUnreadable
        numbers.update(range(first, last + 1))
    return sorted(numbers)


def moved(at: datetime, *, first: datetime, to: datetime, zone: ZoneInfo) -> datetime:
    """Move a moment as far as ``first`` is moved ``to``, by the clocks of ``zone``.

    What was at ten o'clock stays at ten, whether or not it is summer then.
    """
    apart = calendar.wall(at, zone) - calendar.wall(first, zone)
    local = (calendar.wall(to, zone) + apart).replace(tzinfo=zone)
    return local.astimezone(UTC)
