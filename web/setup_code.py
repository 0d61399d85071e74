"""The code with which the first person proves that the machine is his.

It lies in a file that only who runs the machine can read, is printed when the site
starts, and is gone once it was used.
"""

from __future__ import annotations

import fcntl
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from hmac import compare_digest
from pathlib import Path

from flask import current_app

from auction.rules.refusal import Refusal
from web.kept_secrets import kept

SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is taken for another
GROUPS, GROUP = 4, 4


class WrongCode(Refusal):
    """This is not the code that the site printed when it was started."""


def code() -> str:
    """Return this installation's code, made the first time that it is asked for."""
    return kept(_path(), _new)


@contextmanager
def spent_by(typed: str) -> Iterator[None]:
    """Spend the code on what happens inside; if that fails, the code stays good.

    Two who come at once go one after the other.
    """
    path = _path()
    if not path.exists():
        raise WrongCode
    with path.open(encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if not path.exists() or not compare_digest(_bare(typed), _bare(file.read())):
            raise WrongCode
        yield
        path.unlink()


def _new() -> str:
    groups = (
        "".join(secrets.choice(SIGNS) for _ in range(GROUP)) for _ in range(GROUPS)
    )
    return "-".join(groups)


def _bare(typed: str) -> bytes:
    return "".join(sign for sign in typed.upper() if sign.isalnum()).encode()


def _path() -> Path:
    return Path(current_app.config["SETUP_CODE"])
