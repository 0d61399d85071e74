"""What the commands share: finding one row by name, and saying no in a sentence."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click
from flask.cli import with_appcontext
from sqlalchemy import Select

from auction.rules.refusal import Refusal
from web.extensions import db

P = ParamSpec("P")
T = TypeVar("T")


def saying_no(command: Callable[P, None]) -> Callable[P, None]:
    """Run a command inside the app; a refusal is a sentence and exit status 1."""

    @with_appcontext
    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except Refusal as refusal:
            raise click.ClickException(str(refusal)) from refusal

    return run


def one(kind: type[T], query: Select[tuple[T]]) -> T:
    """Return the one row that a query finds, or refuse."""
    row = db.session.scalars(query).one_or_none()
    if row is None:
        raise Refusal(f"There is no such {kind.__name__.lower()}.")
    return row


def counted(number: int, thing: str) -> str:
    """Return ``1 lot`` or ``2 lots``."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
