from __future__ import annotations

import contextlib
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auction.money import Money
from auction.rules.refusal import Unreadable
from auction.rules.statements.reading import read_statements
from auction.rules.statements.statement import (
    StatementUnreadable,
    StatementWrong,
    check_sum,
    fingerprints,
)
from tests.bank_files import ACCOUNT, Entry, mt940

PAID = Entry(
    500_00,
    text="RF18 5390 0754 7034 DEPOSIT",
    party="Example Holding",
    iban="AT611904300234573201",
    end_to_end="E2E1",
    bank_reference="BANK1",
)


def test_an_entry_is_read_with_all_that_a_cashier_needs() -> None:
    (found,) = read_statements(mt940(PAID).encode())

    (line,) = found.lines
    assert (found.account, found.currency.code) == (ACCOUNT, "EUR")
    assert line.amount == Money(500_00)
    assert (line.party, line.party_account) == (PAID.party, PAID.iban)
    assert "RF18 5390 0754 7034" in line.text
    assert line.reference == "E2E1"
    assert line.bank_reference == "BANK1"
    check_sum(found)


def test_statements_in_one_file_stay_apart() -> None:
    found = read_statements(
        (mt940(PAID) + mt940(Entry(-7_00), opening=500_00)).encode()
    )

    assert [len(one.lines) for one in found] == [1, 1]
    assert [one.closing for one in found] == [Money(500_00), Money(493_00)]


def test_the_same_statement_three_times_is_the_same_three_times() -> None:
    found = read_statements((mt940(PAID) * 3).encode())

    assert len(found) == 3
    assert len({one.digest for one in found}) == 1
    assert len({one for each in found for one in fingerprints(each)}) == 1


def test_a_reversal_of_a_credit_goes_out() -> None:
    (found,) = read_statements(
        mt940(PAID, Entry(-500_00, text="x", is_reversal=True)).encode()
    )

    line = found.lines[1]
    assert (line.amount, line.is_reversal) == (Money(-500_00), True)
    check_sum(found)


def test_a_statement_that_is_a_cent_off_says_by_how_much() -> None:
    (found,) = read_statements(mt940(PAID, closing=499_99).encode())

    with pytest.raises(StatementWrong, match=r"-0\.01 EUR off"):
        check_sum(found)


def test_a_broken_entry_is_told_and_not_left_out() -> None:
    text = mt940(PAID, Entry(5_00)).replace("C5,00", "?5,00")

    with pytest.raises(Unreadable):
        read_statements(text.encode())


def test_an_entry_that_was_misread_shows_in_the_sum() -> None:
    text = mt940(PAID, Entry(5_00)).replace("C5,00", "CX,00")

    (found,) = read_statements(text.encode())

    with pytest.raises(StatementWrong):
        check_sum(found)


@pytest.mark.parametrize("text", ["", "hello", ":20:X", ":20:X\n:25:1\n:28C:1", "\0"])
def test_what_is_no_statement_is_told(text: str) -> None:
    with pytest.raises(StatementUnreadable):
        read_statements(text.encode())


def test_other_encodings_are_read() -> None:
    (found,) = read_statements(mt940(Entry(5_00, party="Müller")).encode("cp1252"))

    assert found.lines[0].party == "Müller"


def test_what_the_bank_wrote_never_reaches_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.DEBUG), pytest.raises(Unreadable):
        read_statements(b":20:X\n:25:SECRET-ACCOUNT\n:61:garbage\n:86:SECRET")

    assert "SECRET" not in caplog.text


@given(st.binary(max_size=400))
def test_no_bytes_lead_to_anything_but_an_answer(content: bytes) -> None:
    with contextlib.suppress(Unreadable):
        read_statements(b":20:" + content)
