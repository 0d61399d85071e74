"""The books of deposits as tables to keep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from auction.models import Deposit
from auction.money import Money, currency_of
from auction.rules.ledger import Account
from auction.rules.payment_account import in_groups
from auction.rules.tables.writing import Written
from auction.services.deposit_books import Book
from web.deposits import number_of

ACCOUNTS = {
    Account.BANK: "Bank",
    Account.ON_PAPER: "Booked by hand, not yet on a statement",
    Account.SUSPENSE: "Came in, not matched yet",
    Account.OTHER: "Nothing to do with deposits",
    Account.RECEIVED: "Deposits received",
    Account.CONFIRMED: "Deposits confirmed",
    Account.HELD: "Deposits held after the end",
    Account.DUE_BACK: "Due back",
    Account.RETURNING: "Ordered at the bank",
    Account.PRICE: "Counted towards prices",
    Account.FORFEITED: "Forfeited",
    Account.OWED: "Owed to the office",
    Account.ASKED: "Asked for",
    Account.AWAITED: "Awaited",
}
TRIAL = ("Currency", "Account", "Debits", "Credits")
ENTRIES = (
    *("Entry", "Bidder no.", "Reference", "Time (UTC)", "Event"),
    *("Debit", "Credit", "Amount", "Currency", "By", "Note"),
)


def trial_balance(books: Iterable[Book]) -> Iterator[Sequence[Written]]:
    """Return the headings, a row for each account and one for each currency's total."""
    yield TRIAL
    for book in books:
        code = book.currency_code
        for of in book.turnovers:
            yield (
                *(code, ACCOUNTS[of.account]),
                *(exact(of.debits, code), exact(of.credits, code)),
            )
        yield code, "Total", exact(book.debits, code), exact(book.credits, code)


def entries(
    deposits: Iterable[Deposit], authors: Mapping[int, str]
) -> Iterator[Sequence[Written]]:
    """Return the headings and a row for each entry about an ended lot's deposits."""
    yield ENTRIES
    for deposit in deposits:
        for entry in deposit.entries:
            code = entry.currency_code
            yield (
                *(entry.id, number_of(deposit), in_groups(deposit.reference)),
                *(entry.at.replace(tzinfo=None), entry.event.replace("_", " ")),
                ACCOUNTS[Account(entry.debit)],
                ACCOUNTS[Account(entry.credit)],
                *(exact(entry.amount, code), code),
                *(authors.get(entry.by_id or 0, "the site"), entry.note),
            )


def exact(amount: Money, code: str) -> Decimal:
    """Return an amount in major units, to the last decimal."""
    return Decimal(amount.minor).scaleb(-currency_of(code).exponent)
