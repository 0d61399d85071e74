"""Reading lists in JSON: objects with the same keys, as a table."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from auction.rules.tables.grid import (
    MOST_COLUMNS,
    MOST_LINES,
    Cell,
    Grid,
    Line,
    Shape,
    TableUnreadable,
)
from auction.rules.tables.text import decode

MOST_VALUES = 1_000_000
MOST_NESTS = 300_000
HEADINGS = 0  # the line of the keys; objects count from 1
FIELDS = "fields"
FIELD = "field."


def read_json(content: bytes, shape: Shape, *, most: int) -> Grid:
    """Return a list of objects as lines of cells, under the names of their keys."""
    text, encoding = decode(content, shape.encoding)
    objects = [dict(_flat(one)) for one in objects_of(text)]
    if len(objects) > MOST_LINES:
        sentence = f"This list has more than {MOST_LINES:,} lots: please split it."
        raise TableUnreadable(sentence)
    keys = list(dict.fromkeys(key for one in objects for key in one))
    if len(keys) > MOST_COLUMNS:
        raise TableUnreadable(f"The lots have more than {MOST_COLUMNS} different keys.")
    lines = [Line(HEADINGS, tuple(keys))]
    for number, one in enumerate(objects[:most], start=1):
        lines.append(Line(number, tuple(one.get(key) for key in keys)))
    return Grid(tuple(lines), Shape(encoding=encoding, heading=HEADINGS))


def objects_of(text: str) -> Sequence[Mapping[str, Any]]:
    """Return the objects of a JSON list, or of the list in ``{"lots": [...]}``."""
    if text.count(",") > MOST_VALUES or text.count("{") + text.count("[") > MOST_NESTS:
        raise TableUnreadable("This file holds far more than a list of lots.")
    try:
        found = json.loads(text, parse_float=Decimal, parse_constant=_refuse)
    except (ValueError, RecursionError) as broken:
        raise TableUnreadable(f"This is not JSON: {broken}.") from None
    rows = found.get("lots") if isinstance(found, dict) else found
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise TableUnreadable('The file must hold a list of lots, or {"lots": [...]}.')
    return rows


def _refuse(constant: str) -> None:
    raise ValueError(f"there is no number {constant}")


def _flat(one: Mapping[str, Any]) -> Iterator[tuple[str, Cell]]:
    for key, value in one.items():
        if isinstance(value, dict):
            inside = FIELD if key == FIELDS else f"{key}."
            yield from ((inside + name, _cell(held)) for name, held in value.items())
        else:
            yield key, _cell(value)


def _cell(value: Any) -> Cell:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return value.strip() if isinstance(value, str) else value
