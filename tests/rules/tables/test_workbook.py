from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from openpyxl.utils.datetime import MAC_EPOCH

from auction.rules.tables.grid import Flaw, Shape, TableUnreadable
from auction.rules.tables.reading import read_grid
from auction.rules.tables.workbook import UNRECKONED
from tests.real_data import REAL_DATA
from tests.rules.tables.workbooks import by_hand, packed, workbook

TEMPLATES = REAL_DATA / "npl/migration_table.xlsx"


def test_cells_are_read_as_they_look() -> None:
    content = workbook(
        ("Title", "Price", "Sold", "Share", "Day", "Moment", "Time", "Code"),
        (
            *(" Van ", 4500.5, True, 0.2623, datetime(2026, 3, 2)),  # noqa: DTZ001
            *(datetime(2026, 3, 2, 10, 30), time(9, 15), 42),  # noqa: DTZ001
        ),
        formats={
            "D2": "0.00%",
            "E2": "dd/mm/yyyy",
            "F2": "dd/mm/yyyy hh:mm",
            "H2": "000000",
        },
    )

    grid = read_grid(content)

    assert grid.lines[1].cells == (
        *("Van", Decimal("4500.5"), True, "26.23 %", date(2026, 3, 2)),
        *(datetime(2026, 3, 2, 10, 30), time(9, 15), "000042"),  # noqa: DTZ001
    )


def test_whole_numbers_and_noise_are_read_as_they_are_shown() -> None:
    sheet = (
        '<row r="1"><c r="A1"><v>1.55551254836E+12</v></c><c r="B1"><v>169694.0</v></c>'
        '<c r="C1"><v>0.30000000000000004</v></c></row>'
    )

    assert read_grid(by_hand(sheet)).lines[0].cells == (
        *(1555512548360, 169694, Decimal("0.3")),
    )


def test_rows_have_the_numbers_of_the_sheet() -> None:
    sheet = (
        '<row r="3"><c r="B3"><v>1</v></c></row><row r="9"><c r="A9"><v>2</v></c></row>'
    )

    lines = read_grid(by_hand(sheet, dimension='<dimension ref="A1:A1"/>')).lines

    assert [(line.number, line.cells) for line in lines] == [(3, (None, 1)), (9, (2,))]


def test_days_of_old_macintosh_workbooks_are_the_same_days() -> None:
    days = datetime(2026, 3, 2)  # noqa: DTZ001

    grid = read_grid(workbook(("Day",), (days,), epoch=MAC_EPOCH))

    assert grid.days_from_1904
    assert grid.lines[1].cells == (days,)


def test_a_formula_counts_by_its_value() -> None:
    sheet = '<row><c><f>1+1</f><v>2</v></c><c t="str"><f>T(1)</f><v></v></c></row>'

    assert read_grid(by_hand(sheet)).lines[0].cells == (2,)


def test_a_formula_without_a_value_is_named() -> None:
    grid = read_grid(workbook(("a", "b"), ("=1+1", 5), (None, 7)))

    assert [line.cells for line in grid.lines[1:]] == [(UNRECKONED, 5), (None, 7)]


def test_an_error_in_a_cell_is_named() -> None:
    grid = read_grid(by_hand('<row><c t="e"><v>#DIV/0!</v></c></row>'))

    assert grid.lines[0].cells == (Flaw("There is an error in this cell: #DIV/0!."),)


def test_the_first_sheet_with_anything_on_it_is_read() -> None:
    content = workbook(
        sheets={"Empty": [], "Notes": [["secret"]], "Lots": [["a"]], "More": [["b"]]},
        hidden="Notes",
    )

    grid = read_grid(content)

    assert (grid.shape.sheet, grid.lines[0].cells) == ("Lots", ("a",))
    assert grid.sheets == ("Empty", "Notes", "Lots", "More")


def test_a_sheet_can_be_said() -> None:
    content = workbook(sheets={"Lots": [["a"]], "More": [["b"]]})

    assert read_grid(content, Shape(sheet="More")).lines[0].cells == ("b",)
    with pytest.raises(TableUnreadable, match="no sheet called Most"):
        read_grid(content, Shape(sheet="Most"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (workbook(("a",))[:-300], "damaged"),
        (
            workbook(("a",)).replace(b"xl/workbook.xml", b"xl/workbook.bad"),
            "damaged|no w",
        ),
        (by_hand('<row><c t="s"><v>7</v></c></row>'), "damaged"),
        (by_hand('<row><c r="A1" s="9"><v>7</v></c></row>'), "damaged"),
        (by_hand("<row><c><v>seven</v></c></row>"), "damaged"),
        (by_hand("<row>"), "damaged"),
        (by_hand(more={"xl/workbook.xml": ""}), "damaged"),
        (by_hand(more={"xl/worksheets/sheet1.xml": b"\xff\xfe<\x00a\x00"}), "damaged"),
        (workbook(), "nothing in this workbook"),
        (packed({"word/document.xml": "<a/>"}), "no workbook"),
        (packed({"xl/workbook.bin": "x"}), "binary workbook"),
        (
            packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
            "OpenDocument",
        ),
        (packed({}), "no workbook"),
        (b"PK\x03\x04" + bytes(100), "damaged"),
        (by_hand(more={"../../etc/passwd": "x"}), "damaged"),
        (by_hand(more={"/xl/more.xml": "<a/>"}), "damaged"),
    ],
)
def test_what_is_no_workbook_is_refused_in_a_sentence(
    content: bytes, said: str
) -> None:
    with pytest.raises(TableUnreadable, match=said):
        read_grid(content)


def test_a_workbook_with_a_password_is_refused_in_a_sentence() -> None:
    content = bytearray(workbook(("a",)))
    for beginning, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(beginning)
        while place >= 0:
            content[place + flags] |= 1
            place = content.find(beginning, place + 1)

    with pytest.raises(TableUnreadable, match="has a password"):
        read_grid(bytes(content))


@pytest.mark.skipif(not TEMPLATES.exists(), reason="the real files are not here")
def test_the_real_table_of_template_fields_is_read() -> None:
    content = TEMPLATES.read_bytes()

    grid = read_grid(content, Shape(sheet="Dictionary"))

    assert len(grid.lines) > 400
    assert grid.lines[0].cells[2] == "1.1 Data field"
