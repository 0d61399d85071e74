"""Writing tables for the programs of offices: no text in them is ever a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import StringIO

from auction.rules.tables.formulas import guarded
from auction.rules.tables.workbook_writing import UNWRITABLE, Written, xlsx_of

__all__ = ["Written", "csv_of", "xlsx_of"]

MARK = "\ufeff"  # without it Excel takes UTF-8 for the code page of its machine


def csv_of(rows: Iterable[Sequence[Written]], *, separator: str = ",") -> bytes:
    """Return CSV in UTF-8 with a mark; texts that begin like formulas are guarded."""
    written = StringIO()
    lines = csv.writer(written, delimiter=separator)
    for row in rows:
        lines.writerow([_text(value) for value in row])
    return (MARK + written.getvalue()).encode()


def _text(value: Written) -> str:
    if isinstance(value, str):
        return guarded(UNWRITABLE.sub("", value))
    if isinstance(value, datetime):
        return value.isoformat(" ")
    return "" if value is None else str(value)
