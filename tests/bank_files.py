"""Statements as a bank would write them, in both forms, from a few plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape

ACCOUNT = "DE89370400440532013000"
DAY = date(2026, 6, 1)


@dataclass(frozen=True)
class Entry:
    """One entry: an amount in cents, above zero when it came in."""

    cents: int
    text: str = ""
    party: str = ""
    iban: str = ""
    end_to_end: str = ""
    structured: str = ""
    bank_reference: str = ""
    on: date = DAY
    is_reversal: bool = False
    status: str = "BOOK"
    parts: tuple[Entry, ...] = ()


def camt(
    *entries: Entry,
    number: str = "2026-0001",
    account: str = ACCOUNT,
    currency: str = "EUR",
    opening: int | None = 0,
    closing: int | None = None,
    version: str = "02",
) -> bytes:
    """Write a camt.053 with one statement; the closing balance follows."""
    one = statement(
        *entries,
        number=number,
        account=account,
        currency=currency,
        opening=opening,
        closing=closing,
        version=version,
    )
    return envelope(one, version=version)


def envelope(*statements: str, version: str = "02") -> bytes:
    """Put statements into one file."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}">'
        "<BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr>"
        f"{''.join(statements)}</BkToCstmrStmt></Document>"
    ).encode()


def statement(
    *entries: Entry,
    number: str = "2026-0001",
    account: str = ACCOUNT,
    currency: str = "EUR",
    opening: int | None = 0,
    closing: int | None = None,
    version: str = "02",
) -> str:
    """Write one <Stmt>."""
    if opening is not None and closing is None:
        closing = opening + sum(e.cents for e in entries if e.status == "BOOK")
    balances = "".join(
        f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>"
        f"{_amount(cents, currency)}<Dt><Dt>{DAY}</Dt></Dt></Bal>"
        for kind, cents in (("OPBD", opening), ("CLBD", closing))
        if cents is not None
    )
    rows = "".join(_entry(one, currency, version) for one in entries)
    return (
        f"<Stmt><Id>{escape(number)}</Id><Acct><Id><IBAN>{account}</IBAN></Id>"
        f"<Ccy>{currency}</Ccy></Acct>{balances}{rows}</Stmt>"
    )


def mt940(
    *entries: Entry,
    number: str = "00001/001",
    account: str = ACCOUNT,
    currency: str = "EUR",
    opening: int = 0,
    closing: int | None = None,
) -> str:
    """Write an MT940 with one statement, with structured details (``?20``)."""
    if closing is None:
        closing = opening + sum(e.cents for e in entries)
    rows = [row for one in entries for row in _swift_entry(one)]
    return "\r\n".join(
        [
            ":20:STARTUMS",
            f":25:{account}",
            f":28C:{number}",
            f":60F:{_swift_balance(opening, currency)}",
            *rows,
            f":62F:{_swift_balance(closing, currency)}",
            "-",
            "",
        ]
    )


def _entry(one: Entry, currency: str, version: str) -> str:
    status = one.status if version < "08" else f"<Cd>{one.status}</Cd>"
    details = "".join(_details(p, currency) for p in (one.parts or (one,)))
    return (
        f"<Ntry>{_amount(one.cents, currency)}"
        f"<RvslInd>{str(one.is_reversal).lower()}</RvslInd><Sts>{status}</Sts>"
        f"<BookgDt><Dt>{one.on}</Dt></BookgDt>"
        f"<AcctSvcrRef>{one.bank_reference}</AcctSvcrRef>"
        f"<NtryDtls>{details}</NtryDtls></Ntry>"
    )


def _details(one: Entry, currency: str) -> str:
    came_in = (one.cents >= 0) is not one.is_reversal
    side = "Dbtr" if came_in else "Cdtr"
    structured = (
        f"<Strd><CdtrRefInf><Ref>{one.structured}</Ref></CdtrRefInf></Strd>"
        if one.structured
        else ""
    )
    return (
        f"<TxDtls><Refs><EndToEndId>{one.end_to_end or 'NOTPROVIDED'}</EndToEndId>"
        f"</Refs><AmtDtls><TxAmt>{_amount(one.cents, currency, sign=False)}</TxAmt>"
        f"</AmtDtls><RltdPties><{side}><Nm>{escape(one.party)}</Nm></{side}>"
        f"<{side}Acct><Id><IBAN>{one.iban}</IBAN></Id></{side}Acct></RltdPties>"
        f"<RmtInf><Ustrd>{escape(one.text)}</Ustrd>{structured}</RmtInf></TxDtls>"
    )


def _amount(cents: int, currency: str, *, sign: bool = True) -> str:
    amount = f'<Amt Ccy="{currency}">{Decimal(abs(cents)).scaleb(-2):.2f}</Amt>'
    side = "CRDT" if cents >= 0 else "DBIT"
    return f"{amount}<CdtDbtInd>{side}</CdtDbtInd>" if sign else amount


def _swift_entry(one: Entry) -> Sequence[str]:
    mark = "C" if one.cents >= 0 else "D"
    if one.is_reversal:
        mark = "RD" if one.cents >= 0 else "RC"
    amount = f"{Decimal(abs(one.cents)).scaleb(-2):.2f}".replace(".", ",")
    bank = f"//{one.bank_reference}" if one.bank_reference else ""
    text = f"SVWZ+{one.text}" if one.text else ""
    purpose = (f"EREF+{one.end_to_end}" if one.end_to_end else "") + text
    cut = [purpose[at : at + 27] for at in range(0, len(purpose), 27)]
    fields = "".join(f"?{20 + n}{part}" for n, part in enumerate(cut))
    return [
        f":61:{one.on:%y%m%d}{one.on:%m%d}{mark}{amount}NTRFNONREF{bank}",
        f":86:166?00GUTSCHRIFT{fields}?31{one.iban}?32{one.party[:27]}",
    ]


def _swift_balance(cents: int, currency: str) -> str:
    amount = f"{Decimal(abs(cents)).scaleb(-2):.2f}".replace(".", ",")
    return f"{'C' if cents >= 0 else 'D'}{DAY:%y%m%d}{currency}{amount}"
