"""A plan: how the columns of a list become the parts of lots, and what holds for all.

It is data, so that it can be stored with an import, remembered by an office and
written into a file for the command line.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from auction.rules.columns.targets import APPEND, LEAVE_OUT, target_of
from auction.rules.columns.words import plain
from auction.rules.refusal import Unreadable


class PlanInvalid(Unreadable):
    """This is no plan for the columns of a list."""


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """What one column becomes.

    ``to`` names a target; empty, nobody has decided yet. ``style`` is how it writes
    its numbers or days, where that is said and not found. ``words`` are the office's
    own words, and what they mean.
    """

    to: str = ""
    style: str = ""
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of a list: its columns by their headings, and constants by target."""

    columns: Mapping[str, ColumnPlan] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, mapping: Mapping[str, Any], constants: Mapping[str, Any]) -> Plan:
        """Return the plan that was stored, or that somebody wrote."""
        columns = {heading: _column(heading, said) for heading, said in mapping.items()}
        return cls(columns, {name: str(value) for name, value in constants.items()})

    def stored(self) -> dict[str, Any]:
        """Return its columns as they are stored."""
        return {
            heading: {"to": column.to}
            | ({"style": column.style} if column.style else {})
            | ({"words": dict(column.words)} if column.words else {})
            for heading, column in self.columns.items()
        }

    def conflicts(self) -> dict[str, str]:
        """Return what is wrong with the columns themselves, by heading."""
        found = {}
        times = Counter(column.to for column in self.columns.values())
        for heading, column in self.columns.items():
            target = target_of(column.to)
            if not column.to:
                found[heading] = "Say what this column is, or leave it out."
            elif target is None:
                found[heading] = f"There is nothing called {column.to}."
            elif times[column.to] > 1 and not may_be_several(column.to):
                found[heading] = f"Only one column can be “{target.label}”."
        return found


def may_be_several(name: str) -> bool:
    """Say whether several columns can become the same."""
    target = target_of(name)
    return name in {APPEND, LEAVE_OUT} or (target is not None and target.is_text)


def digest_of(headings: Iterable[str]) -> str:
    """Return what a kind of list is remembered by: SHA-256 (hex) of its headings."""
    written = "\n".join(plain(heading) for heading in headings)
    return hashlib.sha256(written.encode()).hexdigest()


def _column(heading: str, said: object) -> ColumnPlan:
    if isinstance(said, str):
        return ColumnPlan(said)
    if not isinstance(said, dict) or not isinstance(said.get("words", {}), dict):
        raise PlanInvalid(
            f'“{heading}” must be a target, like "title", or an object with "to", '
            '"style" and "words".'
        )
    words = {str(word): str(meant) for word, meant in said.get("words", {}).items()}
    return ColumnPlan(str(said.get("to", "")), str(said.get("style", "")), words)
