"""By when a deposit comes back, as its owner reads it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

PATIENCE = timedelta(days=3)  # how long "at once" may take before the office is asked


def when_due(
    due_at: datetime,
    *,
    booked_at: datetime | None,
    is_ordered: bool,
    now: datetime,
    tell: Callable[[datetime], str],
) -> str:
    """Say by when money comes back, or since when it should have.

    ``booked_at`` is when it became known that it goes back; ``is_ordered``: the bank
    has been told to transfer it.
    """
    if booked_at is not None and due_at <= booked_at > now - PATIENCE:
        return "at once"
    if now <= due_at:
        return f"by {tell(due_at)}"
    rest = (
        "the bank has the order" if is_ordered else "not returned yet: ask the office"
    )
    return f"was due back by {tell(due_at)}; {rest}"
