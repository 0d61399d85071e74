from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from auction.money import Money, currency_of
from auction.rules.categories import Category
from auction.rules.lot_row import COLUMNS
from auction.rules.lot_sheet import LotSheet, Problem, read_rows
from auction.rules.procedure import Procedure, ReserveKind, read_procedure

HOME = Path(__file__).parents[2]
PROCEDURES = HOME / "procedures"
MANUAL = (HOME / "docs" / "importing.md").read_text(encoding="utf-8")
BERLIN = ZoneInfo("Europe/Berlin")
ROW = {
    "external_id": "EX-1",
    "title": "Example delivery van",
    "category": "vehicle",
    "starting_price": "4,500.00",
    "increment": "50",
    "opens_at": "2026-03-02 10:00",
    "closes_at": "2026-03-03 10:00",
}


def procedure(name: str) -> Procedure:
    text = (PROCEDURES / f"{name}.toml").read_text(encoding="utf-8")
    return read_procedure(text, currency=currency_of("EUR"), source=f"{name}.toml")


COURT = procedure("court-first-round")


def read(*rows: dict[str, Any], **terms: Any) -> tuple[list[LotSheet], list[Problem]]:
    usual: dict[str, Any] = {
        "currency": currency_of("EUR"),
        "locale": "en",
        "zone": BERLIN,
        "procedure": COURT,
    }
    return read_rows(rows, **usual | terms)


def lot(row: dict[str, Any] | None = None, **terms: Any) -> LotSheet:
    sheets, problems = read(row or ROW, **terms)
    assert problems == []
    return sheets[0]


def problem(row: dict[str, Any], **terms: Any) -> tuple[str, str]:
    sheets, problems = read(row, **terms)
    assert sheets == []
    assert len(problems) == 1, problems
    return problems[0].column, problems[0].sentence


def test_a_row_becomes_a_sheet() -> None:
    sheet = lot(ROW | {"valuation": "6,000.00", "region": " North "})

    assert sheet.title == "Example delivery van"
    assert sheet.category is Category.VEHICLE
    assert (sheet.starting_price, sheet.increment) == (Money(4500_00), Money(50_00))
    assert (sheet.valuation, sheet.deposit) == (Money(6000_00), None)
    assert (sheet.region, sheet.round) == ("North", COURT.round)


def test_a_time_without_an_offset_is_in_the_catalogues_zone() -> None:
    assert lot().opens_at == datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    in_japan = lot(ROW | {"opens_at": "2026-03-02T10:00:00+09:00"})
    assert in_japan.opens_at == datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2026-03-29 02:30", "there is no such time"),
        ("2026-10-25 02:30", "add the offset"),
        ("2026-03-02", "a date with a time"),
        ("tomorrow", "a date with a time"),
        ("2026-02-30 10:00", "a date with a time"),
        ("0001-01-01 00:00", "cannot be meant"),
        ("9999-12-31T23:59:59-12:00", "cannot be meant"),
        ("", "must not be empty"),
        (1772442000, "a date with a time"),
    ],
)
def test_a_time_that_cannot_be_meant_is_refused(written: object, said: str) -> None:
    column, sentence = problem(ROW | {"opens_at": written})

    assert column == "opens_at"
    assert said in sentence


def test_the_end_is_after_the_opening() -> None:
    assert problem(ROW | {"closes_at": ROW["opens_at"]})[0] == "closes_at"


@pytest.mark.parametrize(
    ("written", "minor"),
    [
        (4500, 4500_00),
        (0.29, 29),
        (Decimal("1250.50"), 1250_50),
        ("0", 0),
        (10**13, 10**15),
    ],
)
def test_an_amount_may_be_a_number(written: object, minor: int) -> None:
    assert lot(ROW | {"starting_price": written}).starting_price == Money(minor)


@pytest.mark.parametrize(
    "written",
    [
        *("", None, "cheap", "1.250,00", "-5", "NaN", "1e30", "4500.001"),
        *(-5, True, 4500.001, [4500], {"amount": 1}, 10**13 + 1),
        *(float("nan"), float("inf"), Decimal("1e999999"), Decimal("-Infinity")),
    ],
    ids=repr,
)
def test_an_amount_that_is_not_one_is_refused(written: object) -> None:
    assert problem(ROW | {"starting_price": written})[0] == "starting_price"


def test_amounts_are_read_in_the_catalogues_locale() -> None:
    sheet = lot(ROW | {"starting_price": "4.500,00"}, locale="de")

    assert sheet.starting_price == Money(4500_00)


def test_a_currency_without_decimals_takes_none() -> None:
    row = ROW | {"starting_price": 4500, "deposit": 10.5}

    column, sentence = problem(row, currency=currency_of("JPY"))

    assert column == "deposit"
    assert "JPY has 0 decimals" in sentence


def test_a_column_that_is_not_known_is_refused_by_name() -> None:
    assert problem(ROW | {"reserv": ""}) == ("reserv", "There is no such column.")


def test_a_category_that_is_not_known_is_answered_with_those_there_are() -> None:
    column, sentence = problem(ROW | {"category": "cars"})

    assert column == "category"
    assert "vehicle" in sentence


