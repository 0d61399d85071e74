"""How often, and for how long, a mail is tried that does not go through."""

from datetime import datetime, timedelta

FIRST_WAIT = timedelta(minutes=1)  # doubled after each try
LONGEST_WAIT = timedelta(hours=4)
MOST_TRIES = 32  # four days: as long as RFC 5321, 4.5.4.1 asks for
MOST_REFUSALS = 5  # half an hour: a server that says no for good means it
TOO_OLD = timedelta(days=14)  # what nobody could send for so long is no news any more


def next_try_at(*, tries: int, is_refused: bool, now: datetime) -> datetime | None:
    """Return when to try a mail again after so many tries; None: give it up.

    ``is_refused``: the server said that it will never take this mail.
    """
    if tries >= (MOST_REFUSALS if is_refused else MOST_TRIES):
        return None
    doubled = FIRST_WAIT * (1 << min(tries - 1, 10))
    return now + min(doubled, LONGEST_WAIT)
