"""Who owes a claim: what everybody may read of it, and what only the data room.

Of a private person there is never a name in public, nor anything to find him by; a
record that does not show that it is a company's is taken for a person's. Directive
(EU) 2021/2167, article 15: personal data only as far as necessary.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from auction.rules.tapes.records import Record

PERSON = re.compile(
    r"individual|person|household|consumer|private|sole|pessoa singular|privat|haushalt"
)
COMPANY = re.compile(
    r"corporat|compan|enterprise|sme\b|listed|partnership|fund|government|institution|"
    r"public|trust|association|bank|societ|gesellschaft|empresa|legal entity"
)
PERSON_CODES, COMPANY_CODES = {"0"}, {"1"}  # openNPL: 0 private individual, 1 corporate
IDENTITY = {
    "name": "",
    "born": "born",
    "national_id": "national identifier",
    "registration": "registration number",
    "lei": "LEI",
    "address": "",
    "postcode": "",
    "city": "",
    "country": "",
    "occupation": "occupation",
}
ACCOUNTS = {
    "accounts_date": "as of",
    "accounts_currency": "in",
    "assets": "total assets",
    "liabilities": "total liabilities",
    "turnover": "turnover",
    "ebit": "EBIT",
}


def is_company(debtor: Record) -> bool:
    """Say whether a record shows that it is a company's and not a person's."""
    said = debtor.text("borrower_type") or debtor.text("legal_type")
    kind = said.casefold()
    if debtor.text("born") or debtor.text("occupation") or PERSON.search(kind):
        return False
    if debtor.text("borrower_type") in PERSON_CODES:
        return False
    if COMPANY.search(kind) or debtor.text("borrower_type") in COMPANY_CODES:
        return True
    return any(debtor.text(name) for name in ("lei", "founded", "turnover"))


def kind_of(debtors: Sequence[Record]) -> str:
    """Return the code of what the debtors are."""
    if len(debtors) > 1:
        return "several"
    return "company" if debtors and is_company(debtors[0]) else "person"


def public_name(debtors: Sequence[Record]) -> str:
    """Name debtors for everybody: companies by their names, people by their country."""
    return " and ".join(dict.fromkeys(_public_name(debtor) for debtor in debtors))


def seat(debtor: Record) -> str:
    """Return where a debtor is; of a person no more than the country."""
    parts = ("city", "country") if is_company(debtor) else ("country",)
    return ", ".join(debtor.text(part) for part in parts if debtor.text(part))


def identity(debtors: Sequence[Record]) -> str:
    """Return all that a tape says of who the debtors are: for the data room only."""
    return "\n\n".join(_said(debtor, IDENTITY) for debtor in debtors)


def accounts(debtor: Record) -> str:
    """Return a company's figures as its tape says them."""
    has_figures = any(debtor.text(name) for name in ("assets", "turnover", "ebit"))
    return _said(debtor, ACCOUNTS) if is_company(debtor) and has_figures else ""


def _public_name(debtor: Record) -> str:
    if is_company(debtor) and debtor.text("name"):
        return debtor.text("name")
    what = "Company" if is_company(debtor) else "Private person"
    return ", ".join(part for part in (what, debtor.text("country")) if part)


def _said(record: Record, names: dict[str, str]) -> str:
    return ", ".join(
        f"{label} {record.text(name)}".strip()
        for name, label in names.items()
        if record.text(name)
    )
