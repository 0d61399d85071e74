"""What each step of a lot's form asks, reads and writes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auction.money import Money, currency_of
from auction.rules.categories import FIELDS, Category
from auction.rules.lot_cells import Terms
from auction.rules.lot_row import COLUMNS
from auction.rules.lot_steps import (
    FIELD,
    Step,
    entries,
    lost_fields,
    read,
    written,
)
from auction.rules.procedure import ReserveKind
from tests.rules.shipped import shipped_procedure

COURT, MOVABLES = shipped_procedure(), shipped_procedure("movables")
BANK = shipped_procedure("bank-claims")
HIDDEN = replace(
    COURT, reserve=ReserveKind.HIDDEN, eligibility=BANK.eligibility
)  # a procedure that asks everything
BERLIN = ZoneInfo("Europe/Berlin")
TERMS = Terms(currency_of("EUR"), "en", BERLIN, HIDDEN)
EVERY = [
    entry
    for step in Step
    for category in Category
    for entry in entries(step, category=category, procedure=HIDDEN)
]


def names(step: Step, procedure: Any = COURT) -> set[str]:
    asked = entries(step, category=Category.LOAN, procedure=procedure)
    return {entry.name for entry in asked}


def read_one(name: str, typed: str) -> tuple[dict[str, Any], dict[str, str]]:
    return read({name: typed}, [one for one in EVERY if one.name == name][:1], TERMS)


def test_together_the_steps_ask_for_all_that_a_list_holds() -> None:
    asked = set().union(*(names(step, HIDDEN) for step in Step))

    columns = set(COLUMNS) - {"fields"}
    assert asked == columns | {FIELD + field.name for field in FIELDS[Category.LOAN]}


def test_the_price_asks_what_the_procedure_leaves_to_the_lot() -> None:
    assert {"increment"} == names(Step.PRICE) - names(Step.PRICE, MOVABLES)
    assert {"reserve"} == names(Step.PRICE, HIDDEN) - names(Step.PRICE)


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("title", " A mill ", "A mill"),
        ("category", "vehicle", Category.VEHICLE),
        ("external_id", "", None),
        ("starting_price", "", Money(0)),
        ("starting_price", "1,250.00", Money(1250_00)),
        ("valuation", "", None),
        ("opens_at", "2026-03-02T10:00", datetime(2026, 3, 2, 9, 0, tzinfo=UTC)),
        ("description", "One.\r\n\r\nTwo.", "One.\n\nTwo."),
        ("field.principal", "1,250.00", 1250_00),
        ("field.principal", " ", None),
        ("field.debtor", "", None),
        ("eligibility.kinds", "company", "company"),
        ("eligibility.licence", "asset_management", "asset_management"),
        ("eligibility.residence_only", "Norway, eu", "NO, EU"),
        ("eligibility.parties", "", None),
    ],
)
def test_what_was_typed_becomes_a_value(name: str, typed: str, value: object) -> None:
    assert read_one(name, typed) == ({name: value}, {})


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("title", "", "must not be empty"),
        ("title", "x" * 301, "longer than 300"),
        ("category", "cars", "not a category"),
        ("opens_at", "", "must not be empty"),
        ("eligibility.residence_never", "Atlantis", "no country called Atlantis"),
        ("opens_at", "tomorrow", "a date with a time"),
        ("starting_price", "much", "amount in figures"),
        ("field.cut_off_date", "in March", "like 2026-03-02"),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_entry(
    name: str, typed: str, said: str
) -> None:
    values, refused = read_one(name, typed)

    assert values == {}
    assert said in refused[name]


def test_what_was_not_typed_is_not_touched() -> None:
    assert read({"title": "A mill"}, EVERY[:6], TERMS)[0] == {"title": "A mill"}


@given(
    at=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)),  # noqa: DTZ001
    zone=st.sampled_from(["UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kolkata"]),
)
def test_a_moment_reads_as_it_was_written(at: datetime, zone: str) -> None:
    moment = at.replace(microsecond=0, tzinfo=UTC)
    opens = next(one for one in EVERY if one.name == "opens_at")
    terms = replace(TERMS, zone=ZoneInfo(zone))

    text = written(moment, of=opens, terms=terms)

    assert read({"opens_at": text}, [opens], terms) == ({"opens_at": moment}, {})


def test_the_hour_that_comes_twice_is_written_with_its_offset() -> None:
    opens = next(one for one in EVERY if one.name == "opens_at")
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)

    texts = [
        written(first + timedelta(hours=hours), of=opens, terms=TERMS)
        for hours in range(3)
    ]

    assert texts == [
        "2026-10-25 02:30+0200",
        "2026-10-25 02:30+0100",
        "2026-10-25 03:30",
    ]


def test_an_amount_reads_as_it_was_written() -> None:
    price = next(one for one in EVERY if one.name == "starting_price")

    text = written(Money(1250_00), of=price, terms=TERMS)

    assert text == "1,250.00"
    assert written(None, of=price, terms=TERMS) == ""


def test_another_category_loses_the_answers_that_it_has_no_place_for() -> None:
    told = {"make": "Example Motors", "condition": "Runs", "defects": "Rust", "keys": 2}

    def lost(new: Category) -> list[str]:
        gone = lost_fields(told, old=Category.VEHICLE, new=new)
        return [field.name for field in gone]

    assert lost(Category.MACHINERY) == ["make", "keys"]
    assert lost(Category.REAL_ESTATE) == ["make", "condition", "keys"]
    assert lost(Category.VEHICLE) == []
