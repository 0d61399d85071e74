"""Following the database's clock."""

from datetime import UTC, datetime, timedelta
from time import monotonic

from sqlalchemy import Engine, text

from auction import clock

TRIES = 5


def follow(engine: Engine) -> timedelta:
    """Measure how far the database's clock is ahead, and follow it.

    The shortest round trip of several is believed. SQLite has no clock of its own.
    """
    if engine.dialect.name == "sqlite":
        return timedelta(0)
    with engine.connect() as connection:
        samples = [_sample(connection) for _ in range(TRIES)]
    _, ahead = min(samples)
    clock.set_offset(ahead)
    return ahead


def _sample(connection) -> tuple[float, timedelta]:  # type: ignore[no-untyped-def]  # noqa: ANN001
    machine = clock.now() - clock.offset()
    start = monotonic()
    there: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    trip = monotonic() - start
    return trip, there.astimezone(UTC) - machine - timedelta(seconds=trip / 2)
