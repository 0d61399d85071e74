"""The parts of a workbook that are the same in each that we write (ECMA-376)."""

from __future__ import annotations

from collections.abc import Mapping

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
CELLS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

BOOK, SHEET = "xl/workbook.xml", "xl/worksheets/sheet1.xml"
BOLD, AMOUNT, DAY, MOMENT, WHOLE = range(1, 6)  # places among the styles
FORMATS = {164: "#,##0.00####", 165: "yyyy\\-mm\\-dd", 166: "yyyy\\-mm\\-dd\\ hh:mm:ss"}
STYLES = ((0, 0), (0, 1), (164, 0), (165, 0), (166, 0), (1, 0))  # format, font


def book(name: str) -> str:
    """Return the list of sheets: one, of this name, which is XML already."""
    return (
        f'<workbook xmlns="{CELLS}" xmlns:r="{OFFICE}"><sheets>'
        f'<sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )


def _types() -> str:
    kinds = {BOOK: "sheet.main", SHEET: "worksheet", "xl/styles.xml": "styles"}
    overrides = "".join(
        f'<Override PartName="/{path}" ContentType="{TYPE}.{kind}+xml"/>'
        for path, kind in kinds.items()
    )
    return (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{overrides}</Types>"
    )


def _relationships(**targets: str) -> str:
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'


def _styles() -> str:
    formats = "".join(
        f'<numFmt numFmtId="{number}" formatCode="{code}"/>'
        for number, code in FORMATS.items()
    )
    styles = "".join(
        f'<xf numFmtId="{form}" fontId="{font}" fillId="0" borderId="0" xfId="0" '
        'applyNumberFormat="1" applyFont="1"/>'
        for form, font in STYLES
    )
    font = '<sz val="11"/><name val="Calibri"/></font>'
    return (
        f'<styleSheet xmlns="{CELLS}"><numFmts count="{len(FORMATS)}">{formats}'
        f'</numFmts><fonts count="2"><font>{font}<font><b/>{font}</fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill><fill>'
        '<patternFill patternType="gray125"/></fill></fills><borders count="1">'
        "<border><left/><right/><top/><bottom/><diagonal/></border></borders>"
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        f'</cellStyleXfs><cellXfs count="{len(STYLES)}">{styles}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
        "</cellStyles></styleSheet>"
    )


ALWAYS: Mapping[str, str] = {
    "[Content_Types].xml": _types(),
    "_rels/.rels": _relationships(officeDocument=BOOK),
    "xl/_rels/workbook.xml.rels": _relationships(
        worksheet="worksheets/sheet1.xml", styles="styles.xml"
    ),
    "xl/styles.xml": _styles(),
}
