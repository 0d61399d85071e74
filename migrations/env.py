"""How a migration runs: one transaction, everything or nothing, one process at a time.

SQLite changes a table by rebuilding it. Foreign keys rest meanwhile, or the rows that
point at it would go with the old one; all of them are checked before the commit.
"""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from flask import current_app
from sqlalchemy import Connection, TypeDecorator, text

LOCK = 7_220_365  # any number, as long as nobody else in the database uses it

db = current_app.extensions["migrate"].db


class ForeignKeyError(Exception):
    """A migration left rows that point at nothing, so it was undone."""


def migrate() -> None:
    """Run the steps that Alembic has chosen."""
    engine = db.engine.execution_options(sqlite_begin="IMMEDIATE")
    with engine.connect() as connection:
        _keep_foreign_keys(connection, on=False)
        try:
            _run(connection)
        finally:
            connection.rollback()
            _keep_foreign_keys(connection, on=True)


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        render_item=_plainly,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
        context.run_migrations()
        _check_foreign_keys(connection)


def _keep_foreign_keys(connection: Connection, *, on: bool) -> None:
    # Past SQLAlchemy: within a transaction, this pragma does nothing.
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection
        driver.execute(f"PRAGMA foreign_keys = {'ON' if on else 'OFF'}")


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        if broken:
            raise ForeignKeyError(str(broken[:5]))


def _plainly(
    kind: str,
    item: object,
    _: object,
) -> str | Literal[False]:
    """Write our own types as what is stored: migrations outlive the code."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


if context.is_offline_mode():
    raise SystemExit("Migrations need a database to run on; they cannot be printed.")
migrate()
