"""What is written down is read again as it was."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from auction.money import Money, currency_of
from auction.rules.categories import FIELDS, Category, Field
from auction.rules.columns.proposing import knows, propose
from auction.rules.columns.reading import LotReading
from auction.rules.lot_cells import UNWANTED, Terms
from auction.rules.lot_export import LotEntry, lots_as_csv, lots_as_xlsx
from auction.rules.lot_sheet import LotSheet
from auction.rules.tables.headings import Table, table_of
from auction.rules.tables.reading import read_grid
from tests.rules.columns.tables import terms
from tests.rules.shipped import shipped_procedure
from tests.services.sheets import make_sheet

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

signs = some.one_of(
    some.sampled_from("=+-@'\"_x0041;,|\n 0159.%＝"),  # noqa: RUF001
    some.characters(
        exclude_categories=["Cc", "Cs"],
        exclude_characters="\ufffe\uffff\u2028\u2029\x85",
    ),
)


def tidy(text: str) -> str:
    return UNWANTED.sub("", text.replace("\t", " ")).strip()


lines = some.text(signs, max_size=30).map(lambda t: tidy(t.replace("\n", " ")))
# What looks as if a spreadsheet program had shortened it is refused as such.
sound = lines.filter(lambda text: "E+" not in text.upper())
texts = some.text(signs, max_size=60).map(tidy)
named = sound.filter(bool)
amounts = some.integers(0, 10**15).map(Money)
moments = some.integers(0, 3 * 10**7).map(lambda s: NOON + timedelta(seconds=s))


def values(field: Field) -> some.SearchStrategy[Any]:
    kinds: dict[str, some.SearchStrategy[Any]] = {
        "text": named,
        "long_text": texts.filter(bool),
        "number": some.decimals(0, 10**6, places=3).map(_number),
        "integer": some.integers(0, 10**12),
        "year": some.integers(1000, 2199),
        "date": some.dates().map(lambda day: day.isoformat()).filter(_is_recent),
        "money": some.integers(0, 10**15),
        "balance": some.integers(-(10**15), 10**15),
        "flag": some.booleans(),
    }
    if field.kind == "choice":
        return some.sampled_from([option.code for option in field.options])
    return kinds[field.kind]


def _number(exact: Decimal) -> int | float:
    return int(exact) if exact == int(exact) else float(exact)


def _is_recent(day: str) -> bool:
    return day > "1000"


@some.composite
def sheets(draw: Any) -> LotSheet:
    category = draw(some.sampled_from(Category))
    chosen = draw(some.lists(some.sampled_from(FIELDS[category]), max_size=6))
    opens_at = draw(moments)
    return LotSheet(
        external_id=None,
        title=draw(named),
        category=category,
        region=draw(sound),
        location=draw(sound),
        round=draw(named),
        description=draw(texts),
        valuation=draw(some.none() | amounts),
        starting_price=draw(amounts),
        reserve=None,
        increment=draw(some.integers(1, 10**15).map(Money)),
        deposit=draw(some.none() | amounts),
        opens_at=opens_at,
        closes_at=opens_at + timedelta(seconds=draw(some.integers(1, 10**6))),
        fields={field.name: draw(values(field)) for field in chosen},
    )


lists = some.lists(sheets(), min_size=1, max_size=4).map(
    lambda found: [
        replace(sheet, external_id=f"EX-{number}") for number, sheet in enumerate(found)
    ]
)
procedure_in = cache(lambda code: shipped_procedure(currency=currency_of(code)))
ways = some.builds(
    lambda code, locale, zone: Terms(
        currency_of(code), locale, ZoneInfo(zone), procedure_in(code)
    ),
    some.sampled_from(["EUR", "JPY", "KWD"]),
    some.sampled_from(["en", "de", "pt_BR", "fr", "de_CH", "uk", "zh"]),
    some.sampled_from(["UTC", "Europe/Berlin", "Asia/Shanghai"]),
)


def table(content: bytes) -> Table:
    return table_of(read_grid(content), knows)


def read_again(content: bytes, way: Terms) -> list[LotSheet]:
    found = table(content)
    lots = LotReading(found, propose(found), way)
    lots.read()
    assert [str(problem) for problem in lots.problems] == []
    return [sheet for _, sheet in lots.sheets]


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(lists, ways)
def test_lots_in_csv_are_read_again_as_they_were(
    found: list[LotSheet], way: Terms
) -> None:
    entries = [LotEntry(sheet, way) for sheet in found]

    assert read_again(lots_as_csv(entries, locale=way.locale), way) == found


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(lists, ways)
def test_lots_in_a_workbook_are_read_again_as_they_were(
    found: list[LotSheet], way: Terms
) -> None:
    entries = [LotEntry(sheet, way) for sheet in found]

    assert read_again(lots_as_xlsx(entries, sheet="Lots"), way) == found


def test_who_may_bid_comes_back_and_has_no_column_where_nobody_says_it() -> None:
    said = {
        "kinds": "company",
        "residence_only": "EU, CH",
        "parties": "The debtor\nand the guarantors of this claim.",
    }
    here = terms()
    narrowed = [LotEntry(make_sheet(eligibility=said), here)]
    open_ = [LotEntry(make_sheet(), here)]

    for content in (
        lots_as_csv(narrowed, locale=here.locale),
        lots_as_xlsx(narrowed, sheet="Lots"),
    ):
        (again,) = read_again(content, here)
        assert again.eligibility == said
    assert b"eligibility" not in lots_as_csv(open_, locale=here.locale)


ENTRY = LotEntry(
    make_sheet(
        title="=cmd|' /C calc'!A0",
        category=Category.LOAN,
        reserve=Money(500_00),
        fields={"debtor": "Example Ltd", "debtor_identity": "Anna Example", "gone": 1},
    ),
    terms(),
    {"sale.number": 7, "result.price": Money(1_250_00), "result.ended_at": NOON},
)


def cells(content: bytes) -> list[list[str]]:
    text = content.decode("utf-8-sig")
    return list(csv.reader(StringIO(text), delimiter=";" if ";" in text else ","))


def test_a_formula_in_a_title_stays_a_text() -> None:
    headings, row = cells(lots_as_csv([ENTRY], locale="en"))

    assert row[headings.index("title")] == "'=cmd|' /C calc'!A0"


def test_results_stand_behind_the_lot() -> None:
    headings, row = cells(lots_as_csv([ENTRY], locale="en"))

    assert headings[-3:] == ["sale.number", "result.price", "result.ended_at"]
    assert row[-3:] == ["7", "1,250.00", "2026-03-02 13:00"]


def test_numbers_are_written_as_the_locale_writes_them() -> None:
    content = lots_as_csv([ENTRY], locale="de")

    assert "1.250,00" in content.decode()
    assert content.decode("utf-8-sig").startswith("external_id;title;")


def test_for_everybody_there_is_nothing_that_is_not_public() -> None:
    office = lots_as_csv([ENTRY], locale="en").decode()
    public = lots_as_csv([ENTRY], locale="en", for_all=True).decode()

    assert "Anna Example" in office
    assert "reserve" in office
    assert "Anna Example" not in public
    assert "reserve" not in public
    assert "500.00" not in public
    assert "Example Ltd" in public


def test_a_field_that_its_category_does_not_have_is_left_out() -> None:
    headings, _ = cells(lots_as_csv([ENTRY], locale="en"))

    assert "field.gone" not in headings


@pytest.mark.parametrize("count", [0, 1])
def test_there_is_a_heading_for_every_column(count: int) -> None:
    (headings, *rows) = cells(lots_as_csv([ENTRY] * count, locale="en"))

    assert headings[:3] == ["external_id", "title", "category"]
    assert len(rows) == count


def test_an_hour_that_comes_twice_keeps_its_offset() -> None:
    twice = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)  # 02:30 for the second time
    sheet = make_sheet(opens_at=twice, closes_at=twice + timedelta(days=1))
    entry = LotEntry(sheet, terms())

    for content in (
        lots_as_csv([entry], locale="en"),
        lots_as_xlsx([entry], sheet="Lots"),
    ):
        assert read_again(content, terms()) == [sheet]
