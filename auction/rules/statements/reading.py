"""Reading a file from a bank, whichever of the two forms it has."""

from __future__ import annotations

from auction.rules.statements.camt import read_camt
from auction.rules.statements.statement import (
    MOST_LINES,
    BankStatement,
    StatementTooLarge,
    StatementUnreadable,
    StatementWrong,
    TooManyEntries,
)
from auction.rules.statements.swift import read_mt940

LARGEST = 8 * 1024 * 1024  # bytes
BOM = b"\xef\xbb\xbf"


def read_statements(content: bytes) -> list[BankStatement]:
    """Return the statements in a file: camt.053 (XML) or MT940, in any encoding.

    Refused: ``StatementUnreadable``, ``StatementWrong``, ``StatementTooLarge``.
    """
    if len(content) > LARGEST:
        raise StatementTooLarge
    content = content.removeprefix(BOM)
    if content.lstrip()[:1] == b"<":
        statements = read_camt(content)
    else:
        statements = read_mt940(_decoded(content))
    if sum(len(statement.lines) for statement in statements) > MOST_LINES:
        raise TooManyEntries
    if any(not statement.account for statement in statements):
        raise StatementWrong("A statement in this file does not name its account.")
    return statements


def _decoded(content: bytes) -> str:
    if b"\x00" in content:
        raise StatementUnreadable
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")
