from __future__ import annotations

import socket
from datetime import date

import pytest

from auction.money import Money
from auction.rules.statements.reading import (
    LARGEST,
    read_statements,
)
from auction.rules.statements.statement import (
    StatementTooLarge,
    StatementUnreadable,
    StatementWrong,
    TooManyEntries,
    check_sum,
    fingerprints,
)
from tests.bank_files import ACCOUNT, Entry, camt, envelope, statement

PAID = Entry(
    500_00,
    text="RF18 5390 0754 7034",
    party="Example Holding",
    iban="AT611904300234573201",
    end_to_end="E2E-1",
    bank_reference="BANK-1",
)


@pytest.mark.parametrize("version", ["02", "04", "08", "12"])
def test_an_entry_is_read_with_all_that_a_cashier_needs(version: str) -> None:
    (found,) = read_statements(camt(PAID, version=version))

    (line,) = found.lines
    assert (found.account, found.currency.code) == (ACCOUNT, "EUR")
    assert (found.opening, found.closing) == (Money(0), Money(500_00))
    assert line.amount == Money(500_00)
    assert line.booked_on == date(2026, 6, 1)
    assert (line.party, line.party_account) == (PAID.party, PAID.iban)
    assert (line.reference, line.text) == ("E2E-1", "RF18 5390 0754 7034")
    assert line.bank_reference == "BANK-1"
    check_sum(found)


def test_a_structured_reference_counts_before_the_end_to_end_id() -> None:
    (found,) = read_statements(camt(Entry(1, end_to_end="X", structured="RF18")))

    assert found.lines[0].reference == "RF18"


def test_only_what_is_booked_counts() -> None:
    (found,) = read_statements(camt(PAID, Entry(900, status="PDNG")))

    assert [line.amount for line in found.lines] == [Money(500_00)]


def test_a_batch_is_taken_apart_where_the_bank_tells_its_parts() -> None:
    parts = (Entry(200_00, party="A"), Entry(300_00, party="B"))
    (found,) = read_statements(camt(Entry(500_00, parts=parts)))

    assert [(x.amount, x.party) for x in found.lines] == [
        (Money(200_00), "A"),
        (Money(300_00), "B"),
    ]


def test_a_batch_whose_parts_do_not_add_up_stays_whole() -> None:
    parts = (Entry(200_00, party="A"), Entry(299_99, party="B"))
    (found,) = read_statements(camt(Entry(500_00, parts=parts)))

    assert [(x.amount, x.party) for x in found.lines] == [(Money(500_00), "")]


def test_a_reversal_takes_back_what_came_in() -> None:
    (found,) = read_statements(
        camt(PAID, Entry(-500_00, party="Example Holding", is_reversal=True))
    )

    line = found.lines[1]
    assert (line.amount, line.is_reversal) == (Money(-500_00), True)
    assert line.party == "Example Holding"
    assert found.closing == Money(0)


def test_a_statement_that_is_a_cent_off_says_by_how_much() -> None:
    (found,) = read_statements(camt(PAID, closing=500_01))

    with pytest.raises(StatementWrong, match=r"0\.01 EUR off"):
        check_sum(found)


def test_a_file_may_hold_several_statements() -> None:
    found = read_statements(
        envelope(statement(PAID, number="1"), statement(Entry(5), number="2"))
    )

    assert [one.number for one in found] == ["1", "2"]


def test_an_entry_in_another_currency_is_told() -> None:
    mixed = camt(PAID).replace(b'<Amt Ccy="EUR">500.00', b'<Amt Ccy="USD">500.00', 1)
    mixed = mixed.replace(b'<Ntry><Amt Ccy="EUR">', b'<Ntry><Amt Ccy="USD">')

    with pytest.raises(StatementWrong, match="entry in USD"):
        read_statements(mixed)


@pytest.mark.parametrize("amount", ["NaN", "-5.00", "1e400", "5.001", "five", "1" * 40])
def test_an_amount_that_is_none_is_told(amount: str) -> None:
    wrong = camt(PAID).replace(b"500.00", amount.encode())

    with pytest.raises(StatementWrong):
        read_statements(wrong)


def test_more_decimals_that_are_zero_change_nothing() -> None:
    (found,) = read_statements(camt(PAID).replace(b"500.00", b"500.00000"))

    assert found.lines[0].amount == Money(500_00)


def test_two_payments_alike_are_two_and_an_overlapping_file_brings_neither() -> None:
    twin = Entry(5_00, text="same")
    (first,) = read_statements(camt(twin, twin))
    (longer,) = read_statements(camt(twin, twin, twin, number="another"))

    assert len(set(fingerprints(first))) == 2
    assert fingerprints(longer)[:2] == fingerprints(first)
    assert fingerprints(longer)[2] not in fingerprints(first)


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">'
    b'<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'
    b"<Document><Stmt><Id>&c;</Id></Stmt></Document>"
)
FILE = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    b"<Document><Stmt><Id>&x;</Id></Stmt></Document>"
)
HTTP = FILE.replace(b"file:///etc/passwd", b"http://127.0.0.1:9/x")
OUTSIDE = (
    b'<?xml version="1.0"?><!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd"><Document/>'
)
PARAMETER = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x">'
    b"%p;]><Document/>"
)
DEEP = b"<Stmt>" * 10_000 + b"</Stmt>" * 10_000
MANY = b"<Stmt>" + b"<a/>" * 700_000 + b"</Stmt>"
QUADRATIC = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY q "' + b"q" * 50_000 + b'">]>'
    b"<Document>" + b"&q;" * 50_000 + b"</Document>"
)
UTF_7 = b'<?xml version="1.0" encoding="UTF-7"?>+ADw-Document+AD4-'
UTF_16 = BOMB.decode().encode("utf-16")
LYING = b'<?xml version="1.0" encoding="utf-16"?><Document/>'


@pytest.mark.parametrize(
    "content",
    [
        BOMB,
        FILE,
        HTTP,
        OUTSIDE,
        PARAMETER,
        DEEP,
        MANY,
        QUADRATIC,
        UTF_7,
        UTF_16,
        LYING,
        b"<",
        b"<a/>",
    ],
)
def test_a_malicious_file_reaches_nothing_and_is_refused(
    content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_network(*_: object) -> None:
        raise AssertionError("somebody wanted to call out")

    monkeypatch.setattr(socket, "socket", no_network)

    with pytest.raises(StatementUnreadable):
        read_statements(content)


def test_more_entries_than_can_be_worked_on_are_refused_at_once() -> None:
    with pytest.raises(TooManyEntries):
        read_statements(camt(PAID).replace(b"<Ntry>", b"<Ntry>" + b"<Ntry/>" * 20_000))


def test_a_huge_file_is_refused_before_it_is_read() -> None:
    with pytest.raises(StatementTooLarge):
        read_statements(b"<" * (LARGEST + 1))
