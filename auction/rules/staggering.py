"""Ends that follow one another, so that the lots of a sale do not all close at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from auction.rules.refusal import Refusal

LONGEST = 3_600  # seconds between two ends


class SecondsOutOfRange(Refusal):
    """Please write how many seconds lie between two ends: from 0 to {longest}."""


class EndBeforeOpening(Refusal):
    """Lot {number} would end before it opens."""


def end_at(first_end: datetime, *, seconds: int, place: int) -> datetime:
    """Return the end of the lot at a place of its catalogue, counted from 0."""
    return first_end + timedelta(seconds=seconds) * place


def spread(first_end: datetime, *, seconds: int, lots: int) -> list[datetime]:
    """Return the ends of so many lots, in their order."""
    return [end_at(first_end, seconds=seconds, place=place) for place in range(lots)]


def check_seconds(seconds: int) -> int:
    """Return the seconds between two ends, or refuse what cannot be meant."""
    if not 0 <= seconds <= LONGEST:
        raise SecondsOutOfRange(longest=LONGEST)
    return seconds


def ending_together(ends: Iterable[tuple[int, datetime]]) -> list[tuple[int, ...]]:
    """Return the numbers of lots that end in the same second, group by group."""
    by_second: defaultdict[datetime, list[int]] = defaultdict(list)
    for number, end in ends:
        by_second[end.replace(microsecond=0)].append(number)
    return [tuple(group) for _, group in sorted(by_second.items()) if len(group) > 1]
