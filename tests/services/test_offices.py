"""Opening offices, and what they may say about themselves."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Office, OfficeKind
from auction.rules.local_ways import CurrencyUnknown, LocaleUnknown, ZoneUnknown
from auction.rules.payment_account import BicWrong, IbanWrong
from auction.rules.refusal import Refusal
from auction.services.offices import NameMissing, Profile, SlugTaken, add_office


def profile(**columns: Any) -> Profile:
    columns.setdefault("name", "Example Bank")
    return Profile(kind=OfficeKind.BANK, **columns)


def test_two_offices_do_not_share_a_short_name(session: Session) -> None:
    add_office(session, slug="example-bank", profile=profile())

    with pytest.raises(SlugTaken, match="already an office called example-bank"):
        add_office(session, slug="example-bank", profile=profile())


@pytest.mark.parametrize(
    "slug", ["", "Example", "a b", "-bank", "bank-", "a--b", "é", "a" * 81]
)
def test_the_short_name_of_an_office_fits_in_an_address(
    session: Session, slug: str
) -> None:
    with pytest.raises(Refusal, match="small letters"):
        add_office(session, slug=slug, profile=profile())


def test_a_new_office_pays_in_euros_and_lives_by_universal_time(
    session: Session,
) -> None:
    office = add_office(session, slug="example-bank", profile=profile())

    assert (office.currency_code, office.time_zone, office.locale) == (
        "EUR",
        "UTC",
        "en",
    )
    assert (office.iban, office.logo) == ("", None)


def test_what_an_office_says_is_kept_tidy(session: Session) -> None:
    said = profile(name="  Example   Bank ", iban="at92 0000 0000 0001 2345")

    office = add_office(session, slug="example-bank", profile=said)

    assert (office.name, office.iban) == ("Example Bank", "AT920000000000012345")


@pytest.mark.parametrize(
    ("column", "value", "refusal"),
    [
        ("name", " ", NameMissing),
        ("time_zone", "Europe/Atlantis", ZoneUnknown),
        ("currency_code", "XYZ", CurrencyUnknown),
        ("locale", "klingon", LocaleUnknown),
        ("iban", "AT93 0000 0000 0001 2345", IbanWrong),
        ("bic", "EXAM", BicWrong),
    ],
)
def test_what_cannot_be_is_refused(
    session: Session, column: str, value: str, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        add_office(session, slug="example-bank", profile=profile(**{column: value}))

    assert session.scalar(select(Office.id)) is None
