"""What a lot says is written as people read it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from auction.money import Money
from auction.rules.categories import Field, Option
from auction.rules.lot_cells import Terms
from auction.rules.telling import told
from tests.moving_clock import NOON
from tests.rules.shipped import EUR, shipped_procedure

TERMS = Terms(EUR, "en", ZoneInfo("Europe/Berlin"), shipped_procedure())
CHOICE = Field("c", "C", "choice", options=(Option("buyer", "The buyer"),))


@pytest.mark.parametrize(
    ("entry", "value", "words"),
    [
        (Field("a", "A"), "A lathe", "A lathe"),
        (Field("a", "A"), None, ""),
        (Field("a", "A"), "", ""),
        (Field("a", "A", "money"), Money(125_000), "EUR\N{NBSP}1,250.00"),
        (Field("a", "A", "money"), 125_000, "EUR\N{NBSP}1,250.00"),
        (Field("a", "A", "moment"), NOON, "02 Mar 2026, 13:00:00 CET (UTC+1)"),
        (
            Field("a", "A", "moment"),
            NOON.isoformat(),
            "02 Mar 2026, 13:00:00 CET (UTC+1)",
        ),
        (Field("a", "A", "flag"), True, "Yes"),
        (Field("a", "A", "flag"), False, "No"),
        (CHOICE, "buyer", "The buyer"),
        (CHOICE, "gone", "gone"),
        (Field("a", "A", "number", "km"), 90_000, "90000 km"),
        (Field("a", "A", "number", "km"), 0, "0 km"),
        (Field("a", "A", "date"), "2026-03-02", "2026-03-02"),
    ],
)
def test_a_value_is_told_in_words(entry: Field, value: object, words: str) -> None:
    assert told(value, of=entry, terms=TERMS) == words
