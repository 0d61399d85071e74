"""What the demo's banks write: statements in camt.053, of accounts that are none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

from auction.money import Money
from auction.rules.payment_account import remainder

BANK = "0" * 9  # of a bank that cannot exist
FORM = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"


@dataclass(frozen=True, slots=True)
class Credit:
    """Money that came in: how much, with which words, and from whom."""

    amount: Money
    words: str
    party: str
    iban: str


def account_of(bidder: int) -> str:
    """Return the account of a bidder, by his place: its check digits are right."""
    number = f"{BANK}{bidder:07}"
    check = 98 - remainder(f"AT00{number}")
    return f"AT{check:02}{number}"


def statement(
    account: str, paid_in: Sequence[Credit], *, on: date, before: Money
) -> bytes:
    """Write the statement of one day, with the balance before and after it."""
    after = sum((credit.amount for credit in paid_in), before)
    rows = "".join(_entry(credit, on) for credit in paid_in)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<Document xmlns="{FORM}"><BkToCstmrStmt><GrpHdr><MsgId>EXAMPLE</MsgId>'
        f"</GrpHdr><Stmt><Id>EXAMPLE-{on}</Id>"
        f"<Acct><Id><IBAN>{account}</IBAN></Id><Ccy>EUR</Ccy></Acct>"
        f"{_balance('OPBD', before, on)}{_balance('CLBD', after, on)}{rows}"
        "</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def _entry(credit: Credit, on: date) -> str:
    return (
        f"<Ntry>{_amount(credit.amount)}<Sts>BOOK</Sts>"
        f"<BookgDt><Dt>{on}</Dt></BookgDt><NtryDtls><TxDtls>"
        f"<RltdPties><Dbtr><Nm>{escape(credit.party)}</Nm></Dbtr>"
        f"<DbtrAcct><Id><IBAN>{credit.iban}</IBAN></Id></DbtrAcct></RltdPties>"
        f"<RmtInf><Ustrd>{escape(credit.words)}</Ustrd></RmtInf>"
        "</TxDtls></NtryDtls></Ntry>"
    )


def _balance(kind: str, amount: Money, on: date) -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>"
        f"{_amount(amount)}<Dt><Dt>{on}</Dt></Dt></Bal>"
    )


def _amount(amount: Money) -> str:
    whole, cents = divmod(amount.minor, 100)
    return f'<Amt Ccy="EUR">{whole}.{cents:02}</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
