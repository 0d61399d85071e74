from __future__ import annotations

from datetime import UTC, datetime

import pytest

from auction.money import Money
from auction.rules.categories import Category
from auction.rules.columns.plan import Plan
from auction.rules.columns.reading import LotReading
from tests.rules.columns.tables import COLUMNS, LIST, reading, said, table, terms
from tests.rules.tables.workbooks import by_hand, workbook


def test_every_row_becomes_a_lot() -> None:
    lots = reading()

    assert said(lots) == []
    assert [(number, sheet.title) for number, sheet in lots.sheets] == [
        (2, "Van"),
        (3, "House"),
    ]
    van = lots.sheets[0][1]
    assert van.external_id == "1"
    assert van.category is Category.VEHICLE
    assert van.starting_price == Money(1_234_56)
    assert van.opens_at == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert van.closes_at == datetime(2026, 3, 4, 9, tzinfo=UTC)


def test_a_number_that_contradicts_its_column_is_named() -> None:
    lots = reading(LIST + "3;Flat;house;26.23;2026-03-04 12:00\n")

    (sentence,) = said(lots)
    assert sentence.startswith("Row 4, price (D): “26.23” contradicts this column")


def test_each_column_writes_numbers_in_its_own_way() -> None:
    lots = reading(
        'title,kind,price,share,ends\nA,loan,"1.234,50",26.23,2026-03-04 10:00\n',
        COLUMNS | {"share": "field.secured_share"},
    )

    assert said(lots) == []
    assert lots.sheets[0][1].starting_price == Money(1_234_50)
    assert lots.sheets[0][1].fields == {"secured_share": 26.23}


def test_the_catalogues_locale_decides_what_the_cells_leave_open() -> None:
    content = "title;kind;price;ends\nA;loan;1.234;2026-03-04 10:00\n"

    assert reading(content, locale="de").sheets[0][1].starting_price == Money(1_234_00)
    assert said(reading(content, locale="en")) == [
        "Row 2, price (C): EUR has 2 decimals, not more."
    ]


def test_the_way_of_a_column_can_be_said() -> None:
    columns = COLUMNS | {"price": {"to": "starting_price", "style": "comma"}}
    content = "title;kind;price;ends\nA;loan;1.234;2026-03-04 10:00\n"

    assert reading(content, columns).sheets[0][1].starting_price == Money(1_234_00)


@pytest.mark.parametrize(
    "shortened", ["1,55552E+12", "1.55552E+12", "1E+12", "1.5e+12"]
)
def test_a_shortened_number_is_named(shortened: str) -> None:
    lots = reading(LIST + f"{shortened};Flat;house;5,00;2026-03-04 12:00\n")

    assert len(said(lots)) == 1
    assert f"Row 4, no (A): “{shortened}” was shortened" in said(lots)[0]


def test_a_number_of_more_figures_than_a_program_keeps_is_named() -> None:
    sheet = (
        '<row><c t="inlineStr"><is><t>no</t></is></c><c t="inlineStr"><is><t>title</t>'
        "</is></c></row><row><c><v>1234567890123456</v></c></row>"
    )

    lots = reading(by_hand(sheet), {"no": "external_id", "title": "title"})

    assert any("more than 15 figures" in sentence for sentence in said(lots))


def test_the_same_number_twice_is_named() -> None:
    lots = reading(LIST + "1;Flat;house;5,00;2026-03-04 12:00\n")

    assert said(lots) == [
        "Row 4, no (A): Row 2 is the same lot: give each a number of its own."
    ]


def test_the_same_number_is_named_though_its_rows_are_wrong() -> None:
    lots = reading(LIST + "3;;house;5,00;2026-03-04 12:00\n3;Flat;house;x;tomorrow\n")

    assert [str(problem)[:14] for problem in lots.problems] == [
        *("Row 4, title (", "Row 5, price (", "Row 5, ends (E", "Row 5, no (A):"),
    ]


def test_a_part_of_what_cannot_be_read_is_no_problem_of_its_own() -> None:
    lots = reading(LIST + "3;Flat;house;much;2026-03-04 12:00\n", increment="1 %")

    assert said(lots) == ["Row 4, price (D): “much” is not a number."]


def test_rows_can_be_left_out() -> None:
    lots = reading(LIST + "1;Flat;castle;5;tomorrow\n", left_out=(4,))

    assert said(lots) == []
    assert len(lots.sheets) == 2


