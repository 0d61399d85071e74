"""One field: read as its declaration says, and written so that it reads the same."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auction.money import currency_of
from auction.rules.categories import Field, Kind, Option
from auction.rules.lot_cells import Terms
from auction.rules.lot_fields import READERS, Value, field, written
from auction.rules.refusal import Refusal
from tests.rules.shipped import shipped_procedure

LOCALES = ["en", "de", "fr", "de_CH", "pt_BR", "ar", "hi"]
ANSWERS = (Option("buyer", "The buyer"), Option("seller", "The seller"))


def terms(locale: str = "en") -> Terms:
    return Terms(currency_of("EUR"), locale, ZoneInfo("UTC"), shipped_procedure())


def one(kind: Kind) -> Field:
    return Field("area", "Area", kind, options=ANSWERS if kind == "choice" else ())


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        ("text", " Oak ", "Oak"),
        ("text", 1250, "1250"),
        ("long_text", "Oak\r\nBeech", "Oak\nBeech"),
        ("number", "1,250.5", 1250.5),
        ("number", Decimal("18.0"), 18),
        ("integer", "1,250", 1250),
        ("year", "1987", 1987),
        ("date", "2026-03-02", "2026-03-02"),
        ("money", "1,250.50", 1250_50),
        ("money", 1250.5, 1250_50),
        ("balance", "-1,250.50", -1250_50),
        ("balance", "\N{MINUS SIGN} 5", -5_00),
        ("balance", -5, -5_00),
        ("balance", "5", 5_00),
        ("balance", "-0", 0),
        ("flag", "Yes", True),
        ("flag", False, False),
        ("choice", "buyer", "buyer"),
        ("choice", "the SELLER", "seller"),
    ],
)
def test_a_field_is_read_as_its_kind_says(
    kind: Kind, value: object, kept: Value
) -> None:
    assert field(value, of=one(kind), terms=terms()) == kept


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("text", "Oak\nBeech", "single line"),
        ("text", "x" * 501, "longer than 500"),
        ("long_text", "x" * 5_001, "longer than 5,000"),
        ("number", "-1", "from 0 upwards"),
        ("number", "1.250,5", "two ways"),
        ("number", 10**13, "too large"),
        ("integer", "1.5", "not a whole number"),
        ("year", "87", "four figures"),
        ("year", 19870, "four figures"),
        ("date", "02.03.2026", "like 2026-03-02"),
        ("money", "-5", "amount in figures"),
        ("balance", "-", "amount in figures"),
        ("balance", "--5", "amount in figures"),
        ("balance", True, "not a number"),
        ("flag", "perhaps", "yes or no"),
        ("choice", "the bank", "There are: buyer, seller."),
    ],
)
def test_what_a_field_cannot_be_is_refused_with_a_sentence(
    kind: Kind, value: object, said: str
) -> None:
    with pytest.raises(Refusal, match=said):
        field(value, of=one(kind), terms=terms())


def test_every_kind_has_a_reader_but_those_of_the_lot_itself() -> None:
    assert set(get_args(Kind)) - set(READERS) == {"moment", "markdown"}


values = st.one_of(
    st.tuples(st.just("number"), st.integers(0, 10**12)),
    st.tuples(
        st.just("number"),
        st.decimals(0, 10**9, places=3).map(float),
    ),
    st.tuples(st.just("integer"), st.integers(0, 10**12)),
    st.tuples(st.just("year"), st.integers(1000, 2199)),
    st.tuples(st.just("date"), st.dates().map(str)),
    st.tuples(st.just("money"), st.integers(0, 10**15)),
    st.tuples(st.just("balance"), st.integers(-(10**15), 10**15)),
    st.tuples(st.just("flag"), st.booleans()),
    st.tuples(st.just("choice"), st.sampled_from(["buyer", "seller"])),
)


@given(told=values, locale=st.sampled_from(LOCALES))
def test_what_is_written_reads_the_same(told: tuple[Any, Any], locale: str) -> None:
    kind, value = told
    of = one(kind)

    text = written(value, of=of, terms=terms(locale))

    assert field(text, of=of, terms=terms(locale)) == value


def test_what_is_not_there_is_written_as_nothing() -> None:
    assert written(None, of=one("money"), terms=terms()) == ""


@pytest.mark.parametrize("kind", ["money", "number", "date", "flag"])
def test_an_older_value_of_another_kind_is_written_as_it_is(kind: Kind) -> None:
    assert written("about 5", of=one(kind), terms=terms()) == "about 5"
