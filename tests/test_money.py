from decimal import Decimal

import pytest
from babel.localedata import locale_identifiers
from hypothesis import given
from hypothesis import strategies as st

from auction.money import (
    MAX_MINOR,
    AmountUnreadable,
    Currency,
    Money,
    UnknownCurrency,
    currency_of,
    figures,
    parse_amount,
    plain_figures,
)

EUR, JPY, KWD = Currency("EUR", 2), Currency("JPY", 0), Currency("KWD", 3)
LOCALES = sorted(locale_identifiers())

amounts = st.integers(0, MAX_MINOR).map(Money)
currencies = st.sampled_from([EUR, JPY, KWD, Currency("CLF", 4)])


@pytest.mark.parametrize(
    ("code", "exponent"),
    [("EUR", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4), ("RSD", 2), ("IQD", 3)],
)
def test_a_currency_has_the_decimals_of_iso_4217(code: str, exponent: int) -> None:
    assert currency_of(code) == Currency(code, exponent)


@pytest.mark.parametrize("code", ["", "eur", "EURO", "ZZZ", "€"])
def test_an_unknown_currency_is_told_by_its_code(code: str) -> None:
    with pytest.raises(UnknownCurrency, match="not the code of a currency"):
        currency_of(code)


def test_money_adds_subtracts_multiplies_and_compares() -> None:
    assert Money(1_00) + Money(25) == Money(1_25)
    assert Money(1_00) - Money(25) == Money(75)
    assert Money(1_25) * 3 == Money(3_75)
    assert Money(1_24) < Money(1_25)


@pytest.mark.parametrize(
    ("minor", "rate", "due"),
    [(1_000_00, "10", 100_00), (5, "10", 1), (4, "10", 0), (99_99, "2.5", 2_50)],
)
def test_half_a_minor_unit_is_rounded_up(minor: int, rate: str, due: int) -> None:
    assert Money(minor).percent(Decimal(rate)) == Money(due)


def test_a_percentage_of_the_largest_amount_is_exact() -> None:
    assert Money(MAX_MINOR - 1).percent(Decimal(100)) == Money(MAX_MINOR - 1)


@pytest.mark.parametrize(
    ("text", "locale", "minor"),
    [
        ("0", "en", 0),
        ("1250", "en", 1250_00),
        (" 1250 ", "en", 1250_00),
        ("1 250", "en", 1250_00),
        ("1\N{NO-BREAK SPACE}250", "en", 1250_00),
        ("1\N{NARROW NO-BREAK SPACE}250,5", "fr", 1250_50),
        ("1,250", "en", 1250_00),
        ("1,250.00", "en", 1250_00),
        ("1250.5", "en", 1250_50),
        ("12 345 678.90", "en", 12_345_678_90),
        ("1.250,00", "de", 1250_00),
        ("1.250", "de", 1250_00),
        ("1250,05", "de", 1250_05),
        ("007", "en", 7_00),
        ("10,000,000,000,000.00", "en", MAX_MINOR),
    ],
)
def test_an_amount_is_read_as_its_locale_writes_it(
    text: str, locale: str, minor: int
) -> None:
    assert parse_amount(text, currency=EUR, locale=locale) == Money(minor)


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [("1,250", JPY, 1250), ("1.250", KWD, 1250), ("1,250.5", KWD, 1_250_500)],
)
def test_a_currency_has_its_own_minor_unit(
    text: str, currency: Currency, minor: int
) -> None:
    assert parse_amount(text, currency=currency, locale="en") == Money(minor)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "ten",
        "-1",
        "+1",
        "NaN",
        "Infinity",
        "1e30",
        "1E3",
        "0x10",
        "1_000",
        ".5",
        "5.",
        "1.000,50",  # as German writes it
        "1,25",
        "1,2500",
        "12,34,567",
        "1 250,000",  # two signs for one thing
        "1,,250",
        "1  250",
        "1.2.3",
        "1.005",  # too many decimals
        "１００",  # noqa: RUF001 - full-width digits are the case
        "١٢٣",
        "1²",
        "EUR 5",
        "5 €",
        "1\n2",
        "1\x00",
        "9" * 40,
        "1" * 100_000,
    ],
)
def test_what_can_be_misread_is_not_read(text: str) -> None:
    with pytest.raises(AmountUnreadable) as refusal:
        parse_amount(text, currency=EUR, locale="en")

    assert "1,250.00" in str(refusal.value) or "out of range" in str(refusal.value)
    assert refusal.value.code == 400


@pytest.mark.parametrize("text", ["1,250.00", "1,250,000", "1250.50", "1.25"])
def test_the_english_form_is_refused_where_german_is_written(text: str) -> None:
    with pytest.raises(AmountUnreadable, match=r"1\.250,00"):
        parse_amount(text, currency=EUR, locale="de")


@pytest.mark.parametrize(
    ("text", "currency"), [("1.5", JPY), ("1.2345", KWD), ("1.234", EUR)]
)
def test_too_many_decimals_are_refused_by_name_of_the_currency(
    text: str, currency: Currency
) -> None:
    with pytest.raises(AmountUnreadable, match=f"{currency.code} has"):
        parse_amount(text, currency=currency, locale="en")


def test_an_amount_above_the_largest_is_out_of_range() -> None:
    with pytest.raises(AmountUnreadable, match="out of range"):
        parse_amount("10,000,000,000,000.01", currency=EUR, locale="en")


@given(text=st.text(max_size=60), locale=st.sampled_from(["en", "de", "fr", "hi"]))
def test_any_text_is_read_or_refused(text: str, locale: str) -> None:
    try:
        amount = parse_amount(text, currency=EUR, locale=locale)
    except AmountUnreadable:
        return
    assert Money(0) <= amount <= Money(MAX_MINOR)


@given(amount=amounts, currency=currencies, locale=st.sampled_from(LOCALES))
def test_what_is_written_can_be_read_back(
    amount: Money, currency: Currency, locale: str
) -> None:
    text = plain_figures(amount, currency=currency, locale=locale)

    assert parse_amount(text, currency=currency, locale=locale) == amount


@pytest.mark.parametrize(
    ("minor", "currency", "locale", "text"),
    [
        (1250_00, EUR, "en", "EUR\N{NO-BREAK SPACE}1,250.00"),
        (1250_00, EUR, "de", "EUR\N{NO-BREAK SPACE}1.250,00"),
        (1250, JPY, "en", "JPY\N{NO-BREAK SPACE}1,250"),
        (1250, KWD, "en", "KWD\N{NO-BREAK SPACE}1.250"),
        (5, EUR, "en", "EUR\N{NO-BREAK SPACE}0.05"),
        (-5, EUR, "en", "EUR\N{NO-BREAK SPACE}-0.05"),
    ],
)
def test_an_amount_is_written_with_the_code_first(
    minor: int, currency: Currency, locale: str, text: str
) -> None:
    assert figures(Money(minor), currency=currency, locale=locale) == text
