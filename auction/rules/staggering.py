"""Ends that follow one another, so that the lots of a sale do not all close at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

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


def hints(ends: Sequence[tuple[int, datetime]], *, seconds: int) -> list[str]:
    """Say where the ends of numbered lots collide or are out of their order.

    ``seconds`` are meant to lie between two of them; with 0 nothing is amiss.
    """
    if not seconds:
        return []
    found = [
        f"Lots {_listed(group)} end in the same second: who wants several must choose."
        for group in ending_together(ends)
    ]
    for (before, end), (after, earlier) in pairwise(sorted(ends)):
        if earlier < end:
            found.append(
                f"The ends do not follow the numbers: lot {after} ends before lot "
                f"{before}."
            )
            break
    return found


def _listed(numbers: Sequence[int]) -> str:
    *others, last = numbers
    return f"{', '.join(map(str, others))} and {last}"
