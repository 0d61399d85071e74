import pytest
from babel.core import get_global
from hypothesis import given, settings
from hypothesis import strategies as st
from num2words import CONVERTER_CLASSES

from auction.money import MAX_MINOR, Currency, Money, currency_of
from auction.words import in_words

EUR = Currency("EUR", 2)
LANGUAGES = [*sorted(CONVERTER_CLASSES), "zh_CN", "hr", "xx", "en-GB", "de_AT", ""]


@pytest.mark.parametrize(
    ("minor", "code", "language", "words"),
    [
        (1250_00, "EUR", "en", "one thousand, two hundred and fifty euros"),
        (1_01, "EUR", "en", "one euro, one cent"),
        (12_50, "EUR", "en", "twelve euros, fifty cents"),
        (0, "EUR", "en", "zero euros"),
        (1250, "JPY", "en", "one thousand, two hundred and fifty Japanese yen"),
        (12_500, "KWD", "en", "twelve Kuwaiti dinars, 500/1000"),
        (12_005, "KWD", "en", "twelve Kuwaiti dinars, 005/1000"),
        (12_50, "EUR", "de", "zwölf Euro, fünfzig Cent"),
        (12_50, "EUR", "fr-FR", "douze euros, cinquante centimes"),
    ],
)
def test_an_amount_is_said_in_the_language(
    minor: int, code: str, language: str, words: str
) -> None:
    assert (
        in_words(Money(minor), currency=currency_of(code), language=language) == words
    )


@pytest.mark.parametrize("language", ["hr", "xx", "", "am", "te"])
def test_a_language_without_sound_number_words_falls_back_to_english(
    language: str,
) -> None:
    words = in_words(Money(MAX_MINOR), currency=EUR, language=language)

    assert words == "ten trillion euros"


@settings(deadline=None)
@given(
    amount=st.integers(0, MAX_MINOR).map(Money),
    currency=st.sampled_from(sorted(get_global("all_currencies"))).map(currency_of),
    language=st.sampled_from(LANGUAGES),
)
def test_every_amount_can_be_said(
    amount: Money, currency: Currency, language: str
) -> None:
    assert in_words(amount, currency=currency, language=language).strip()
