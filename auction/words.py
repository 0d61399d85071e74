"""Amounts in words, as a cheque has them."""

from babel import UnknownLocaleError
from babel.numbers import get_currency_name
from num2words import num2words

from auction.money import Currency, Money


def in_words(amount: Money, *, currency: Currency, language: str) -> str:
    """Write an amount out: ``one thousand two hundred and fifty euros``.

    A language that num2words does not know is answered in English.
    """
    whole, rest = divmod(amount.minor, 10**currency.exponent)
    try:
        words, name = num2words(whole, lang=language), _name(currency, language, whole)
    except (NotImplementedError, UnknownLocaleError):
        language = "en"
        words, name = num2words(whole, lang=language), _name(currency, language, whole)
    if not rest:
        return f"{words} {name}"
    share = f"{rest:0{currency.exponent}d}/{10**currency.exponent}"
    return f"{words} {name} {share}"


def _name(currency: Currency, language: str, count: int) -> str:
    return get_currency_name(currency.code, count=count, locale=language)
