"""Reading a sheet of an XLSX workbook, as it looks to whoever opens it."""

from __future__ import annotations

import re
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.datetime import MAC_EPOCH
from openpyxl.utils.escape import unescape

from auction.rules.tables.formulas import without_guard
from auction.rules.tables.grid import (
    Cell,
    Flaw,
    Grid,
    Shape,
    TableUnreadable,
    lines_of,
)
from auction.rules.tables.workbook_weight import WorkbookUnreadable, check_workbook

# What openpyxl stumbles over in a damaged file is not one kind of error.
BROKEN = (
    *(ArithmeticError, AttributeError, BadZipFile, EOFError, LookupError),
    *(RuntimeError, SyntaxError, TypeError, ValueError, struct.error, zlib.error),
)
ZEROS = re.compile(r"0{2,}")  # a number format that shows leading zeros
DIGITS = 15  # what a spreadsheet program keeps of a number
FIRST_ROWS = 100
UNRECKONED = Flaw(
    "This formula has no value yet: open the file in your program, and save it."
)
Book = Any  # openpyxl's types do not know its read-only workbooks
Sheet = Any


def read_workbook(content: bytes, shape: Shape, *, most: int) -> Grid:
    """Return the lines of a sheet; without a name, of the first with anything in it.

    A formula counts by the value that it had when the file was saved.
    """
    lacks_values = check_workbook(content)
    with _opened(content) as book:
        sheet = _sheet_named(book, shape.sheet)
        formulas = None
        if lacks_values:
            unreckoned = load_workbook(BytesIO(content), read_only=True)
            formulas = unreckoned[sheet.title]
        lines = lines_of(_rows(sheet, formulas), most=most)
        found = Shape(sheet=sheet.title, heading=shape.heading)
        names = tuple(one.title for one in book.worksheets)
        return Grid(lines, found, names, book.epoch == MAC_EPOCH)


@contextmanager
def _opened(content: bytes) -> Iterator[Book]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions that we do not need
        try:
            book = load_workbook(
                BytesIO(content), read_only=True, data_only=True, keep_links=False
            )
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # what it says of its own size may be wrong
            yield book
        except TableUnreadable:
            raise
        except BROKEN:
            raise WorkbookUnreadable from None


def _sheet_named(book: Book, name: str | None) -> Sheet:
    if name is not None:
        if name not in book.sheetnames:
            raise TableUnreadable(f"There is no sheet called {name}.")
        return book[name]
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    for sheet in shown or book.worksheets:
        if lines_of(_rows(sheet, None), most=FIRST_ROWS):
            return sheet
    raise TableUnreadable("There is nothing in this workbook.")


def _rows(sheet: Sheet, formulas: Sheet | None) -> Iterator[list[Cell]]:
    if formulas is None:
        for row in sheet.iter_rows():
            yield [_value(cell) for cell in row]
        return
    for row, sources in zip(sheet.iter_rows(), formulas.iter_rows(), strict=True):
        yield [
            UNRECKONED
            if source.data_type == "f" and cell.value is None
            else _value(cell)
            for cell, source in zip(row, sources, strict=True)
        ]


def _value(cell: Any) -> Cell:  # noqa: ANN401 - see Book
    value = cell.value
    if cell.data_type == "e":
        return Flaw(f"There is an error in this cell: {value}.")
    if isinstance(value, str):
        return without_guard(unescape(value).strip())
    if isinstance(value, datetime):
        return _moment(value, cell.number_format)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value, cell.number_format)
    found: Cell = str(value) if isinstance(value, timedelta) else value
    return found


def _moment(value: datetime, form: str) -> date | datetime:
    """Return the date of a cell that shows no time."""
    has_time = value.time() != time() or "h" in form.lower()
    return value if has_time else value.date()


def _number(value: float, form: str) -> Cell:
    """Return a number as its cell shows it, without the noise of floating point."""
    exact = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.{DIGITS}g}")
    if not exact.is_finite():
        return Flaw("This is not a number.")
    if "%" in form:
        return f"{_plain(exact * 100)} %"
    if exact == exact.to_integral_value():
        whole = int(exact)
        return str(whole).zfill(len(form)) if ZEROS.fullmatch(form) else whole
    return exact


def _plain(exact: Decimal) -> str:
    return format(exact.normalize(), "f")
