"""Counts are exact, shared, short-lived, and never in the way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app import create_app
from auction.models import Tries
from auction.services import tries
from tests.moving_clock import MovingClock
from tests.racing import at_once
from web import database
from web.extensions import db
from web.tries_storage import TriesStorage

MINUTE = 60


@contextmanager
def another_app(app: Flask) -> Iterator[Flask]:
    """Build the site again over the same database, as after a restart."""
    other = create_app(app.config)
    yield other
    with other.app_context():
        db.engine.dispose()


def test_counts_of_many_threads_and_two_apps_are_exact(app: Flask) -> None:
    storage = TriesStorage()

    with another_app(app) as other:
        apps = [app, other] * 6
        seen = at_once(app, [partial(_counted_in, one, storage) for one in apps])

    assert sorted(seen) == list(range(1, 13))


def _counted_in(app: Flask, storage: TriesStorage, _: Session) -> int:
    with app.app_context():
        return storage.incr("key", MINUTE)


def test_counts_survive_a_restart(app: Flask) -> None:
    with app.app_context():
        TriesStorage().incr("key", MINUTE, amount=7)

    with another_app(app) as other, other.app_context():
        assert TriesStorage().get("key") == 7


def test_a_window_ends_when_it_should_and_not_before(
    app: Flask, moving_clock: MovingClock
) -> None:
    moving_clock.move(timedelta(milliseconds=300))
    with app.app_context():
        storage = TriesStorage()
        storage.incr("key", MINUTE)
        moving_clock.move(timedelta(seconds=59, milliseconds=999))
        within = storage.incr("key", MINUTE)
        moving_clock.move(timedelta(seconds=1))

        assert within == 2
        assert storage.get("key") == 0
        assert storage.incr("key", MINUTE) == 1


def test_counting_on_does_not_make_a_window_longer(
    app: Flask, moving_clock: MovingClock
) -> None:
    with app.app_context():
        storage = TriesStorage()
        storage.incr("key", MINUTE)
        ends = storage.get_expiry("key")
        moving_clock.move(timedelta(seconds=50))
        storage.incr("key", MINUTE)

        assert storage.get_expiry("key") == ends


def test_a_count_is_taken_back_once_and_never_below_nothing(app: Flask) -> None:
    with app.app_context():
        storage = TriesStorage()
        storage.incr("key", MINUTE)
        storage.take_back("key")
        storage.take_back("key")

        assert storage.incr("key", MINUTE) == 1


def test_what_was_counted_can_be_cleared_and_the_second_factor_keeps_its_own(
    app: Flask, session: Session
) -> None:
    session.add(Tries(key="code 1", count=3, expires_at=2**40))
    session.commit()
    with app.app_context():
        storage = TriesStorage()
        storage.incr("LIMITER/a", MINUTE)
        storage.incr("LIMITER/b", MINUTE)
        storage.clear("LIMITER/a")
        assert storage.get("LIMITER/a") == 0
        assert storage.reset() == 1
        assert storage.check()

    assert session.scalars(select(Tries.key)).all() == ["code 1"]


def test_old_rows_are_swept_away(
    app: Flask, session: Session, moving_clock: MovingClock
) -> None:
    with app.app_context():
        TriesStorage().incr("old", MINUTE)
        TriesStorage().incr("young", 2 * MINUTE)

    swept = tries.forget_old(session, now=moving_clock.move(timedelta(seconds=MINUTE)))

    assert swept == 1
    assert session.scalars(select(Tries.key)).all() == ["young"]


def test_counting_gives_up_soon_where_another_writer_takes_long(
    app: Flask, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "FLEETING_SECONDS", 0.05)
    storage = TriesStorage()
    with app.app_context():
        storage.incr("key", MINUTE)
        with engine.connect() as writer:
            writer.execution_options(sqlite_begin="IMMEDIATE")
            writer.execute(text("UPDATE tries SET count = 9"))
            with pytest.raises(OperationalError):
                storage.incr("key", MINUTE)
            writer.rollback()

        assert storage.incr("key", MINUTE) == 2


def test_a_bid_still_reaches_the_disk_after_a_count_did_not_wait_for_it(
    app: Flask, engine: Engine
) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL forgets it with the transaction")
    full = 2
    with app.app_context():
        engine.dispose()  # one connection, which is used again
        TriesStorage().incr("key", MINUTE)
        with database.fleeting(engine) as connection:
            fleeting = connection.exec_driver_sql("PRAGMA synchronous").scalar()
        with engine.connect() as connection:
            lasting = connection.exec_driver_sql("PRAGMA synchronous").scalar()

    assert (fleeting, lasting) == (1, full)