def test_an_unknown_word_is_counted_and_can_be_explained() -> None:
    content = LIST + "3;Hut;Laube;5,00;2026-03-04 12:00\n"

    lots = reading(content)

    assert lots.unknown_words == {"kind": {"Laube": 1}}
    assert "Row 4, kind (C): “Laube” is not known here. It can be: " in said(lots)[0]
    words = {"to": "category", "words": {"Laube": "real_estate"}}
    explained = reading(content, COLUMNS | {"kind": words})
    assert said(explained) == []
    assert explained.sheets[2][1].category is Category.REAL_ESTATE


def test_several_columns_become_one_text() -> None:
    content = (
        "title,kind,price,ends,street,town,note,more\n"
        "A,loan,5,2026-03-04 10:00,Main street 1,Northmark,Old.,x\n"
        "B,loan,5,2026-03-04 10:00,,Northmark,,\n"
    )
    columns = COLUMNS | {
        "street": "location",
        "town": "location",
        "note": "description",
        "more": "+",
    }

    (_, first), (_, second) = reading(content, columns).sheets

    assert first.location == "Main street 1, Northmark"
    assert first.description == "Old.\n\n- **more:** x"
    assert (second.location, second.description) == ("Northmark", "")


def test_a_title_can_be_put_together() -> None:
    content = "kind;price;ends;street;town\nhouse;5;2026-03-04 10:00;;Northmark\n"
    columns = COLUMNS | {"street": "location", "town": "region"}
    del columns["title"]

    lots = reading(content, columns, title="House, {street}, {town}")

    assert lots.sheets[0][1].title == "House, Northmark"


def test_what_holds_for_all_fills_only_what_is_empty() -> None:
    content = LIST + "3;Flat;;5,00;\n"

    lots = reading(content, category="real_estate", closes_at="2026-03-05 10:00")

    assert [sheet.category.value for _, sheet in lots.sheets] == [
        *("vehicle", "real_estate", "real_estate"),
    ]
    assert [sheet.closes_at.day for _, sheet in lots.sheets] == [4, 4, 5]


def test_ends_that_hold_for_all_are_apart() -> None:
    content = "title;kind;price\nA;loan;5\nB;loan;5\nC;loan;5\n"

    lots = reading(content, closes_at="2026-03-05 10:00", stagger="30")

    seconds = [
        sheet.closes_at.minute * 60 + sheet.closes_at.second for _, sheet in lots.sheets
    ]
    assert seconds == [0, 30, 60]


def test_amounts_can_be_parts_of_others() -> None:
    content = (
        "title;kind;value;deposit;ends\n"
        "A;house;1.001,00;;2026-03-04 10:00\n"
        "B;house;500,00;5,5 %;2026-03-04 10:00\n"
    )
    columns = COLUMNS | {"value": "valuation", "deposit": "deposit"}

    lots = reading(
        content,
        columns,
        starting_price="70 %",
        increment="1 %",
        deposit="10%",
        round_to="10",
    )

    assert said(lots) == []
    assert [(s.starting_price, s.increment, s.deposit) for _, s in lots.sheets] == [
        (Money(710_00), Money(10_00), Money(80_00)),
        (Money(350_00), Money(10_00), Money(20_00)),
    ]


def test_a_part_of_nothing_is_named() -> None:
    content = "title;kind;ends\nA;house;2026-03-04 10:00\n"

    lots = reading(content, starting_price="70 %")

    assert said(lots) == [
        "Row 2, Starting price: There is no valuation of which to reckon 70 %."
    ]


def test_a_percentage_of_nobody_knows_what_is_named() -> None:
    lots = reading(LIST, COLUMNS, valuation="70 %")

    assert "70 % is a percentage" in said(lots)[0]


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("closes_at", "tomorrow", "Ends: “tomorrow” is not a date"),
        ("closes_at", "2026-03-05", "Ends: Write a date with a time"),
        ("deposit", "much", "Deposit: “much” is not a number"),
        ("category", "castle", "Category: “castle” is not known here"),
        ("title", "{nothing}", "Title: There is no column called “nothing”"),
        ("stagger", "a minute", "stagger: Give the seconds"),
        ("stagger", "100000", "stagger: Give the seconds"),
        ("round_to", "0", "round_to: Give an amount above 0"),
        ("opens_at_time", "ten", "opens_at_time: Write a time of day"),
        ("external_id", "7", "Own number: There is nothing called external_id"),
        ("colour", "red", "colour: There is nothing called colour"),
        ("-", "x", "Leave out: There is nothing called -"),
    ],
)
def test_what_cannot_hold_for_all_is_told_once(
    name: str, text: str, sentence: str
) -> None:
    columns = {"no": "-", "kind": "-", "price": "-", "ends": "-", "title": "-"}
    plan = Plan.of(columns, {name: text})

    lots = LotReading(table(LIST), plan, terms())
    lots.read()

    assert len(said(lots)) == 1
    assert said(lots)[0].startswith(f"{sentence}")


