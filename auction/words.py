"""Amounts in words, as people say them."""

from __future__ import annotations

from typing import Any

from babel.localedata import exists
from babel.numbers import get_currency_name
from num2words import CONVERTER_CLASSES

from auction.money import Currency, Money

FALLBACK = "en"
# num2words 0.5.14 overflows or never returns on large numbers in these languages.
UNSOUND = frozenset({"am", "en_IN", "kn", "te"})


def in_words(amount: Money, *, currency: Currency, language: str) -> str:
    """Write an amount in words: ``twelve euros, fifty cents``.

    Languages in which numbers cannot be written soundly fall back to English.
    """
    language = _spoken(language)
    unit = 10**currency.exponent
    whole, rest = divmod(amount.minor, unit)
    name = get_currency_name(currency.code, count=whole, locale=language)
    words = f"{_cardinal(whole, language)} {name}"
    if not rest:
        return words
    cents = _minor_name(rest, currency.code, language)
    if cents is None:  # as on a cheque
        return f"{words}, {rest:0{currency.exponent}d}/{unit}"
    return f"{words}, {_cardinal(rest, language)} {cents}"


def _spoken(language: str) -> str:
    """Return the language itself, its parent or English: the first that is sound."""
    full = language.replace("-", "_")
    for tag in (full, full.partition("_")[0]):
        if tag in CONVERTER_CLASSES and tag not in UNSOUND and exists(tag):
            return tag
    return FALLBACK


def _cardinal(number: int, language: str) -> str:
    converter: Any = CONVERTER_CLASSES[language]
    return str(converter.to_cardinal(number))


def _minor_name(count: int, code: str, language: str) -> str | None:
    converter: Any = CONVERTER_CLASSES[language]
    try:
        _, names = converter.CURRENCY_FORMS[code]
        return str(converter.pluralize(count, names))
    except (AttributeError, LookupError, NotImplementedError):
        return None
