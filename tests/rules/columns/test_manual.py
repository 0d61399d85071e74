"""What the manual shows is what is read."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from auction.rules.columns.plan import Plan
from auction.rules.columns.proposing import propose
from auction.rules.columns.reading import LotReading
from tests.rules.columns.tables import said, table, terms

MANUAL = Path(__file__).parents[3] / "docs" / "importing.md"


@pytest.mark.parametrize("language", ["csv", "json"])
def test_the_examples_of_the_manual_are_read(language: str) -> None:
    text = MANUAL.read_text(encoding="utf-8")
    example = table(re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)[-1])

    lots = LotReading(example, propose(example), terms())
    lots.read()

    assert said(lots) == []
    assert lots.sheets[0][1].fields == {"make": "Example Motors", "mileage": 90000}


def test_the_mapping_that_the_manual_shows_is_a_plan() -> None:
    text = MANUAL.read_text(encoding="utf-8")
    mapping = json.loads(re.findall(r"```json\n(.*?)```", text, re.DOTALL)[0])

    plan = Plan.of(mapping["columns"], {})

    assert plan.conflicts() == {}
    assert plan.columns["Art"].words == {"Maschinen": "machinery"}
