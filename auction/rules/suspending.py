"""How long a lot stays open after it is resumed."""

from datetime import datetime, timedelta

from auction.rules.procedure import Procedure


def close_on_resuming(
    procedure: Procedure, *, remaining: timedelta, now: datetime
) -> datetime:
    """Return the new end: the time that was left, but at least the procedure's."""
    return now + max(remaining, procedure.resume_at_least)
