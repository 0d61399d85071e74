"""Writing a workbook of one sheet (ECMA-376), quickly enough for thousands of lots.

Written by hand, because openpyxl takes seconds for each thousand of them, and in that
time holds up everybody else. A text is an inline string here: no program reckons
with it, whatever it begins with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import zip_longest
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from auction.rules.tables import workbook_parts as parts
from auction.rules.tables.grid import column_letters

Written = str | int | Decimal | date | datetime | None

LONGEST = 32_767  # characters of a cell
LONGEST_NAME = 31  # characters of a sheet's name
WIDEST, LOOKED_AT = 48, 50  # characters; rows
SHEET_NAME = re.compile(r"[^\w \-]")
# Signs that XML cannot hold, and halves of signs that no encoding can.
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # "_x000D_" means a sign in XLSX
FIRST_DAY, FIRST_SAFE_DAY = date(1899, 12, 30), date(1900, 3, 1)


def xlsx_of(rows: Iterable[Sequence[Written]], *, sheet: str) -> bytes:
    """Return a workbook with one sheet; its first row stays in view as the headings."""
    lines = [list(row) for row in rows]
    name = escape(SHEET_NAME.sub("", sheet)[:LONGEST_NAME].strip() or "Table")
    content = {
        **parts.ALWAYS,
        parts.BOOK: parts.book(name),
        parts.SHEET: "".join(_sheet(lines)),
    }
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for path, xml in content.items():
            archive.writestr(path, parts.HEAD + xml)
    return written.getvalue()


def _sheet(lines: Sequence[Sequence[Written]]) -> Iterator[str]:
    yield (
        f'<worksheet xmlns="{parts.CELLS}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        "</sheetView></sheetViews>"
    )
    yield from _widths(lines[:LOOKED_AT])
    yield "<sheetData>"
    letters = [column_letters(n) for n in range(max(map(len, lines), default=0))]
    for number, line in enumerate(lines, start=1):
        yield f'<row r="{number}">'
        for letter, value in zip(letters, line, strict=False):
            if value is not None and value != "":
                yield f'<c r="{letter}{number}"{_value(value, number == 1)}</c>'
        yield "</row>"
    yield "</sheetData></worksheet>"


def _widths(lines: Sequence[Sequence[Written]]) -> Iterator[str]:
    if not any(lines):
        return
    yield "<cols>"
    for place, column in enumerate(zip_longest(*lines), start=1):
        widest = max(len(str(value or "")) for value in column)
        width = min(widest + 2, WIDEST)
        yield f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>'
    yield "</cols>"


def _value(value: Written, is_heading: bool) -> str:  # noqa: FBT001
    """Return the rest of a cell's tag, and what stands in it."""
    if isinstance(value, date) and _is_safe(value):
        style = parts.MOMENT if isinstance(value, datetime) else parts.DAY
        return f' s="{style}"><v>{_serial(value)}</v>'
    if isinstance(value, int | Decimal):
        style = parts.AMOUNT if isinstance(value, Decimal) else parts.WHOLE
        return f' s="{style}"><v>{Decimal(value):f}</v>'
    text = UNWRITABLE.sub("", str(value)).replace("\r\n", "\n").replace("\r", "\n")
    text = escape(ESCAPE.sub("_x005F_", text)[:LONGEST])
    style_of_heading = f' s="{parts.BOLD}"' if is_heading else ""
    return (
        f'{style_of_heading} t="inlineStr"><is><t xml:space="preserve">{text}</t></is>'
    )


def _is_safe(day: date) -> bool:
    """Say whether every program counts so: Excel believes in 29 February 1900."""
    return (day.date() if isinstance(day, datetime) else day) >= FIRST_SAFE_DAY


def _serial(at: date) -> str:
    if not isinstance(at, datetime):
        return str((at - FIRST_DAY).days)
    seconds = at.hour * 3600 + at.minute * 60 + at.second
    part = Decimal(seconds) / 86_400
    return f"{(at.date() - FIRST_DAY).days + part:.10f}"
