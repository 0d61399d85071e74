"""What differs between the databases, all in one place.

SQLite: WAL with ``synchronous=FULL`` (an acknowledged bid survives a power cut),
``BEGIN IMMEDIATE`` for writers, and a queue in front of it, because SQLite's own
waiting is not fair. PostgreSQL: a limit on waiting for a lock.
"""

from __future__ import annotations

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from threading import Lock
from time import monotonic, sleep
from typing import Any

import pysqlite3
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

log = logging.getLogger(__name__)

LOCK_SECONDS = 15
FLEETING_SECONDS = 1
LOOK_AGAIN_SECONDS = 0.005
PRAGMAS = (
    "synchronous = FULL",
    f"busy_timeout = {LOCK_SECONDS * 1000}",
    "foreign_keys = ON",
    "trusted_schema = OFF",
    "journal_size_limit = 67108864",
    "cache_size = -16384",
)


def engine_options(url: str, *, threads: int) -> dict[str, Any]:
    """Return what the engine for a database address is created with."""
    dialect = make_url(url).get_backend_name()
    secretive = {"hide_parameters": True}  # an error tells no addresses and no bids
    if dialect == "sqlite":
        return secretive | {
            "module": pysqlite3,
            "connect_args": {"timeout": LOCK_SECONDS},
            "pool_size": threads + 4,
        }
    return secretive | {
        "pool_size": threads + 4,
        "pool_pre_ping": True,
        "connect_args": {"options": f"-c lock_timeout={LOCK_SECONDS * 1000}"},
    }


def prepare(engine: Engine) -> None:
    """Make SQLite keep foreign keys, lose nothing, and begin as it is told to."""
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", set_pragmas)
    event.listen(engine, "begin", partial(begin, Turn(f"{engine.url.database}.turn")))
    event.listen(engine, "checkin", give_turn_back)


def set_pragmas(connection: Any, _: object) -> None:  # noqa: ANN401
    """Set up a new connection of SQLite's driver."""
    connection.isolation_level = None  # the driver must not begin by itself
    safe = wal_is_safe(pysqlite3.sqlite_version_info)
    if not safe:
        log.warning("This SQLite can damage a database in WAL mode: doing without")
    journal = "WAL" if safe else "TRUNCATE"
    for pragma in (f"journal_mode = {journal}", *PRAGMAS):
        connection.execute(f"PRAGMA {pragma}").fetchall()


def begin(turn: Turn, connection: Connection) -> None:
    """Begin a transaction; a writer waits for his turn first."""
    options = connection.get_execution_options()
    mode = options.get("sqlite_begin", "DEFERRED")
    _write_through(connection, options.get("sqlite_synchronous", "FULL"))
    if mode == "IMMEDIATE":
        turn.take(options.get("sqlite_patience", LOCK_SECONDS))
        connection.info["turn"] = turn
    connection.exec_driver_sql(f"BEGIN {mode}")


def _write_through(connection: Connection, wanted: str) -> None:
    if connection.info.get("synchronous", "FULL") != wanted:
        connection.exec_driver_sql(f"PRAGMA synchronous = {wanted}")
        connection.info["synchronous"] = wanted


@contextmanager
def fleeting(engine: Engine) -> Iterator[Connection]:
    """Begin a short transaction of its own, for what a power cut may take away.

    It does not wait for the disk, and soon gives up waiting for others: counts of
    tries must neither slow down bids nor be held up by a long import.
    """
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.execution_options(
                sqlite_begin="IMMEDIATE",
                sqlite_synchronous="NORMAL",
                sqlite_patience=FLEETING_SECONDS,
            )
        with connection.begin():
            if engine.dialect.name == "postgresql":
                connection.execute(HASTE, {"wait": f"{FLEETING_SECONDS}s"})
            yield connection


HASTE = text(
    "SELECT set_config('synchronous_commit', 'off', true),"
    " set_config('lock_timeout', :wait, true)"
)


def give_turn_back(_: object, record: Any) -> None:  # noqa: ANN401
    """End a writer's turn when its connection goes back to the pool."""
    held = record.info.pop("turn", None)
    if held is not None:
        held.give_back()


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Say whether a SQLite has the fix of the WAL-reset bug (sqlite.org/wal.html)."""
    return (
        version >= (3, 51, 3)
        or (3, 50, 7) <= version < (3, 51)
        or (3, 44, 6) <= version < (3, 45)
    )


class Turn:
    """One writer's turn: a queue for the threads of a process, a file between them.

    The kernel gives the file lock to those who wait in order, and takes it back from
    a process that is killed.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._threads = Lock()
        self._file: int | None = None

    def take(self, seconds: float = LOCK_SECONDS) -> None:
        """Wait for the turn, usually as long as for the database itself."""
        end = monotonic() + seconds
        if not self._threads.acquire(timeout=seconds):
            raise _locked()
        if self._file is None:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        if seconds >= LOCK_SECONDS:
            fcntl.flock(self._file, fcntl.LOCK_EX)
            return
        while not self._is_free(self._file):
            if monotonic() > end:
                self._threads.release()
                raise _locked()
            sleep(LOOK_AGAIN_SECONDS)

    def _is_free(self, file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def give_back(self) -> None:
        """Let the next writer in."""
        if self._file is not None:
            fcntl.flock(self._file, fcntl.LOCK_UN)
        self._threads.release()


def _locked() -> OperationalError:
    return OperationalError("BEGIN IMMEDIATE", None, TimeoutError("database is locked"))
