"""Where flask-limiter counts: in the table of tries, shared by all processes.

Each count is one statement in a short transaction of its own (``database.fleeting``),
so it is exact among threads, processes and machines, survives a restart, and is not
undone when the view that follows fails. Times are those of ``auction.clock``.
"""

from __future__ import annotations

from math import ceil, floor
from typing import Any

from limits.storage import Storage
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import SQLAlchemyError

from auction import clock
from auction.models import Tries
from web.database import fleeting
from web.extensions import db

COUNT = text(
    "INSERT INTO tries (key, count, expires_at) VALUES (:key, :amount, :until) "
    "ON CONFLICT (key) DO UPDATE SET "
    "count = CASE WHEN tries.expires_at <= :now THEN :amount "
    "ELSE tries.count + :amount END, "
    "expires_at = CASE WHEN tries.expires_at <= :now THEN :until "
    "ELSE tries.expires_at END "
    "RETURNING count"
)


class TriesStorage(Storage):
    """A storage of the ``limits`` library over the table of the app that runs."""

    STORAGE_SCHEME = ["tries"]  # noqa: RUF012 - as the library declares it

    @property
    def base_exceptions(self) -> type[Exception]:
        """What can go wrong here."""
        return SQLAlchemyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count, and return how many there are in the window, these included."""
        now = clock.now().timestamp()
        counts = {
            "key": key,
            "amount": amount,
            "now": floor(now),
            "until": ceil(now) + expiry,
        }
        with fleeting(db.engine) as connection:
            return int(connection.execute(COUNT, counts).scalar_one())

    def take_back(self, key: str) -> None:
        """Undo one count, unless its window is over."""
        with fleeting(db.engine) as connection:
            connection.execute(
                update(Tries)
                .where(Tries.key == key, Tries.count > 0, Tries.expires_at > _now())
                .values(count=Tries.count - 1)
            )

    def get(self, key: str) -> int:
        """Return how many were counted in the window."""
        return self._read(Tries.count, key) or 0

    def get_expiry(self, key: str) -> float:
        """Return when the window ends, in seconds of 1970; now, if there is none."""
        return self._read(Tries.expires_at, key) or _now()

    def check(self) -> bool:
        """Say whether the table answers."""
        with db.engine.connect() as connection:
            connection.execute(select(func.count()).where(Tries.key == ""))
        return True

    def reset(self) -> int:
        """Forget all that flask-limiter has counted."""
        ours = Tries.key.startswith("LIMITER/")
        with fleeting(db.engine) as connection:
            return connection.execute(delete(Tries).where(ours)).rowcount

    def clear(self, key: str) -> None:
        """Forget what was counted under a key."""
        with fleeting(db.engine) as connection:
            connection.execute(delete(Tries).where(Tries.key == key))

    def _read(self, column: Any, key: str) -> int | None:  # noqa: ANN401
        with db.engine.connect() as connection:
            current = Tries.expires_at > _now()
            return connection.scalar(select(column).where(Tries.key == key, current))


def _now() -> int:
    return floor(clock.now().timestamp())
