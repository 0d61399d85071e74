"""The procedures that come with the site, one TOML file each."""

import tomllib
from pathlib import Path

from auction.rules.refusal import Refusal

FOLDER = Path(__file__).resolve().parents[2] / "procedures"


class ProcedureUnknown(Refusal):
    """There is no procedure called {name}; there are: {known}."""


def shipped() -> tuple[str, ...]:
    """Return the names of the procedures, in order."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def titles() -> list[tuple[str, str, str]]:
    """Return the name, the title and the summary of each procedure, in order."""
    read = {name: tomllib.loads(load_shipped(name)) for name in shipped()}
    return [(name, one["title"], one["summary"]) for name, one in read.items()]


def load_shipped(name: str) -> str:
    """Return the exact text of a procedure's file."""
    if name not in shipped():
        raise ProcedureUnknown(name=name, known=", ".join(shipped()))
    return (FOLDER / f"{name}.toml").read_text(encoding="utf-8")