@pytest.mark.parametrize(
    "title",
    ["", "   ", "a\x00b", "a\x1bb", "a\nb", "a\u202eb", "a\ud800b", "x" * 301, ["a"]],
)
def test_a_title_is_one_line_of_plain_signs(title: object) -> None:
    assert problem(ROW | {"title": title})[0] == "title"


def test_a_description_has_lines() -> None:
    sheet = lot(ROW | {"description": "One.\r\n\r\nTwo."})

    assert sheet.description == "One.\n\nTwo."
    assert problem(ROW | {"description": "x" * 50_001})[0] == "description"


def test_a_fixed_step_needs_an_increment() -> None:
    assert problem(ROW | {"increment": ""})[0] == "increment"
    assert problem(ROW | {"increment": "0"})[0] == "increment"
    assert problem(ROW | {"increment": "much"})[0] == "increment"


def test_a_step_table_allows_no_increment() -> None:
    movables = procedure("movables")

    assert lot(ROW | {"increment": ""}, procedure=movables).increment is None
    assert problem(ROW, procedure=movables)[0] == "increment"


def test_a_reserve_is_for_procedures_that_hide_it() -> None:
    hidden = replace(COURT, reserve=ReserveKind.HIDDEN)
    above, below = ROW | {"reserve": "5,000"}, ROW | {"reserve": "4,000"}

    assert problem(above)[0] == "reserve"
    assert lot(ROW | {"reserve": "4,500"}).reserve == Money(4500_00)
    assert lot(above, procedure=hidden).reserve == Money(5000_00)
    assert problem(below, procedure=hidden)[0] == "reserve"


def test_fields_come_as_columns_or_together() -> None:
    row = ROW | {"fields": {"make": "Example Motors"}, "field.mileage": "90,000"}

    assert lot(row).fields == {"make": "Example Motors", "mileage": 90000}


@pytest.mark.parametrize(
    ("category", "field", "written", "kept"),
    [
        ("vehicle", "first_registered", "2019-05-01", "2019-05-01"),
        ("vehicle", "mileage", 90000.5, 90000.5),
        ("vehicle", "keys", "2", 2),
        ("real_estate", "occupied", "No", False),
        ("real_estate", "occupied", True, True),
        ("loan", "principal", "1,250.50", 1250_50),
        ("goods", "condition", "Good.\nDry.", "Good.\nDry."),
    ],
)
def test_a_field_is_kept_as_its_kind(
    category: str, field: str, written: object, kept: object
) -> None:
    row = ROW | {"category": category, "fields": {field: written}}

    assert lot(row).fields == {field: kept}


@pytest.mark.parametrize(
    ("category", "field", "written"),
    [
        ("vehicle", "mileag", "90000"),
        ("vehicle", "first_registered", "May 2019"),
        ("vehicle", "mileage", "many"),
        ("vehicle", "mileage", "NaN"),
        ("vehicle", "mileage", "-1"),
        ("vehicle", "mileage", "1.5,0"),
        ("vehicle", "mileage", float("inf")),
        ("vehicle", "mileage", Decimal("1e999999")),
        ("vehicle", "make", ["Example Motors"]),
        ("vehicle", "make", "a\x00b"),
        ("real_estate", "occupied", "perhaps"),
        ("loan", "principal", "a lot"),
    ],
)
def test_a_field_that_is_not_of_its_kind_is_refused(
    category: str, field: str, written: object
) -> None:
    row = ROW | {"category": category, f"field.{field}": written}

    assert problem(row)[0] == f"field.{field}"


def test_a_number_is_read_in_the_catalogues_locale() -> None:
    german = {"starting_price": "4.500", "field.mileage": "1.250,5"}

    assert lot(ROW | german, locale="de").fields == {"mileage": 1250.5}
    refused = ROW | {"starting_price": "4.500", "field.mileage": "1250.5"}
    assert problem(refused, locale="de")[0] == "field.mileage"


def test_fields_that_are_no_object_are_refused() -> None:
    assert problem(ROW | {"fields": ["make"]})[0] == "fields"


def test_every_problem_is_named_at_once() -> None:
    bad = ROW | {"external_id": "", "title": "", "category": "", "deposit": "x"}

    sheets, problems = read(ROW, bad)

    assert [sheet.title for sheet in sheets] == ["Example delivery van"]
    assert [found.row for found in problems] == [2, 2, 2]
    assert {found.column for found in problems} == {"title", "category", "deposit"}
    assert str(problems[0]).startswith("Row 2, ")


def test_two_rows_with_one_number_are_not_one_lot() -> None:
    sheets, problems = read(ROW, ROW | {"title": "Another van"})

    assert len(sheets) == 1
    assert problems[0].column == "external_id"
    assert "Row 1" in problems[0].sentence


def test_an_empty_row_is_passed_over_but_counted() -> None:
    sheets, problems = read(ROW, dict.fromkeys(ROW, ""), ROW | {"title": ""})

    assert len(sheets) == 1
    assert [found.row for found in problems] == [3]


def test_a_lot_without_a_number_is_known_by_all_that_it_says() -> None:
    unnamed = ROW | {"external_id": ""}

    assert lot(unnamed).identity == lot(unnamed | {"region": ""}).identity
    assert lot(unnamed).identity != lot(unnamed | {"region": "North"}).identity
    assert lot().identity == "EX-1"


def test_the_manual_names_every_column() -> None:
    for name in (*COLUMNS, *Category):
        assert f"`{name}`" in MANUAL
