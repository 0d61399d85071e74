"""What the manual shows is what is read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from auction.rules.columns.proposing import propose
from auction.rules.columns.reading import LotReading
from tests.rules.columns.tables import said, table, terms

MANUAL = Path(__file__).parents[3] / "docs" / "importing.md"


@pytest.mark.parametrize("language", ["csv", "json"])
def test_the_examples_of_the_manual_are_read(language: str) -> None:
    text = MANUAL.read_text(encoding="utf-8")
    found = re.search(rf"```{language}\n(.*?)```", text, re.DOTALL)
    assert found
    example = table(found[1])

    lots = LotReading(example, propose(example), terms())
    lots.read()

    assert said(lots) == []
    assert lots.sheets[0][1].fields == {"make": "Example Motors", "mileage": 90000}
