"""Tables as files that people keep; no text in them is opened as a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import Response

from auction.rules.tables.writing import Written, csv_of, xlsx_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_csv(rows: Iterable[Sequence[Written]], *, name: str) -> Response:
    """Return a table, its headings first, as CSV; ``name`` is without an ending."""
    return _file(csv_of(rows), "text/csv; charset=utf-8", f"{name}.csv")


def as_xlsx(rows: Iterable[Sequence[Written]], *, sheet: str, name: str) -> Response:
    """Return a table, its headings first, as a workbook."""
    return _file(xlsx_of(rows, sheet=sheet), XLSX, f"{name}.xlsx")


def _file(content: bytes, kind: str, name: str) -> Response:
    keep = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, content_type=kind, headers=keep)
