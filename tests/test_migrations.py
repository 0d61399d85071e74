from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import create_app
from auction.models import Base
from tests import databases
from tests.factories import make_lot, make_paddle
from tests.moving_clock import MovingClock
from web.extensions import db

MIGRATIONS = str(Path(__file__).parent.parent / "migrations")


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_url(request: pytest.FixtureRequest, tmp_path: Path, worker_id: str) -> str:
    if request.param == "sqlite":
        return databases.sqlite_url(tmp_path, "bare")
    return databases.postgresql_url(f"bare_{worker_id}")


@pytest.fixture
def bare_app(
    bare_url: str,
    tmp_path: Path,
    moving_clock: MovingClock,  # noqa: ARG001 - the rows are made at noon
) -> Iterator[Flask]:
    app = create_app(
        {
            "TESTING": True,
            "SECRET_KEY": "for tests only, and long enough to be one",
            "SQLALCHEMY_DATABASE_URI": bare_url,
            "UPLOADS": str(tmp_path / "uploads"),
        }
    )
    with app.app_context():
        yield app
        db.engine.dispose()


def upgrade(revision: str = "head") -> None:
    flask_migrate.upgrade(directory=MIGRATIONS, revision=revision)


def downgrade(revision: str) -> None:
    flask_migrate.downgrade(directory=MIGRATIONS, revision=revision)


def differences() -> list[Any]:
    with db.engine.connect() as connection:
        there = MigrationContext.configure(connection)
        return list(compare_metadata(there, Base.metadata))


@pytest.mark.usefixtures("bare_app")
def test_the_migrations_lead_to_exactly_the_models() -> None:
    upgrade()

    assert differences() == []


@pytest.mark.usefixtures("bare_app")
def test_upgrading_twice_changes_nothing() -> None:
    upgrade()
    upgrade()

    assert differences() == []


@pytest.mark.usefixtures("bare_app")
def test_the_last_step_goes_down_and_up_again_with_rows_in_the_tables() -> None:
    upgrade()
    _fill()

    downgrade("-1")
    upgrade()

    assert differences() == []


@pytest.mark.usefixtures("bare_app")
def test_going_all_the_way_down_leaves_nothing_behind() -> None:
    upgrade()
    _fill()

    downgrade("base")

    assert inspect(db.engine).get_table_names() == ["alembic_version"]


@pytest.mark.usefixtures("bare_app")
def test_foreign_keys_are_kept_again_after_a_migration() -> None:
    upgrade()

    with db.engine.begin() as connection, pytest.raises(IntegrityError):
        connection.execute(
            text("INSERT INTO lot_views (lot_id, views) VALUES (4711, 1)")
        )


def _fill() -> None:
    with Session(db.engine) as session:
        lot = make_lot(session)
        lot.leader = make_paddle(session, lot)
        session.commit()
