from __future__ import annotations

import re
from itertools import groupby

import pytest

from auction.rules.categories import (
    COMMON,
    FIELDS,
    MOVABLE,
    TITLES,
    Category,
    Field,
    Needed,
    grouped,
    is_given,
    missing,
)
from auction.rules.lot_fields import READERS

EVERY = [(category, field) for category in Category for field in FIELDS[category]]
NAMES = [f"{category}-{field.name}" for category, field in EVERY]
every_field = pytest.mark.parametrize(("category", "field"), EVERY, ids=NAMES)

# What the law, or a buyer, cannot do without: a list to be looked at when it grows.
ALWAYS_NEEDED = {
    Category.LOAN: [
        *("debtor", "cut_off_date", "principal", "total_claim"),
        *("collateral", "litigation"),
    ],
    Category.REAL_ESTATE: ["property_type", "occupied", "tax_payer"],
    Category.FOREST: ["right", "area", "species"],
    Category.MACHINERY: ["condition"],
    Category.IP: ["right_type", "owners"],
    Category.EQUITY: ["company", "share", "co_shareholders"],
    Category.INTANGIBLE: ["right_type", "subject"],
    Category.VEHICLE: ["make", "model"],
    Category.GOODS: ["kind"],
}
# What names people, or lets them be found.
NOT_PUBLIC = {
    *("debtor_identity", "contract_number", "guarantors_identity"),
    *("occupants_identity", "plate", "parties"),
}


def test_every_category_has_a_title_and_fields() -> None:
    assert set(TITLES) == set(FIELDS) == set(Category)
    assert len(set(TITLES.values())) == len(TITLES)


def test_only_things_that_can_be_carried_away_are_movable() -> None:
    assert {Category.MACHINERY, Category.VEHICLE, Category.GOODS} == MOVABLE


@pytest.mark.parametrize("category", Category)
def test_a_category_has_its_own_fields_before_the_common_ones(
    category: Category,
) -> None:
    fields = FIELDS[category]

    assert fields[-len(COMMON) :] == COMMON
    assert len(fields) > len(COMMON)


@pytest.mark.parametrize("category", Category)
def test_a_field_has_one_name_and_one_label(category: Category) -> None:
    fields = FIELDS[category]

    assert len({field.name for field in fields}) == len(fields)
    assert len({field.label for field in fields}) == len(fields)


@every_field
def test_a_field_is_declared_soundly(category: Category, field: Field) -> None:
    assert re.fullmatch("[a-z]+(_[a-z]+)*", field.name)
    assert field.group
    assert field.kind in READERS
    assert not field.unit or field.kind in {"number", "integer"}
    assert bool(field.options) == (field.kind == "choice")
    codes = [option.code for option in field.options]
    labels = [option.label for option in field.options]
    assert len(set(codes)) == len(codes)
    assert len(set(labels)) == len(labels)
    if field.needed and field.needed.when:
        others = {one.name: one for one in FIELDS[category]}
        other = others[field.needed.when]
        known = {option.code for option in other.options} | {True, False}
        assert set(field.needed.has) <= known


@pytest.mark.parametrize("category", Category)
def test_a_section_stands_in_one_place(category: Category) -> None:
    names = [name for name, _ in groupby(FIELDS[category], lambda one: one.group)]

    assert len(set(names)) == len(names)
    assert [name for name, _ in grouped(FIELDS[category])] == names


@pytest.mark.parametrize("category", Category)
def test_little_is_needed_before_a_lot_is_announced(category: Category) -> None:
    needed = [field.name for field in missing(category, {})]

    assert needed == ALWAYS_NEEDED[category]


@pytest.mark.parametrize(
    ("category", "values", "then"),
    [
        (Category.REAL_ESTATE, {"occupied": True}, "occupied_by"),
        (Category.REAL_ESTATE, {"arrears_amount": 0}, "arrears_payer"),
        (Category.FOREST, {"standing_volume": 12}, "cruise_date"),
        (Category.MACHINERY, {"complete": False}, "missing_parts"),
        (Category.EQUITY, {"subscribed_capital": 1}, "paid_in_capital"),
        (Category.VEHICLE, {"vehicle_kind": "ship"}, "imo_number"),
        (Category.GOODS, {"quantity": 3}, "quantity_unit"),
        (Category.GOODS, {"has_priority": True}, "priority"),
    ],
)
def test_one_answer_makes_another_needed(
    category: Category, values: dict[str, object], then: str
) -> None:
    assert then not in {field.name for field in missing(category, {})}
    assert then in {field.name for field in missing(category, values)}
    told = {**values, then: "told"}
    assert then not in {field.name for field in missing(category, told)}


def test_another_answer_does_not() -> None:
    needed = Needed(when="occupied", has=(True,))

    assert not needed.applies({})
    assert not needed.applies({"occupied": False})


@pytest.mark.parametrize(("value", "given"), [("", False), (None, False), (0, True)])
def test_nothing_said_is_not_given(value: object, given: bool) -> None:  # noqa: FBT001
    assert is_given(value) is given
    assert is_given(False)


def test_what_names_people_is_not_public() -> None:
    hidden = {field.name for _, field in EVERY if not field.is_public}

    assert hidden == NOT_PUBLIC


def test_a_code_that_is_no_option_any_more_is_told_as_it_is_stored() -> None:
    payer = next(one for one in FIELDS[Category.REAL_ESTATE] if one.options)

    assert payer.label_of(payer.options[0].code) == payer.options[0].label
    assert payer.label_of("from an older list") == "from an older list"
