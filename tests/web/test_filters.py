"""How amounts, moments and texts read on a page."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from auction.models import Catalogue
from auction.money import Money
from auction.rules.categories import Field
from web.filters import epoch_ms, fact, iso, markdown, moment, money, plain_money

WINTER = datetime(2026, 11, 24, 13, 5, tzinfo=UTC)
SUMMER = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


def catalogue(
    currency: str = "EUR", locale: str = "en", time_zone: str = "Europe/Berlin"
) -> Catalogue:
    return Catalogue(currency_code=currency, locale=locale, time_zone=time_zone)


@pytest.mark.parametrize(
    ("currency", "locale", "minor", "written"),
    [
        ("EUR", "en", 125_000, "EUR\N{NO-BREAK SPACE}1,250.00"),
        ("EUR", "de", 125_000, "EUR\N{NO-BREAK SPACE}1.250,00"),
        ("JPY", "en", 1_250, "JPY\N{NO-BREAK SPACE}1,250"),
        ("KWD", "en", 1_250_000, "KWD\N{NO-BREAK SPACE}1,250.000"),
    ],
)
def test_an_amount_is_written_as_its_catalogue_does(
    currency: str, locale: str, minor: int, written: str
) -> None:
    assert money(Money(minor), catalogue(currency, locale)) == written


def test_an_amount_that_does_not_exist_is_a_dash() -> None:
    assert money(None, catalogue()) == "\N{EN DASH}"


def test_the_bid_form_gets_the_amount_without_its_currency() -> None:
    assert plain_money(Money(125_000), catalogue()) == "1,250.00"


@pytest.mark.parametrize(
    ("at", "zone", "written"),
    [
        (WINTER, "Europe/Berlin", "24 Nov 2026, 14:05:00 CET (UTC+1)"),
        (SUMMER, "Europe/Berlin", "01 Jul 2026, 14:00:00 CEST (UTC+2)"),
        (WINTER, "Asia/Kolkata", "24 Nov 2026, 18:35:00 IST (UTC+5:30)"),
        (WINTER, "America/St_Johns", "24 Nov 2026, 09:35:00 NST (UTC-3:30)"),
        (WINTER, "America/Sao_Paulo", "24 Nov 2026, 10:05:00 UTC-3"),
        (WINTER, "UTC", "24 Nov 2026, 13:05:00 UTC"),
    ],
)
def test_a_moment_is_told_with_the_name_of_its_zone(
    at: datetime, zone: str, written: str
) -> None:
    assert moment(at, catalogue(time_zone=zone)) == written


def test_the_repeated_hour_of_autumn_is_told_apart() -> None:
    before = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    after = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)

    assert moment(before, catalogue()) == "25 Oct 2026, 02:30:00 CEST (UTC+2)"
    assert moment(after, catalogue()) == "25 Oct 2026, 02:30:00 CET (UTC+1)"


def test_a_moment_without_a_catalogue_is_told_in_utc() -> None:
    assert moment(WINTER) == "24 Nov 2026, 13:05:00 UTC"


def test_a_moment_that_has_not_come_is_a_dash() -> None:
    assert moment(None, catalogue()) == "\N{EN DASH}"


def test_machines_read_moments_too() -> None:
    assert iso(WINTER) == "2026-11-24T13:05:00+00:00"
    assert epoch_ms(WINTER) == 1_795_525_500_000


@pytest.mark.parametrize(
    ("kind", "value", "unit", "written"),
    [
        ("number", 1250, "m²", "1250 m²"),
        ("number", 125_000, "m²", "125,000 m²"),
        ("flag", False, "", "No"),
        ("money", 125_000, "", "EUR\N{NO-BREAK SPACE}1,250.00"),
        ("text", "Oak", "", "Oak"),
        ("date", "2026-03-02", "", "02 Mar 2026"),
        ("date", "in spring", "", "in spring"),
        ("year", 1987, "", "1987"),
        ("balance", -125_000, "", "EUR\N{NO-BREAK SPACE}-1,250.00"),
        ("choice", "of old", "", "of old"),
    ],
)
def test_a_fact_is_told_with_its_unit(
    kind: str, value: object, unit: str, written: str
) -> None:
    field = Field("area", "Area", kind, unit)  # type: ignore[arg-type]

    assert fact(value, field, catalogue()) == written


def test_markdown_becomes_html_below_the_headings_of_the_page() -> None:
    assert markdown("# Access\n\n*By* appointment") == (
        "<h3>Access</h3>\n<p><em>By</em> appointment</p>\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![x](https://elsewhere.example/pixel.png)",
        "[click](javascript:alert(1))",
        "[click](data:text/html;base64,PHNjcmlwdD4=)",
        '<a href="https://elsewhere.example" onclick="alert(1)">x</a>',
        "<style>body{display:none}</style>",
    ],
)
def test_nothing_in_a_description_can_run_or_load(text: str) -> None:
    html = markdown(text)

    for sign in (
        "<script",
        "<img",
        "<style",
        'href="javascript',
        'href="data',
        "<a href",
    ):
        assert sign not in html


def test_a_link_in_a_description_vouches_for_nothing() -> None:
    assert 'rel="nofollow noopener"' in markdown("[the law](https://law.example/)")
