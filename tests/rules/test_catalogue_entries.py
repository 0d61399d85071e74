"""What an office says of a catalogue, and how it is read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from auction.rules.catalogue_entries import (
    LONGEST_SLUG,
    CataloguePlan,
    entries,
    proposed_slug,
    read,
)

TYPED = {
    "title": " Court auctions in spring ",
    "slug": "",
    "procedure_name": "movables",
    "introduction": "One.\r\n\r\nTwo.",
    "currency_code": "eur",
    "locale": "de-AT",
    "time_zone": "Europe/Vienna",
    "opens_at": "2026-03-02T10:00",
    "closes_at": "2026-03-03 10:00",
    "stagger_seconds": "60",
}


def test_what_was_typed_becomes_a_plan() -> None:
    values, refused = read(TYPED)

    assert refused == {}
    assert CataloguePlan(**values) == CataloguePlan(
        title="Court auctions in spring",
        slug="",
        procedure_name="movables",
        introduction="One.\n\nTwo.",
        currency_code="EUR",
        locale="de_AT",
        time_zone="Europe/Vienna",
        opens_at=datetime(2026, 3, 2, 9, 0, tzinfo=UTC),
        closes_at=datetime(2026, 3, 3, 9, 0, tzinfo=UTC),
        stagger_seconds=60,
    )


def test_every_entry_is_read() -> None:
    assert {entry.name for entry in entries([])} == set(TYPED)


def test_the_times_may_be_left_open() -> None:
    values, refused = read(TYPED | {"opens_at": "", "closes_at": ""})

    assert refused == {}
    assert (values["opens_at"], values["closes_at"]) == (None, None)


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("title", "", "must not be empty"),
        ("procedure_name", "", "must not be empty"),
        ("currency_code", "XYZ", "no currency called XYZ"),
        ("locale", "martian", "no locale called martian"),
        ("time_zone", "Europe/Atlantis", "no time zone called Europe/Atlantis"),
        ("opens_at", "tomorrow", "a date with a time"),
        ("closes_at", "2026-03-02 10:00", "after the opening"),
        ("stagger_seconds", "-1", "from 0 to 3600"),
        ("stagger_seconds", "3601", "from 0 to 3600"),
        ("stagger_seconds", "\N{SUPERSCRIPT TWO}", "from 0 to 3600"),
        ("introduction", "x" * 32_001, "longer than 32,000"),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_entry(
    name: str, typed: str, said: str
) -> None:
    _, refused = read(TYPED | {name: typed})

    assert list(refused) == [name]
    assert said in refused[name]


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Court auctions in spring", "court-auctions-in-spring"),
        ("  Vente aux enchères n° 7! ", "vente-aux-encheres-n-7"),
        ("Straße", "strasse"),
        ("司法拍卖", "sale"),
        ("New", "sale"),
        ("", "sale"),
    ],
)
def test_a_short_name_is_made_from_the_title(title: str, slug: str) -> None:
    assert proposed_slug(title) == slug


def test_a_long_title_makes_a_short_name_of_whole_words() -> None:
    slug = proposed_slug("auction " * 40)

    assert len(slug) <= LONGEST_SLUG
    assert set(slug.split("-")) == {"auction"}
