"""Writing tables for the programs of offices: no text in them is ever a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from itertools import zip_longest
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from auction.rules.tables.formulas import guarded

Written = str | int | Decimal | date | datetime | None

MARK = "\ufeff"  # without it Excel takes UTF-8 for the code page of its machine
LONGEST = 32_767  # characters of a cell
SHEET_NAME = re.compile(r"[^\w \-]")
# Signs that XML cannot hold, and halves of signs that no encoding can.
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # "_x000D_" means a sign in XLSX
WIDEST, LOOKED_AT = 48, 50  # characters; rows
FORMATS = {datetime: "yyyy-mm-dd hh:mm:ss", date: "yyyy-mm-dd", Decimal: "#,##0.00####"}


def csv_of(rows: Iterable[Sequence[Written]], *, separator: str = ",") -> bytes:
    """Return CSV in UTF-8 with a mark; texts that begin like formulas are guarded."""
    written = StringIO()
    lines = csv.writer(written, delimiter=separator)
    for row in rows:
        lines.writerow([_text(value) for value in row])
    return (MARK + written.getvalue()).encode()


def xlsx_of(rows: Iterable[Sequence[Written]], *, sheet: str) -> bytes:
    """Return a workbook with one sheet; its first row stays in view as the headings."""
    book = Workbook(write_only=True)
    page = book.create_sheet(SHEET_NAME.sub("", sheet)[:31] or "Table")
    page.freeze_panes = "A2"
    lines = [list(row) for row in rows]
    for place, column in enumerate(zip_longest(*lines[:LOOKED_AT]), start=1):
        widest = max(len(_text(value)) for value in column)
        width = min(widest + 2, WIDEST)
        page.column_dimensions[get_column_letter(place)].width = width
    for number, line in enumerate(lines):
        page.append([_cell(page, value, is_heading=not number) for value in line])
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _text(value: Written) -> str:
    if isinstance(value, str):
        return guarded(UNWRITABLE.sub("", value))
    if isinstance(value, datetime):
        return value.isoformat(" ")
    return "" if value is None else str(value)


def _cell(page: Any, value: Written, *, is_heading: bool) -> Any:  # noqa: ANN401
    cell = WriteOnlyCell(page)
    if isinstance(value, str):
        # A text that begins with "=" would be kept as a formula: the type is set last.
        cell.value = ESCAPE.sub("_x005F_", UNWRITABLE.sub("", value))[:LONGEST]
        cell.data_type = "s"
        if is_heading:
            cell.font = Font(bold=True)
    elif value is not None:
        cell.value = value
        cell.number_format = FORMATS.get(type(value), "0")
    return cell
