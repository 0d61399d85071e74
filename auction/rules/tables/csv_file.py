"""Reading CSV, as the programs of offices write it."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from io import StringIO
from itertools import islice

from auction.rules.tables.formulas import without_guard
from auction.rules.tables.grid import Grid, Shape, TableUnreadable, lines_of
from auction.rules.tables.text import decode

SEPARATORS: Mapping[str, str] = {
    ";": "semicolon",
    ",": "comma",
    "\t": "tab",
    "|": "vertical bar",
}
SAMPLE = 65_536  # characters
SAMPLE_LINES = 200
MOST_SEPARATORS = 20_000  # in a line
DECLARED = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # Excel's own first line


def read_csv(content: bytes, shape: Shape, *, most: int) -> Grid:
    """Return the lines of a CSV file; an empty line counts, as it does on a screen."""
    text, encoding = decode(content, shape.encoding)
    declared = DECLARED.match(text)
    if declared:
        text = text[declared.end() :]
    separator = shape.separator or (declared[1] if declared else find_separator(text))
    if separator not in SEPARATORS:
        raise TableUnreadable("A list is separated by ; or , or | or by tabs.")
    lines = lines_of(_rows(text, separator), most=most)
    found = Shape(encoding=encoding, separator=separator, heading=shape.heading)
    return Grid(lines, found)


def find_separator(text: str) -> str:
    """Return the sign at which most lines fall into the same number of cells."""
    return max(SEPARATORS, key=lambda sign: _regularity(text[:SAMPLE], sign))


def _regularity(text: str, separator: str) -> tuple[float, int]:
    widths: Counter[int] = Counter()
    try:
        for row in islice(
            csv.reader(StringIO(text, newline=""), delimiter=separator), SAMPLE_LINES
        ):
            widths[len(row)] += bool(row)
    except csv.Error:
        return 0, 0
    several = {width: times for width, times in widths.items() if width > 1}
    if not several:
        return 0, 0
    usual = max(several, key=lambda width: (several[width], width))
    return several[usual] / widths.total(), usual


def _narrow(text: str, separator: str) -> Iterator[str]:
    for line in StringIO(text, newline=""):
        if line.count(separator) > MOST_SEPARATORS:
            raise TableUnreadable("This list has far too many columns.")
        yield line


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    lines = csv.reader(_narrow(text, separator), delimiter=separator, strict=True)
    number = 0
    try:
        for number, line in enumerate(lines, start=1):  # noqa: B007 - told below
            yield [without_guard(cell.strip()) for cell in line]
    except csv.Error as broken:
        raise TableUnreadable(
            f"Row {number + 1} is not CSV: {broken}. Perhaps a quotation mark is "
            "missing, or one too many."
        ) from None
