"""Searches that somebody keeps: how many, under which name, and when he is told."""

from __future__ import annotations

from datetime import datetime, timedelta

from auction.rules.lot_cells import UNWANTED
from auction.rules.plain_text import check_line
from auction.rules.refusal import OutOfStep

MOST = 50  # of one person
LONGEST_NAME = 80  # characters
NAMELESS = "A search"
DAY = timedelta(days=1)
# A list of thousands of lots is announced one lot after the other: a mail waits until
# they are all there. It is longer than an announcement may be dated back.
SETTLES = timedelta(minutes=15)


class TooManySearches(OutOfStep):
    """You keep {most} searches, and cannot keep more. Please delete one first."""


def check_name(typed: str, *, otherwise: str) -> str:
    """Return the name of a search on one line; ``otherwise`` if none was typed."""
    name = typed.strip() or UNWANTED.sub("", otherwise)[:LONGEST_NAME].strip()
    return check_line(name or NAMELESS, called="The name", longest=LONGEST_NAME)


def check_number(kept: int) -> None:
    """Refuse one more search to whoever keeps as many as he can."""
    if kept >= MOST:
        raise TooManySearches(most=MOST)


def told_upto(now: datetime) -> datetime:
    """Return until when lots must have been announced to be told of now."""
    return now - SETTLES
