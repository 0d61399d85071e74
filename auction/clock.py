"""The one place where the program asks what time it is.

Every process follows the database's clock. With SQLite that is this machine's own;
with PostgreSQL the measured offset is set here and applied to every answer.
"""

from datetime import UTC, datetime, timedelta

_offset = timedelta(0)


def now() -> datetime:
    """Return the current moment, in UTC, by the database's clock."""
    return datetime.now(UTC) + _offset


def offset() -> timedelta:
    """Return how far the database's clock is ahead of this machine's."""
    return _offset


def set_offset(ahead: timedelta) -> None:
    """Follow a database whose clock is ``ahead`` of this machine's."""
    global _offset  # noqa: PLW0603 - one clock for the whole process
    _offset = ahead
