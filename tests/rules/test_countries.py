"""Countries are named or coded; unions stand for their members."""

from __future__ import annotations

import pytest

from auction.rules.countries import (
    UNIONS,
    is_country,
    is_in,
    names_of,
    read_countries,
)
from auction.rules.persons import countries
from auction.rules.refusal import Refusal


def test_there_are_the_countries_of_iso_3166_and_kosovo() -> None:
    assert len(countries()) == 249 + 1
    assert not is_country("EU")
    assert not is_country("ZZ")


def test_every_union_is_made_of_countries() -> None:
    assert len(UNIONS["EU"]) == 27
    assert all(is_country(one) for members in UNIONS.values() for one in members)


def test_they_are_sorted_as_people_look_for_them() -> None:
    names = list(countries().values())

    assert names[:3] == ["Afghanistan", "Åland Islands", "Albania"]
    assert names.index("Türkiye") < names.index("Turkmenistan") + 2


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("", ()),
        ("de", ("DE",)),
        ("EU, Norway,CH ,", ("EU", "NO", "CH")),
        ("brazil, BR", ("BR",)),
        ("Åland Islands, são tomé & príncipe", ("AX", "ST")),
    ],
)
def test_names_and_codes_are_read(typed: str, codes: tuple[str, ...]) -> None:
    assert read_countries(typed) == codes


def test_what_is_no_country_is_refused_by_name() -> None:
    with pytest.raises(Refusal, match="no country called Atlantis"):
        read_countries("DE, Atlantis")


def test_a_member_is_in_its_union() -> None:
    assert is_in("FR", ["EU"])
    assert is_in("NO", ["CH", "EEA"])
    assert not is_in("CH", ["EU", "NO"])


def test_names_are_told_as_part_of_a_sentence() -> None:
    assert names_of(["CH"]) == "Switzerland"
    assert names_of(["CH", "EU"]) == "the European Union or Switzerland"
    assert names_of(["PE", "CL", "AR"]) == "Argentina, Chile or Peru"
