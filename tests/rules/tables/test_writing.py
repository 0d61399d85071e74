from __future__ import annotations

import csv
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as some
from openpyxl import load_workbook

from auction.rules.tables.grid import Cell
from auction.rules.tables.reading import read_grid
from auction.rules.tables.writing import csv_of, xlsx_of

FORMULAS = [
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "－1"),  # noqa: RUF001
    *("'=1", "''=1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://a.example")'),
]

# What a title or a description may hold: no control characters, no space around it.
texts = some.text(
    some.one_of(
        some.sampled_from("=+-@'\"_x0041;,\n\t ＝"),  # noqa: RUF001
        some.characters(
            exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"
        ),
    ),
    max_size=40,
).map(str.strip)


def rows_of(content: bytes) -> list[tuple[Cell, ...]]:
    return [line.cells for line in read_grid(content).lines]


@pytest.mark.parametrize("text", FORMULAS)
def test_in_csv_no_text_begins_like_a_formula(text: str) -> None:
    content = csv_of([["title", "x"], [text, "x"]]).decode("utf-8-sig")

    cell = list(csv.reader(StringIO(content, newline="")))[1][0]

    assert cell == "'" + text


@pytest.mark.parametrize("text", FORMULAS)
def test_in_a_workbook_no_text_is_a_formula(text: str) -> None:
    content = xlsx_of([["title"], [text]], sheet="Lots")

    cell = load_workbook(BytesIO(content)).active["A2"]

    assert cell.data_type == "s"
    assert str(cell.value).strip() == text.strip()


@given(some.lists(texts, min_size=1, max_size=3))
def test_csv_is_read_back_as_it_was(row: list[str]) -> None:
    written = csv_of([["a", "b", "c", "d"], ["x", *row]])

    assert rows_of(written)[1] == ("x", *_up_to_the_last(row))


@given(some.lists(texts, min_size=1, max_size=3))
def test_a_workbook_is_read_back_as_it_was(row: list[str]) -> None:
    written = xlsx_of([["a", "b", "c", "d"], ["x", *row]], sheet="Lots")

    found = rows_of(written)[1]

    assert found[0] == "x"
    assert [cell or "" for cell in found[1:]] == _up_to_the_last(row)


def test_numbers_and_days_in_a_workbook_are_numbers_and_days() -> None:
    row = [
        *(7, Decimal("1234567890123.45"), Decimal("0.125"), date(2026, 3, 2)),
        *(datetime(2026, 3, 2, 10, 30, 15), None, "x"),  # noqa: DTZ001
    ]

    assert rows_of(xlsx_of([["a"] * 7, row], sheet="Lots"))[1] == tuple(row)


def test_what_no_workbook_can_hold_is_left_out() -> None:
    written = xlsx_of([["a\x0bb", "c" * 40_000]], sheet="Lots: [all] / *?")

    (found,) = rows_of(written)

    assert found[0] == "ab"
    assert len(str(found[1])) == 32_767


def test_an_empty_table_is_a_workbook_all_the_same() -> None:
    assert load_workbook(BytesIO(xlsx_of([], sheet=""))).sheetnames == ["Table"]


def _up_to_the_last(row: list[str]) -> list[str]:
    while row and not row[-1]:
        row = row[:-1]
    return row
