"""What an office says of itself: its entries, and how they are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from auction.rules import lot_cells
from auction.rules.categories import Field, Option
from auction.rules.categories.field import group, options
from auction.rules.countries import is_country
from auction.rules.local_ways import (
    check_currency,
    check_locale,
    check_time_zone,
    time_zone,
)
from auction.rules.lot_cells import needed
from auction.rules.payment_account import read_bic, read_iban
from auction.rules.persons import countries
from auction.rules.refusal import Refusal

KINDS = options(
    court="Court",
    bank="Bank",
    asset_manager="Asset manager",
    trustee="Trustee",
)
LONGEST_INTRODUCTION = 20_000  # characters

SLUG = Field(
    "slug",
    "Short name",
    hint="It stands in the addresses of the office's pages and stays for ever: small "
    "letters, digits and hyphens, such as example-court.",
)
PRESENTATION = (
    Field("name", "Name"),
    Field("kind", "Kind", "choice", options=KINDS, must_choose=True),
    Field(
        "region", "Region", hint="Where the office is, or what it is responsible for."
    ),
    Field("address", "Address", "long_text", hint="Of the house, in several lines."),
    Field("contact", "Contact", "long_text", hint="Shown on the page of every lot."),
    Field(
        "supervision",
        "Supervision",
        "long_text",
        hint="To whom people may complain about the office. Shown on every lot, too.",
    ),
    Field(
        "introduction",
        "Introduction",
        "markdown",
        hint="For the office's own page. Markdown: *emphasis*, lists, links.",
    ),
)
ACCOUNT = group(
    "Payment account",
    Field(
        "payee",
        "Payee",
        "long_text",
        hint="Whose account it is. Where there is no IBAN: bank and number, too.",
    ),
    Field("iban", "IBAN", hint="Its check digits are verified."),
    Field("bic", "BIC", hint="Of the bank, 8 or 11 letters and digits."),
)


def country() -> Field:
    """Return the entry of the office's country: others are foreigners to it."""
    named = tuple(Option(code, name) for code, name in countries().items())
    return Field(
        "country",
        "Country",
        "choice",
        hint="Bidders from elsewhere are told which papers they need besides.",
        options=named,
    )


def ways() -> tuple[Field, ...]:
    """Return the entries that an office's new catalogues begin with."""
    return group(
        "What new catalogues begin with",
        time_zone(),
        Field(
            "currency_code", "Currency", hint="Three letters, such as EUR, CNY, INR."
        ),
        Field("locale", "Language of the amounts", hint="Such as: en, de, fr, zh."),
    )


def read(typed: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the values of what was typed, and what was wrong, both by entry.

    Only the entries that were asked are read.
    """
    values: dict[str, Any] = {}
    refused: dict[str, str] = {}
    for name, text in typed.items():
        try:
            values[name] = READERS[name](text)
        except Refusal as refusal:
            refused[name] = refusal.told()
    return values, refused


def _kind(typed: str) -> str:
    if typed not in {option.code for option in KINDS}:
        raise Refusal("Please choose what kind of seller the office is.")
    return typed


def _country(typed: str) -> str:
    code = typed.strip().upper()
    if code and not is_country(code):
        raise Refusal("Please choose a country.")
    return code


_text = partial(lot_cells.text, longest=2_000)
READERS: Mapping[str, Callable[[str], Any]] = {
    "slug": lambda typed: typed.strip().lower(),
    "name": needed(lot_cells.line),
    "kind": _kind,
    "region": lot_cells.line,
    "country": _country,
    "address": _text,
    "contact": _text,
    "supervision": _text,
    "introduction": partial(lot_cells.text, longest=LONGEST_INTRODUCTION),
    "time_zone": check_time_zone,
    "currency_code": lambda typed: check_currency(typed.strip().upper()),
    "locale": lambda typed: check_locale(typed.strip().replace("-", "_")),
    "payee": _text,
    "iban": read_iban,
    "bic": read_bic,
}
