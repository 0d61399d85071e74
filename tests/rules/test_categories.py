import re
from typing import get_args

import pytest

from auction.rules.categories import COMMON, FIELDS, MOVABLE, TITLES, Category, Kind


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
def test_a_field_has_one_name_one_label_and_a_known_kind(category: Category) -> None:
    fields = FIELDS[category]

    assert len({field.name for field in fields}) == len(fields)
    assert len({field.label for field in fields}) == len(fields)
    assert all(re.fullmatch("[a-z]+(_[a-z]+)*", field.name) for field in fields)
    assert all(field.kind in get_args(Kind) for field in fields)
    assert all(not field.unit or field.kind == "number" for field in fields)
