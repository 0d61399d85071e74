"""Taking a list of lots apart into rows: CSV or JSON, whichever it is."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from io import StringIO
from typing import Any

from auction.rules.refusal import Unreadable

Row = Mapping[str, Any]


class ListUnreadable(Unreadable):
    """This is not a list of lots."""


def rows_of(text: str) -> Sequence[Row]:
    """Return the rows of a list, by the names of their columns."""
    return _from_json(text) if text.lstrip()[:1] in {"[", "{"} else _from_csv(text)


def _from_json(text: str) -> Sequence[Row]:
    try:
        found = json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as broken:
        raise ListUnreadable(f"This is not JSON: {broken}.") from None
    rows = found.get("lots") if isinstance(found, dict) else found
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ListUnreadable('The file must hold a list of lots, or {"lots": [...]}.')
    return rows


def _from_csv(text: str) -> Sequence[Row]:
    first_line = text.partition("\n")[0]
    sign = ";" if first_line.count(";") > first_line.count(",") else ","
    lines = csv.reader(StringIO(text, newline=""), delimiter=sign, strict=True)
    try:
        headings = [cell.strip() for cell in next(lines, [])]
        _check_headings(headings)
        return [dict(_cells(headings, line)) for line in lines]
    except csv.Error as broken:
        raise ListUnreadable(
            f"This is not CSV: line {lines.line_num}, {broken}."
        ) from None


def _check_headings(headings: Sequence[str]) -> None:
    if not any(headings):
        raise ListUnreadable("The first line must name the columns.")
    for heading in headings:
        if heading and headings.count(heading) > 1:
            raise ListUnreadable(f"There are two columns named {heading}.")


def _cells(headings: Sequence[str], line: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Name each cell by its heading; one without, if it is used, by its place."""
    for place, cell in enumerate(line):
        heading = headings[place] if place < len(headings) else ""
        if heading or cell.strip():
            yield heading or f"cell {place + 1}", cell.strip()
