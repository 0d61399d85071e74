"""Natural persons and companies, and the countries that they are of."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from functools import cache

from babel import Locale

from auction.rules.categories.field import options
from auction.rules.refusal import Refusal

# Two-letter entries of the CLDR's territories in which nobody resides: groupings,
# test codes, and parts of countries that ISO 3166-1 reserves and does not assign.
NO_COUNTRIES = frozenset(
    {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
)
LICENCES = options(
    financial_institution="A bank or another licensed financial institution",
    asset_management="A licensed buyer or manager of bad loans",
    investment_firm="A licensed fund or investment firm",
)


class PersonKind(StrEnum):
    """Whether somebody is a human being or a company."""

    NATURAL = "natural"
    COMPANY = "company"


class IdentityState(StrEnum):
    """How far the check of an identity has come."""

    DRAFT = "draft"  # being filled in
    SUBMITTED = "submitted"  # waits for the verifier
    ACCEPTED = "accepted"
    REFUSED = "refused"
    REPLACED = "replaced"  # a newer one was accepted
    WITHDRAWN = "withdrawn"  # given up by the person


class CountryUnknown(Refusal):
    """Please choose a country from the list."""


@cache
def countries(language: str = "en") -> Mapping[str, str]:
    """Return the countries by their ISO 3166-1 codes, in the order of their names."""
    territories = Locale.parse(language).territories
    found = {
        str(code): str(name)
        for code, name in territories.items()
        if len(str(code)) == 2 and code not in NO_COUNTRIES
    }
    return dict(sorted(found.items(), key=lambda pair: letters(pair[1])))


def letters(name: str) -> str:
    """Return by what a name is sorted: Åland stands beside Albania."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()


def country_name(code: str | None) -> str:
    """Return what a country is called; of an unknown code, the code."""
    return countries().get(code or "", code or "")


def check_country(code: str) -> str:
    """Return the code of a country that there is, or refuse."""
    code = code.strip().upper()
    if code not in countries():
        raise CountryUnknown
    return code
