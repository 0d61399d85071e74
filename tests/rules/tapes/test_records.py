from __future__ import annotations

import pytest

from auction.rules.tables.grid import TableUnreadable
from auction.rules.tapes.claims import join
from auction.rules.tapes.records import is_tape, read_tape
from tests.rules.tables.workbooks import workbook
from tests.rules.tapes.tapes import as_json, as_workbook


@pytest.mark.parametrize("content", [as_workbook(), as_json()], ids=["xlsx", "json"])
def test_a_tape_is_known_by_its_templates(content: bytes) -> None:
    assert is_tape(content)
    assert len(read_tape(content).of("loan")) == 3


@pytest.mark.parametrize(
    "content",
    [
        b"title;price\nA;5\n",
        b'[{"title": "A"}]',
        b'[{"model": "x.loan", "fields": {}}]',
        b"[1]",
        workbook(("Title",), ("A",)),
        workbook(sheets={"Loan": [["a"]], "Notes": [["b"]]}),
        b"PK\x03\x04",
        b"",
    ],
)
def test_what_is_no_tape_is_none(content: bytes) -> None:
    assert not is_tape(content)
    with pytest.raises(TableUnreadable, match="This is no loan tape"):
        read_tape(content)


def test_fields_are_known_by_their_names_in_the_templates() -> None:
    tape = read_tape(as_workbook())

    first = tape.of("loan")[0]
    assert first.number == 4  # as the sheet shows it
    assert (first.text("id"), first.text("principal")) == ("L1", "1.000,50")
    assert tape.name_of("loan", "principal") == "Principal amount"


def test_a_sheet_that_cannot_be_read_is_named() -> None:
    content = workbook(sheets={"Loan": [[1, 2]], "Counterparty": [["a"], ["b"]]})

    with pytest.raises(TableUnreadable, match="Sheet “Loan”: No row"):
        read_tape(content)


def test_loans_are_joined_with_what_belongs_to_them() -> None:
    first, second, third = join(read_tape(as_workbook()))

    assert [debtor.text("id") for debtor in first.debtors] == ["C1"]
    assert [thing.text("id") for thing in first.protections] == ["P1"]
    assert [person.text("id") for person in first.guarantors] == ["C3"]
    assert (second.debtor_id, third.debtor_id) == ("C2", "C2")
    assert [claim.is_secured for claim in (first, second)] == [True, False]


def test_records_of_json_refer_to_one_another_by_their_keys() -> None:
    first, second, _ = join(read_tape(as_json()))

    assert first.debtors[0].text("name") == "Zacharias Example"
    assert first.protections[0].text("kind") == "11"
    assert second.debtors[0].text("name") == "Example Mill Ltd"
