"""What a person or a company says of itself, and how it is read."""

from __future__ import annotations

from datetime import date

import pytest

from auction.rules.identity_entries import (
    LICENCE,
    LONGEST_NAME,
    entries,
    plain_number,
    read,
)
from auction.rules.persons import (
    NO_COUNTRIES,
    CountryUnknown,
    PersonKind,
    check_country,
    countries,
    country_name,
    letters,
)

TODAY = date(2026, 3, 2)
PERSON = {
    "name": " Maria  Example ",
    "born_on": "1980-02-29",
    "nationality": "AT",
    "country": "de",
    "address": "1 Example Square\r\nExampleton",
    "number": " p 1234-567 ",
    "valid_until": "2026-03-02",
}
COMPANY = {
    "name": "Example Holding AG",
    "country": "CH",
    "number": "CHE-123.456.789",
    "address": "2 Example Square",
    "capacity": "Managing director",
    "valid_until": "",
    LICENCE + "financial_institution": "yes",
    LICENCE + "asset_management": "no",
    LICENCE + "investment_firm": "",
}


def test_what_a_person_says_is_read_as_it_is_kept() -> None:
    facts, refused = read(PERSON, today=TODAY)

    assert refused == {}
    assert facts == {
        "name": "Maria Example",
        "born_on": date(1980, 2, 29),
        "nationality": "AT",
        "country": "DE",
        "address": "1 Example Square\nExampleton",
        "number": "p 1234-567",
        "valid_until": TODAY,
    }


def test_what_a_company_says_is_read_with_its_licences() -> None:
    facts, refused = read(COMPANY, today=TODAY)

    assert refused == {}
    assert facts["licences"] == ["financial_institution"]
    assert facts["capacity"] == "Managing director"
    assert facts["valid_until"] is None


@pytest.mark.parametrize(
    ("entry", "typed"),
    [
        ("name", ""),
        ("name", "1234"),
        ("name", "M" * (LONGEST_NAME + 1)),
        ("name", "Maria\nExample"),
        ("name", "Maria \u202eelpmaxE"),
        ("born_on", ""),
        ("born_on", "29.02.1980"),
        ("born_on", "2026-03-02"),
        ("born_on", "2027-01-01"),
        ("born_on", "1905-01-01"),
        ("nationality", ""),
        ("nationality", "XX"),
        ("country", "EU"),
        ("country", "Austria"),
        ("address", "  \n "),
        ("address", "A" * 501),
        ("number", ""),
        ("number", "- 1 2 -"),
        ("number", "1" * 61),
        ("valid_until", "2026-03-01"),
        ("valid_until", "2096-03-01"),
        ("valid_until", "soon"),
    ],
)
def test_what_cannot_be_meant_is_refused_at_its_entry(entry: str, typed: str) -> None:
    facts, refused = read(PERSON | {entry: typed}, today=TODAY)

    assert list(refused) == [entry]
    assert entry not in facts


@pytest.mark.parametrize("born_on", ["1907-01-01", "2026-03-01", "2010-06-06"])
def test_the_old_and_the_young_are_plausible(born_on: str) -> None:
    # Who is too young for a lot, its procedure says.
    _, refused = read(PERSON | {"born_on": born_on}, today=TODAY)

    assert refused == {}


def test_a_company_must_say_who_acts_for_it() -> None:
    _, refused = read(COMPANY | {"capacity": " "}, today=TODAY)

    assert set(refused) == {"capacity"}


@pytest.mark.parametrize(
    ("kind", "typed"), [(PersonKind.NATURAL, PERSON), (PersonKind.COMPANY, COMPANY)]
)
def test_everything_that_is_asked_is_read(
    kind: PersonKind, typed: dict[str, str]
) -> None:
    assert {entry.name for entry in entries(kind)} == set(typed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CHE-123.456.789", "che 123 456 789"),
        ("HRB 12345 B", "hrb12345b"),
        ("\uff21\uff22 12\uff13", "AB123"),
    ],
)
def test_a_number_is_the_same_however_it_is_spelt(one: str, other: str) -> None:
    assert plain_number(one) == plain_number(other)


def test_other_numbers_stay_other_numbers() -> None:
    assert plain_number("AB 0123") != plain_number("AB 123")


def test_countries_are_those_of_iso_3166_with_kosovo() -> None:
    codes = set(countries())

    assert len(codes) == 250
    assert {"AT", "CN", "XK", "TW", "AQ"} <= codes
    assert not codes & NO_COUNTRIES
    names = list(countries().values())
    assert names == sorted(names, key=letters)
    assert countries("de")["AT"] == "Österreich"


def test_a_country_is_told_by_its_code() -> None:
    assert check_country(" at ") == "AT"
    assert country_name("AT") == "Austria"
    with pytest.raises(CountryUnknown):
        check_country("ZZ")
