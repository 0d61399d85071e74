"""Reading camt.053, the XML statement of ISO 20022, in any of its versions.

The versions differ in a few tags only, so elements are found by their local names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import XMLParser

from auction.money import Money
from auction.rules.statements.statement import (
    MOST_LINES,
    BankStatement,
    StatementLine,
    StatementUnreadable,
    StatementWrong,
    TooManyEntries,
    minor_units,
    read_currency,
    tidy,
)

FORM = "camt.053"
OPENING, CLOSING = ("OPBD", "PRCD"), ("CLBD",)  # booked, never "available"
DEEPEST = 40  # elements in one another; the standard has about fifteen
MOST_ELEMENTS = 600_000  # a file of the largest size has fewer, if it is a statement
MEANS_NOTHING = {"", "NOTPROVIDED", "NOTAVAILABLE", "NONREF"}


class Builder(TreeBuilder):
    """Builds the tree, and gives up before one that is no statement fills the memory.

    It counts while the file is read: a tree that is too deep is never there.
    """

    def __init__(self) -> None:
        super().__init__()
        self.depth = self.elements = self.entries = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        """Begin an element, or refuse the file."""
        self.depth += 1
        self.elements += 1
        if self.depth > DEEPEST or self.elements > MOST_ELEMENTS:
            raise StatementUnreadable
        element = super().start(tag, attrs)
        self.entries += _local(element) == "Ntry"
        if self.entries > MOST_LINES:
            raise TooManyEntries
        return element

    def end(self, tag: str, /) -> Element:
        """End an element."""
        self.depth -= 1
        return super().end(tag)


def read_camt(content: bytes) -> list[BankStatement]:
    """Return the statements in a file; ``StatementUnreadable`` for anything else."""
    parser = XMLParser(target=Builder(), forbid_dtd=True)
    try:
        parser.feed(content)
        root = parser.close()
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise StatementUnreadable from None
    statements = [_statement(found) for found in _all(root, "Stmt")]
    if not statements:
        raise StatementUnreadable
    return statements


def _statement(found: Element) -> BankStatement:
    entries = [e for e in _children(found, "Ntry") if _code(e, "Sts") == "BOOK"]
    balances = list(_children(found, "Bal"))
    amounts = [_child(e, "Amt") for e in [*entries, *balances]]
    account = _child(found, "Acct")
    code = _text(account, "Ccy") or next(
        (a.get("Ccy", "") for a in amounts if a is not None), ""
    )
    currency = read_currency(code)
    wrong = [e for e in entries if _currency_code(e) != code]
    if wrong:
        raise StatementWrong(
            "This statement is of an account in {currency}, but has an entry in "
            "{other}.",
            currency=code,
            other=_currency_code(wrong[0]) or "no currency",
        )
    return BankStatement(
        form=FORM,
        account=_text(account, "Id", "IBAN") or _text(account, "Id", "Othr", "Id"),
        number=tidy(_text(found, "Id"), most=80),
        currency=currency,
        opening=_balance(balances, OPENING, code),
        closing=_balance(balances, CLOSING, code),
        lines=tuple(line for entry in entries for line in _lines(entry)),
    )


def _balance(
    balances: list[Element], kinds: tuple[str, ...], code: str
) -> Money | None:
    for kind in kinds:
        for balance in balances:
            says = _text(balance, "Tp", "CdOrPrtry", "Cd")
            if says == kind and _currency_code(balance) == code:
                return _amount(balance)
    return None


def _lines(entry: Element) -> Iterator[StatementLine]:
    whole = StatementLine(
        booked_on=_day(entry),
        amount=_amount(entry),
        text=tidy(_text(entry, "AddtlNtryInf")),
        bank_reference=tidy(_text(entry, "AcctSvcrRef")),
        is_reversal=_text(entry, "RvslInd").strip() in {"true", "1"},
    )
    parts = [tx for d in _children(entry, "NtryDtls") for tx in _children(d, "TxDtls")]
    amounts = [_part_amount(part, entry) for part in parts]
    if len(parts) == 1:
        yield _with_details(whole, parts[0])
    elif parts and None not in amounts and _sum(amounts) == whole.amount:
        for part, amount in zip(parts, amounts, strict=True):
            line = replace(whole, amount=amount or Money(0))
            yield _with_details(line, part)
    else:
        yield whole  # a batch whose parts the bank does not tell


def _with_details(line: StatementLine, part: Element) -> StatementLine:
    came_in = line.amount.minor >= 0
    if line.is_reversal:
        came_in = not came_in  # the parties are those of what is taken back
    side = "Dbtr" if came_in else "Cdtr"
    parties, agents = _child(part, "RltdPties"), _child(part, "RltdAgts")
    structured = _text(part, "RmtInf", "Strd", "CdtrRefInf", "Ref")
    end_to_end = _text(part, "Refs", "EndToEndId")
    reference = structured if _means(structured) else end_to_end
    agent = f"{side}Agt"
    return replace(
        line,
        party=tidy(
            _text(parties, side, "Pty", "Nm")
            or _text(parties, side, "Nm")
            or _text(parties, f"{side}Acct", "Nm")
        ),
        party_account=tidy(
            _text(parties, f"{side}Acct", "Id", "IBAN")
            or _text(parties, f"{side}Acct", "Id", "Othr", "Id"),
            most=40,
        ),
        party_bic=tidy(
            _text(agents, agent, "FinInstnId", "BICFI")
            or _text(agents, agent, "FinInstnId", "BIC"),
            most=11,
        ),
        reference=tidy(reference, most=140) if _means(reference) else "",
        text=tidy(_remittance(part) or line.text),
        bank_reference=tidy(_text(part, "Refs", "AcctSvcrRef") or line.bank_reference),
    )


def _remittance(part: Element) -> str:
    found = _child(part, "RmtInf")
    written = [] if found is None else list(_children(found, "Ustrd"))
    return " ".join(one.text or "" for one in written) or _text(part, "AddtlTxInf")


def _part_amount(part: Element, entry: Element) -> Money | None:
    """Return the amount of a part of a batch, with the sign of the whole."""
    for where in (part, _child(part, "AmtDtls", "TxAmt")):
        found = None if where is None else _child(where, "Amt")
        if found is not None and found.get("Ccy") == _currency_code(entry):
            amount = _decimal(found.text)
            sign = _sign(part) or _sign(entry)
            return minor_units(sign * amount, read_currency(found.get("Ccy", "")))
    return None


def _sum(amounts: list[Money | None]) -> Money:
    return Money(sum(amount.minor for amount in amounts if amount))


def _amount(of: Element) -> Money:
    found, sign = _child(of, "Amt"), _sign(of)
    if found is None or not sign:
        raise StatementWrong("An entry in this statement has no amount.")
    return minor_units(sign * _decimal(found.text), read_currency(found.get("Ccy", "")))


def _sign(of: Element) -> int:
    return {"CRDT": 1, "DBIT": -1}.get(_text(of, "CdtDbtInd").strip(), 0)


def _decimal(text: str | None) -> Decimal:
    try:
        amount = Decimal((text or "").strip())
    except InvalidOperation:
        raise StatementWrong("An amount in this statement is no number.") from None
    if not amount.is_finite() or amount < 0:
        raise StatementWrong("An amount in this statement is out of range.")
    return amount


def _day(entry: Element) -> date:
    for name in ("BookgDt", "ValDt"):
        written = _text(entry, name, "Dt") or _text(entry, name, "DtTm")
        if written:
            try:
                return datetime.fromisoformat(written.strip()).date()
            except ValueError:
                break
    raise StatementWrong(
        "An entry in this statement has no day on which it was booked."
    )


def _currency_code(of: Element) -> str:
    found = _child(of, "Amt")
    return "" if found is None else found.get("Ccy", "")


def _code(of: Element, name: str) -> str:
    """Return a status: ``<Sts>BOOK</Sts>``, or with a ``<Cd>`` in later versions."""
    return (_text(of, name, "Cd") or _text(of, name)).strip()


def _means(reference: str) -> bool:
    return reference.strip().upper() not in MEANS_NOTHING


def _all(root: Element, name: str) -> Iterator[Element]:
    return (element for element in root.iter() if _local(element) == name)


def _children(of: Element, name: str) -> Iterator[Element]:
    return (child for child in of if _local(child) == name)


def _child(of: Element | None, *path: str) -> Element | None:
    for name in path:
        if of is None:
            return None
        of = next(_children(of, name), None)
    return of


def _text(of: Element | None, *path: str) -> str:
    found = _child(of, *path)
    return "" if found is None else (found.text or "")


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
