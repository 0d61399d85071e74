"""Reading MT940, the statement of SWIFT, as banks write it in many ways.

The mt-940 library reads one statement well; a file with several would be read as one,
so that each is cut out first. What the library logs, the bank's text, is not for logs.
"""

from __future__ import annotations

import logging
import re
from datetime import date
from decimal import Decimal

import mt940
from mt940.options import Options

from auction.money import Currency, Money
from auction.rules.statements.statement import (
    BankStatement,
    StatementLine,
    StatementUnreadable,
    StatementWrong,
    minor_units,
    read_currency,
    tidy,
)

FORM = "MT940"
BEGINS = re.compile(r"^(?=:20:)", re.MULTILINE)
ENVELOPE = re.compile(r"^:940:\s*", re.MULTILINE)
ENTRY = re.compile(r"^:61:", re.MULTILINE)
IBAN = re.compile(r"\b[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}\b")
FIELD = re.compile(r"/([A-Z]{3,4})/")  # "/EREF/...//NAME/...": many banks' own way
MEANS_NOTHING = {"", "NONREF", "NOTPROVIDED", "EREF", "MREF", "PREF"}
OPTIONS = Options.all()
logging.getLogger("mt940").setLevel(logging.CRITICAL + 1)


def read_mt940(text: str) -> list[BankStatement]:
    """Return the statements in a file; ``StatementUnreadable`` for anything else."""
    parts = BEGINS.split(ENVELOPE.sub("", text))[1:]  # a head stands before the first
    statements = [_statement(part) for part in parts]
    if not statements:
        raise StatementUnreadable
    return statements


def _statement(text: str) -> BankStatement:
    try:
        found = mt940.parse(text, options=OPTIONS)
    except (ValueError, RuntimeError, ArithmeticError, LookupError, AssertionError):
        raise StatementUnreadable from None
    said = found.data
    opening = said.get("final_opening_balance") or said.get(
        "intermediate_opening_balance"
    )
    closing = said.get("final_closing_balance") or said.get(
        "intermediate_closing_balance"
    )
    currency = _currency(opening, closing)
    if len(found) != len(ENTRY.findall(text)):
        raise StatementWrong(
            "An entry of statement {number} could not be read, so nothing was taken "
            "over.",
            number=_number(said),
        )
    return BankStatement(
        form=FORM,
        account=tidy(said.get("account_identification") or "", most=40),
        number=_number(said),
        currency=currency,
        opening=_balance(opening, currency),
        closing=_balance(closing, currency),
        lines=tuple(_line(one.data, currency) for one in found),
    )


def _number(said: dict[str, object]) -> str:
    parts = [said.get(k) for k in ("transaction_reference", "statement_number")]
    return tidy(" ".join(str(part) for part in parts if part), most=80)


def _currency(*balances: object) -> Currency:
    for amount in map(_amount_of, balances):
        if amount is not None:
            return read_currency(amount.currency or "")
    raise StatementUnreadable


def _balance(balance: object, currency: Currency) -> Money | None:
    amount = _amount_of(balance)
    if amount is None or amount.currency != currency.code:
        return None
    return minor_units(Decimal(amount.amount), currency)


def _amount_of(balance: object) -> mt940.models.Amount | None:
    amount = getattr(balance, "amount", None)
    return amount if isinstance(amount, mt940.models.Amount) else None


def _line(said: dict[str, object], currency: Currency) -> StatementLine:
    amount = said["amount"]
    booked_on = said.get("entry_date") or said.get("date")
    if not isinstance(amount, mt940.models.Amount) or not isinstance(booked_on, date):
        raise StatementWrong("An entry in this statement has no amount or no day.")
    details = _joined(said.get("transaction_details"))
    fields = _fields(details)
    return StatementLine(
        booked_on=date(booked_on.year, booked_on.month, booked_on.day),
        amount=minor_units(Decimal(amount.amount), currency),
        party=_first(said.get("applicant_name"), fields.get("NAME")),
        party_account=_account(said, fields, details),
        party_bic=tidy(str(said.get("applicant_bin") or ""), most=11),
        reference=_reference(said, fields),
        text=_first(
            said.get("purpose"),
            fields.get("REMI"),
            details,
            said.get("non_swift_text"),
            said.get("extra_details"),
        ),
        bank_reference=_meant(said.get("bank_reference")),
        is_reversal=str(said.get("status") or "").upper() in {"RC", "RD"},
    )


def _account(said: dict[str, object], fields: dict[str, str], details: str) -> str:
    told = said.get("applicant_iban") or said.get("gvc_applicant_iban")
    if told:
        return tidy(str(told), most=40)
    written = f"{fields.get('IBAN', '')} {said.get('extra_details') or ''} {details}"
    found = IBAN.search(written)
    return found[0] if found else ""


def _reference(said: dict[str, object], fields: dict[str, str]) -> str:
    for one in (
        said.get("end_to_end_reference"),
        fields.get("EREF"),
        said.get("customer_reference"),
    ):
        if reference := _meant(one):
            return reference
    return ""


def _fields(details: str) -> dict[str, str]:
    cut = FIELD.split(details)
    return {k: v.strip("/ ") for k, v in zip(cut[1::2], cut[2::2], strict=True)}


def _joined(details: object) -> str:
    """Put lines together again that the form has cut at 65 signs."""
    lines = str(details or "").splitlines()
    return "".join(x if len(x) == 65 else f"{x} " for x in lines).strip()


def _meant(reference: object) -> str:
    text = tidy(str(reference or ""), most=140)
    return "" if text.upper() in MEANS_NOTHING else text


def _first(*texts: object) -> str:
    return next((tidy(str(text)) for text in texts if text and str(text).strip()), "")
