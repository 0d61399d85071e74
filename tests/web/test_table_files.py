"""Tables that people open in a spreadsheet program."""

from __future__ import annotations

from io import BytesIO

from openpyxl import load_workbook

from auction.rules.tables.writing import Written
from web.table_files import XLSX, as_csv, as_xlsx

ROWS: list[tuple[Written, ...]] = [("Name", "People"), ("=1+1", 2), ("a, b", None)]


def test_a_table_is_kept_as_csv() -> None:
    response = as_csv(ROWS, name="list")

    text = response.data.decode("utf-8-sig")
    assert text.splitlines() == ["Name,People", "'=1+1,2", '"a, b",']
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="list.csv"'


def test_a_table_is_kept_as_a_workbook() -> None:
    response = as_xlsx(ROWS, sheet="List", name="list")

    sheet = load_workbook(BytesIO(response.data))["List"]
    assert [cell.value for cell in sheet[2]] == ["=1+1", 2]
    assert sheet["A2"].data_type == "s"
    assert response.headers["Content-Type"] == XLSX
    assert response.headers["Content-Disposition"].endswith('"list.xlsx"')
