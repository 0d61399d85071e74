"""The statements of other projects' test suites; skipped where they are not there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from auction.rules.refusal import Refusal
from auction.rules.statements.reading import read_statements
from tests.real_data import REAL_DATA

CAMT = sorted((REAL_DATA / "bank" / "camt").glob("camt053*.xml"))
SWIFT = sorted((REAL_DATA / "bank" / "mt940").rglob("*.sta"))
NONE = {"camt053.v2.wrong.xml", "mt942.sta"}  # no statement, or not of this kind

pytestmark = pytest.mark.skipif(not CAMT, reason="the real statements are not here")


@pytest.mark.parametrize("path", CAMT, ids=lambda path: path.name)
def test_every_entry_has_the_amount_that_another_reader_found(path: Path) -> None:
    if path.name in NONE:
        with pytest.raises(Refusal):
            read_statements(path.read_bytes())
        return
    found = read_statements(path.read_bytes())

    amounts = [line.amount.minor for one in found for line in one.lines]
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    # The other reader wrote down the entries of the last statement alone.
    assert amounts[-1:] == [
        int(entry["getAmount"]["getAmount"]) for entry in expected["getEntries"]
    ]


@pytest.mark.parametrize("path", SWIFT, ids=lambda path: path.name)
def test_no_entry_of_a_real_mt940_is_lost(path: Path) -> None:
    if path.name in NONE:
        with pytest.raises(Refusal):
            read_statements(path.read_bytes())
        return
    found = read_statements(path.read_bytes())

    count = path.read_bytes().count(b"\n:61:")
    assert sum(len(one.lines) for one in found) == count
