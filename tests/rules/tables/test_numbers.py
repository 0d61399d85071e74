from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from auction.rules.tables.numbers import (
    Found,
    NotANumber,
    Sign,
    find_sign,
    proves,
    read_number,
    usual_sign,
)

POINT, COMMA = Sign.POINT, Sign.COMMA


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("602.282,59", COMMA),
        ("26.23", POINT),
        ("1.234.567", COMMA),
        ("1,234,567", POINT),
        ("1234.567", POINT),
        ("0.125", POINT),
        ("1 234,5", COMMA),
        ("R$ 1.250,00", COMMA),
        ("1.250,-", COMMA),
        ("12,34,567.50", POINT),
        ("1.234", None),
        ("1,234", None),
        ("1234", None),
        ("1 234", None),
        ("1.25.30", None),
        ("none", None),
        ("", None),
    ],
)
def test_a_number_proves_its_sign_or_leaves_it_open(
    text: str, sign: Sign | None
) -> None:
    assert proves(text) is sign


@pytest.mark.parametrize(
    ("texts", "usual", "found"),
    [
        (["1.234", "5,50"], POINT, Found(COMMA, is_certain=True)),
        (["1.234", "1,234"], COMMA, Found(COMMA, is_certain=False)),
        (["1.234"], POINT, Found(POINT, is_certain=False)),
        ([], POINT, Found(POINT, is_certain=False)),
        (["26.23", "0.00", "1,5"], COMMA, Found(POINT, is_certain=True)),
        (["26.23", "1,5"], COMMA, Found(COMMA, is_certain=True)),
    ],
)
def test_a_column_is_read_as_most_of_its_cells_prove(
    texts: list[str], usual: Sign, found: Found
) -> None:
    assert find_sign(texts, usual=usual) == found


@pytest.mark.parametrize(
    ("text", "sign", "value"),
    [
        ("602.282,59", COMMA, "602282.59"),
        ("1.234", COMMA, "1234"),
        ("1.234", POINT, "1.234"),
        ("1\N{NO-BREAK SPACE}234,5", COMMA, "1234.5"),
        ("1'250.00", POINT, "1250.00"),
        ("12,34,567", POINT, "1234567"),
        ("-5,5", COMMA, "-5.5"),
        ("\N{MINUS SIGN}5", POINT, "-5"),
        ("1.250,--", COMMA, "1250.0"),
        ("EUR 7", POINT, "7"),
        ("7 eur", POINT, "7"),
        ("120 m²", POINT, "120"),
        ("٣", POINT, "3"),
    ],
)
def test_a_number_is_read_with_the_sign_of_its_column(
    text: str, sign: Sign, value: str
) -> None:
    assert read_number(text, sign, units=("EUR", "m²")) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("26.23", "“26.23” contradicts this column, .* like 1.234,56"),
        ("1.25.30", "“1.25.30” is not a number like 1.234,56"),
        ("about 7", "“about” is not known here"),
        ("7 USD", "“USD” is not known here. It can be EUR or m²"),
        ("a lot", "“a lot” is not a number"),
        ("1" * 100, "1…” is not a number"),
        ("", "is not a number"),
    ],
)
def test_what_contradicts_its_column_is_named(text: str, said: str) -> None:
    with pytest.raises(NotANumber, match=said):
        read_number(text, COMMA, units=("EUR", "m²"))


@given(some.decimals(0, 10**12, places=2), some.sampled_from(Sign))
def test_every_amount_is_read_as_it_was_written(value: Decimal, sign: Sign) -> None:
    written = f"{value:,}".translate(
        str.maketrans(",.", f"{sign.other.mark}{sign.mark}")
    )

    assert read_number(written, sign) == value
    assert proves(written) is sign


def test_a_locale_has_a_usual_sign() -> None:
    assert [usual_sign(locale) for locale in ("en", "pt_BR", "de", "zh")] == [
        *(POINT, COMMA, COMMA, POINT),
    ]
