from __future__ import annotations

from typing import Any

import pytest

from auction.rules.tapes.debtors import identity, is_company, public_name, seat
from auction.rules.tapes.records import Record


def debtor(**values: Any) -> Record:
    return Record(1, values)


@pytest.mark.parametrize(
    "values",
    [
        {"legal_type": "Private individual", "lei": "LEI-7"},
        {"legal_type": "Households"},
        {"legal_type": "Sole trader"},
        {"born": "1970-01-01", "turnover": "5"},
        {"occupation": "Farmer"},
        {"borrower_type": 0, "lei": "LEI-7"},
        {"name": "Nobody knows"},
        {"legal_type": "7"},
        {},
    ],
)
def test_what_may_be_a_person_is_treated_as_one(values: dict[str, Any]) -> None:
    assert not is_company(debtor(**values))


@pytest.mark.parametrize(
    "values",
    [
        {"legal_type": "Non-listed corporate"},
        {"legal_type": "Listed company"},
        {"legal_type": "SME"},
        {"borrower_type": 1},
        {"lei": "LEI-7"},
        {"founded": "1990-01-01"},
    ],
)
def test_what_shows_to_be_a_company_is_one(values: dict[str, Any]) -> None:
    assert is_company(debtor(**values))


def test_a_person_is_named_by_the_country_alone() -> None:
    person = debtor(name="Zacharias", city="Smallville", country="Northmark")

    assert public_name([person]) == "Private person, Northmark"
    assert seat(person) == "Northmark"
    assert identity([person]) == "Zacharias, Smallville, Northmark"


def test_several_debtors_are_named_together() -> None:
    company = debtor(name="Example Mill Ltd", lei="LEI-7", city="Millbridge")
    people = [debtor(country="Northmark"), debtor(country="Northmark")]

    assert public_name([company, *people]) == (
        "Example Mill Ltd and Private person, Northmark"
    )
    assert public_name([debtor(lei="LEI-7")]) == "Company"
