"""Workbooks as a test needs them: whole ones, and parts put together by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

CELLS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def workbook(
    *rows: Sequence[Any],
    formats: Mapping[str, str] | None = None,
    sheets: Mapping[str, Iterable[Sequence[Any]]] | None = None,
    hidden: str = "",
    epoch: datetime | None = None,
) -> bytes:
    """Write a workbook, as an office's program does."""
    book = Workbook()
    if epoch:
        book.epoch = epoch
    book.remove(book.active)
    for name, lines in (sheets or {"Lots": rows}).items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(list(line))
        for place, form in (formats or {}).items():
            sheet[place].number_format = form
        sheet.sheet_state = "hidden" if name == hidden else "visible"
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def by_hand(
    sheet: str = "<row><c><v>1</v></c></row>",
    *,
    strings: str = "",
    dimension: str = "",
    more: Mapping[str, str | bytes] | None = None,
    head: str = "",
) -> bytes:
    """Put a workbook together from the XML of its sheet."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Override PartName="/xl/workbook.xml" '
        f'ContentType="{TYPE}.sheet.main+xml"/><Override PartName='
        f'"/xl/sharedStrings.xml" ContentType="{TYPE}.sharedStrings+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship '
        f'Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{CELLS}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="Lots" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'{head}<worksheet xmlns="{CELLS}">{dimension}'
        f"<sheetData>{sheet}</sheetData></worksheet>",
        "xl/sharedStrings.xml": f'<sst xmlns="{CELLS}">{strings}</sst>',
    }
    return packed(parts | dict(more or {}))


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """Pack files into a ZIP archive."""
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()
