"""What a bank statement says, whichever form it came in."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from auction.money import MAX_MINOR, Currency, Money, UnknownCurrency, currency_of
from auction.rules.refusal import Unreadable

MOST_LINES = 20_000  # in one file


class StatementUnreadable(Unreadable):
    """This file is no bank statement that can be read: camt.053 (XML) or MT940."""


class StatementTooLarge(Unreadable):
    """This file is larger than 8 MB: please import the statement of a shorter time."""

    code = 413


class TooManyEntries(StatementTooLarge):
    """There are more than 20,000 entries in this file: please import a shorter time."""


class StatementWrong(Unreadable):
    """This statement is not right, so nothing was taken over."""


@dataclass(frozen=True, slots=True)
class StatementLine:
    """An entry that the bank has booked; money that came in is above zero."""

    booked_on: date
    amount: Money
    party: str = ""  # who paid, or was paid
    party_account: str = ""
    party_bic: str = ""
    reference: str = ""  # structured, or the end-to-end id
    text: str = ""  # unstructured remittance
    bank_reference: str = ""
    is_reversal: bool = False


@dataclass(frozen=True, slots=True)
class BankStatement:
    """A statement of one account in one currency.

    A balance that the bank did not write is None, and is not checked.
    """

    form: str  # "camt.053" or "MT940"
    account: str  # IBAN, or as the bank writes it
    number: str  # the bank's own id
    currency: Currency
    opening: Money | None
    closing: Money | None
    lines: tuple[StatementLine, ...]

    @property
    def total(self) -> Money:
        """The sum of all lines."""
        return Money(sum(line.amount.minor for line in self.lines))

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day on which something was booked."""
        days = [line.booked_on for line in self.lines]
        return (min(days), max(days)) if days else None

    @property
    def is_checked(self) -> bool:
        """Whether it has both balances, so that its lines can be added up."""
        return self.opening is not None and self.closing is not None

    @property
    def digest(self) -> str:
        """SHA-256 (hex) over all that it says: the same statement in another file."""
        return _digest(
            [
                self.account,
                self.number,
                self.currency.code,
                self.opening.minor if self.opening else None,
                self.closing.minor if self.closing else None,
                [_said(line) for line in self.lines],
            ]
        )


def check_sum(statement: BankStatement) -> None:
    """Refuse a statement whose lines do not lead from one balance to the other."""
    if statement.opening is None or statement.closing is None:
        return
    off = statement.closing - statement.opening - statement.total
    if off.minor:
        raise StatementWrong(
            "Statement {number} does not add up: it is {off} {currency} off between "
            "its balances. Please get it from the bank again; nothing was taken over.",
            number=statement.number,
            off=_figures(off, statement.currency),
            currency=statement.currency.code,
        )


def fingerprints(statement: BankStatement) -> list[str]:
    """Return what tells each line from every other of the account, in their order.

    Two payments that are alike in everything, within one statement, are the first and
    the second of their kind: a statement that overlaps brings neither again.
    """
    seen: Counter[str] = Counter()
    found = []
    for line in statement.lines:
        said = json.dumps([statement.account, statement.currency.code, _said(line)])
        seen[said] += 1
        found.append(_digest([said, seen[said]]))
    return found


def minor_units(amount: Decimal, currency: Currency) -> Money:
    """Return an amount in whole minor units, or refuse a part of one."""
    scaled = amount.scaleb(currency.exponent)
    if not scaled.is_finite() or abs(scaled) > MAX_MINOR:
        raise StatementWrong("An amount in this statement is out of range.")
    if scaled != scaled.to_integral_value():
        raise StatementWrong(
            "The amount {amount} in this statement is no whole number of the smallest "
            "unit of {currency}.",
            amount=str(amount),
            currency=currency.code,
        )
    return Money(int(scaled))


def read_currency(code: str) -> Currency:
    """Return the currency of a code, or refuse what is none."""
    try:
        return currency_of(code)
    except UnknownCurrency:
        raise StatementWrong("A currency in this statement is unknown.") from None


def tidy(text: str, *, most: int = 500) -> str:
    """Return a text of the bank's in one line, of a length that people can read."""
    printable = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(printable.split())[:most]


def _said(line: StatementLine) -> Sequence[object]:
    said = asdict(line) | {
        "booked_on": line.booked_on.isoformat(),
        "amount": line.amount.minor,
    }
    return list(said.values())


def _digest(what: object) -> str:
    return hashlib.sha256(json.dumps(what).encode()).hexdigest()


def _figures(amount: Money, currency: Currency) -> str:
    value = Decimal(amount.minor).scaleb(-currency.exponent)
    return f"{value:.{currency.exponent}f}"
