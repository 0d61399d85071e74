"""Spans of time, as people say them."""

from datetime import timedelta

HOUR = timedelta(hours=1)
UNITS = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))


def span(length: timedelta) -> str:
    """Write a span of time in its largest whole unit."""
    seconds = int(length.total_seconds())
    for size, unit in UNITS:
        if seconds >= size and seconds % size == 0:
            return _count(seconds // size, unit)
    return "0 seconds"


def clock_span(length: timedelta) -> str:
    """Write how long a clock runs: up to three days are told in hours."""
    hours, rest = divmod(length, HOUR)
    if rest or not 2 <= hours <= 72:
        return span(length)
    return f"{hours} hours"


def roughly(length: timedelta) -> str:
    """Write a span of time in its two largest units: ``12 days and 3 hours``."""
    seconds = int(length.total_seconds())
    parts: list[str] = []
    for size, unit in UNITS:
        count, seconds = divmod(seconds, size)
        if count or parts:
            parts.append(_count(count, unit))
    shown = [part for part in parts[:2] if not part.startswith("0 ")]
    return " and ".join(shown) or "less than a second"


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" + ("" if number == 1 else "s")
