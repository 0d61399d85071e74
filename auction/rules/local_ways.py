"""How a place tells the time, counts its money and writes its numbers."""

from functools import cache
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError

from auction.money import UnknownCurrency, currency_of
from auction.rules.categories import Field, Option
from auction.rules.refusal import Refusal


class ZoneUnknown(Refusal):
    """There is no time zone called {zone}."""


class CurrencyUnknown(Refusal):
    """There is no currency called {code}."""


class LocaleUnknown(Refusal):
    """There is no locale called {locale}."""


@cache
def time_zones() -> frozenset[str]:
    """Return the names of all time zones."""
    return frozenset(available_timezones())


def time_zone() -> Field:
    """Ask for one of all time zones."""
    zones = tuple(Option(name, name.replace("_", " ")) for name in sorted(time_zones()))
    return Field("time_zone", "Time zone", "choice", options=zones, must_choose=True)


def check_time_zone(name: str) -> str:
    """Return the name of a time zone that there is, or refuse."""
    if name not in time_zones():
        raise ZoneUnknown(zone=name)
    return name


def check_currency(code: str) -> str:
    """Return the ISO 4217 code of a currency that there is, or refuse."""
    try:
        return currency_of(code).code
    except UnknownCurrency:
        raise CurrencyUnknown(code=code) from None


def check_locale(name: str) -> str:
    """Return the name of a locale that there is, or refuse."""
    try:
        Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        raise LocaleUnknown(locale=name) from None
    return name
