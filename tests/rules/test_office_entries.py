"""What an office says of itself, and how it is read."""

from __future__ import annotations

import pytest

from auction.models import OfficeKind
from auction.rules.office_entries import (
    ACCOUNT,
    KINDS,
    PRESENTATION,
    READERS,
    SLUG,
    country,
    read,
    ways,
)
from auction.services.offices import FIELDS

RIGHT = {
    "name": " Example Court ",
    "kind": "court",
    "region": "North",
    "address": "Example Court\r\n1 Example Square",
    "contact": "",
    "supervision": "",
    "introduction": "We *sell*.",
    "time_zone": "Europe/Vienna",
    "currency_code": "chf",
    "locale": "de-CH",
    "country": "at",
    "payee": "Example Court",
    "iban": "at92 0000 0000 0001 2345",
    "bic": "examatww",
}


def test_what_is_right_is_read_as_it_is_kept() -> None:
    values, refused = read(RIGHT)

    assert refused == {}
    assert (values["name"], values["currency_code"]) == ("Example Court", "CHF")
    assert values["address"] == "Example Court\n1 Example Square"
    assert (values["locale"], values["iban"]) == ("de_CH", "AT920000000000012345")
    assert set(values) == set(FIELDS)


def test_everything_that_is_asked_can_be_read_and_is_asked_once() -> None:
    asked = [
        entry.name for entry in (SLUG, *PRESENTATION, country(), *ACCOUNT, *ways())
    ]

    assert sorted(asked) == sorted(READERS)
    assert set(asked) == {*FIELDS, "slug"}


def test_every_kind_of_office_has_a_word() -> None:
    assert [kind.code for kind in KINDS] == [kind.value for kind in OfficeKind]


def test_all_that_is_wrong_is_told_at_once() -> None:
    _, refused = read(RIGHT | {"name": " ", "iban": "AT1", "time_zone": "Mars"})

    assert set(refused) == {"name", "iban", "time_zone"}


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("name", "", "must not be empty"),
        ("name", "two\nlines", "single line"),
        ("kind", "", "what kind of seller"),
        ("kind", "casino", "what kind of seller"),
        ("address", "x" * 2_001, "longer than 2,000"),
        ("introduction", "x" * 20_001, "longer than 20,000"),
        ("contact", "bell\x07", "control characters"),
        ("time_zone", "", "no time zone"),
        ("country", "Atlantis", "choose a country"),
        ("currency_code", "XYZ", "no currency called XYZ"),
        ("locale", "klingon", "no locale"),
        ("iban", "AT92 0000 0000 0001 2354", "check digits"),
        ("bic", "EXAM", "8 or 11"),
    ],
)
def test_what_is_wrong_is_told_in_a_sentence(name: str, typed: str, told: str) -> None:
    values, refused = read({name: typed})

    assert values == {}
    assert told in refused[name]
