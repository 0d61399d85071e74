"""A whole list, read step by step: a table by its plan, or a loan tape."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Protocol

from auction.rules.columns.plan import Plan
from auction.rules.columns.proposing import knows
from auction.rules.columns.reading import LotReading, ReadColumn
from auction.rules.lot_cells import Terms
from auction.rules.lot_row import Problem
from auction.rules.lot_sheet import LotSheet
from auction.rules.tables.grid import Shape
from auction.rules.tables.headings import table_of
from auction.rules.tables.reading import read_grid
from auction.rules.tapes.reading import TapeReading

TAPE = "tape"  # in the shape of a list that is one: what its lots are


class ListReading(Protocol):
    """What checking and importing ask of a list, whatever kind it is."""

    sheets: list[tuple[int, LotSheet]]
    problems: list[Problem]
    columns: list[ReadColumn]
    unknown_words: dict[str, Counter[str]]

    @property
    def row_count(self) -> int:
        """How many rows there are to read."""

    @property
    def is_right(self) -> bool:
        """Whether there is no problem."""

    def in_steps(self, size: int) -> Iterator[int]:
        """Read so many rows at once; yield how many have been read so far."""

    def attachments(self) -> Mapping[str, bytes]:
        """Return workbooks for the data rooms of lots, by the lots' own numbers."""


def open_list(
    content: bytes,
    *,
    shape: Mapping[str, Any],
    mapping: Mapping[str, Any],
    constants: Mapping[str, Any],
    terms: Terms,
    left_out: Collection[int] = (),
) -> ListReading:
    """Begin to read a list as its office says; ``TableUnreadable`` if it is none."""
    if shape.get(TAPE):
        return TapeReading(
            content,
            lots=shape[TAPE],
            constants={name: str(value) for name, value in constants.items()},
            terms=terms,
            left_out=left_out,
        )
    table = table_of(read_grid(content, Shape.of(dict(shape))), knows)
    plan = Plan.of(mapping, constants)
    return LotReading(table, plan, terms, left_out=left_out)
