"""Writing a row that may be there already, so that it is there once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from auction.models import Mail, Notice

INSERTS: Mapping[str, Callable[..., Any]] = {
    "postgresql": postgresql.insert,
    "sqlite": sqlite.insert,
}


def write_once(session: Session, row: Notice | Mail) -> bool:
    """Write a row unless one with the same ``once`` is there; say if it was written.

    Within the caller's transaction, which goes on either way: whoever writes the same
    at the same moment is waited for. The row itself is not added to the session.
    """
    columns = type(row).__mapper__.column_attrs
    values = {
        column.key: getattr(row, column.key)
        for column in columns
        if column.key in row.__dict__
    }
    insert = INSERTS[session.get_bind().dialect.name](type(row)).values(values)
    unless_there = insert.on_conflict_do_nothing(index_elements=["once"])
    written = session.connection().execute(unless_there.returning(type(row).id))
    return written.first() is not None