def test_a_column_that_nobody_has_decided_on_is_named() -> None:
    columns = {key: value for key, value in COLUMNS.items() if key != "kind"}

    lots = reading(LIST, columns, category="loan")

    assert said(lots) == ["kind: Say what this column is, or leave it out."]
    assert lots.sheets == []


def test_two_columns_cannot_be_the_same_amount() -> None:
    lots = reading(LIST, COLUMNS | {"no": "starting_price"})

    assert said(lots) == [
        "no: Only one column can be “Starting price”.",
        "price: Only one column can be “Starting price”.",
    ]


def test_days_without_a_time_get_the_one_that_holds_for_all() -> None:
    content = workbook(
        ("title", "kind", "price", "start", "ends"),
        ("A", "loan", 5, datetime(2026, 3, 2), 46085),  # noqa: DTZ001
        formats={"D2": "dd/mm/yyyy"},
    )
    columns = COLUMNS | {"start": "opens_at"}

    lots = reading(content, columns, opens_at_time="10:00", closes_at_time="12:30")

    assert said(lots) == []
    assert lots.sheets[0][1].opens_at == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert lots.sheets[0][1].closes_at == datetime(2026, 3, 4, 11, 30, tzinfo=UTC)


def test_a_field_is_read_as_the_category_of_its_row_declares_it() -> None:
    content = (
        "title;kind;price;ends;origin\n"
        "Wood;forest;5,00;2026-03-04 10:00;Planted\n"
        "Chairs;goods;5,00;2026-03-04 10:00;Planted by hand\n"
    )

    lots = reading(content, COLUMNS | {"origin": "field.origin"})

    assert said(lots) == []
    assert [sheet.fields["origin"] for _, sheet in lots.sheets] == [
        *("planted", "Planted by hand"),
    ]


def test_a_cell_in_ruins_is_named() -> None:
    sheet = (
        '<row><c t="inlineStr"><is><t>title</t></is></c></row>'
        '<row><c t="e"><v>#REF!</v></c></row><row><c><f>A1</f></c></row>'
    )

    lots = reading(by_hand(sheet), {"title": "title"}, category="loan")

    assert said(lots)[0] == "Row 2, title (A): There is an error in this cell: #REF!."
    assert any("has no value yet" in sentence for sentence in said(lots))


def test_typed_cells_are_read_by_what_their_column_is() -> None:
    content = workbook(
        ("title", "kind", "price", "ends", "sold on", "built", "empty", "no"),
        (
            *("House", "house", 4500.5, datetime(2026, 3, 4, 10)),  # noqa: DTZ001
            *(datetime(2025, 1, 2), 1987, True, 42),  # noqa: DTZ001
        ),
    )
    columns = COLUMNS | {
        "sold on": "field.valuation_date",
        "built": "field.year_built",
        "empty": "field.occupied",
    }

    lots = reading(content, columns)

    assert said(lots) == []
    house = lots.sheets[0][1]
    assert (house.external_id, house.starting_price) == ("42", Money(4500_50))
    assert house.fields == {
        "valuation_date": "2025-01-02",
        "year_built": 1987,
        "occupied": True,
    }


@pytest.mark.parametrize(
    ("column", "cell", "sentence"),
    [
        ("price", True, "“yes” is not a number"),
        ("price", datetime(2026, 1, 1), "“2026-01-01 00:00” is not a number"),  # noqa: DTZ001
        ("ends", True, "“yes” is not a date"),
        ("price", -5, "This is not a number from 0 upwards"),
        ("price", 7.123, "EUR has 2 decimals, not more"),
        ("ends", 7, "7 is no day"),
    ],
)
def test_a_cell_of_the_wrong_kind_is_named(
    column: str, cell: object, sentence: str
) -> None:
    row = {"title": "A", "kind": "loan", "price": 5, "ends": "2026-03-04 10:00"}
    content = workbook(tuple(row), tuple((row | {column: cell}).values()))

    assert any(sentence in problem for problem in said(reading(content)))
