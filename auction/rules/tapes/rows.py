"""Rows of lots from claims: one for a loan, for a debtor, or for a whole tape."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from auction.rules.categories import Category
from auction.rules.lot_steps import LONGEST_TITLE
from auction.rules.refusal import Refusal
from auction.rules.tapes import securities
from auction.rules.tapes.claims import Claim
from auction.rules.tapes.debtors import (
    accounts,
    identity,
    is_company,
    kind_of,
    public_name,
    seat,
)
from auction.rules.tapes.figures import Figures


class Lots(StrEnum):
    """What one lot of a tape is."""

    LOAN = "loans"
    DEBTOR = "debtors"
    PACK = "pack"


@dataclass(frozen=True, slots=True)
class Value:
    """What a claim amounts to, in the catalogue's currency."""

    principal: Decimal
    interest: Decimal
    other: Decimal
    total: Decimal


# What the list of loans says of each, and nobody would read of all together.
IN_THE_LIST = ("field.guarantors", "field.guarantors_identity", "field.enforcement")
AMOUNTS = ("principal", "interest", "other", "total", "original")
DAYS = ("defaulted", "limitation", "cut_off", "originated", "matures", "paid_on")


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads what loans amount to; ``wrong_with`` says first whether that can be."""

    figures: Figures

    def wrong_with(self, claim: Claim) -> dict[str, str]:
        """Return what makes a claim unfit for a lot, by its fields in the tape."""
        wrong: dict[str, str] = {}
        try:
            self.figures.check_currency(claim.loan)
        except Refusal as refusal:
            wrong["currency"] = str(refusal)
        amounts = () if wrong else AMOUNTS
        for names, read in ((amounts, self.amount), (DAYS, self.day)):
            wrong |= _refusals(claim, names, read)
        if not claim.loan_id:
            wrong["id"] = "This loan has no identifier."
        if not claim.debtors:
            who = claim.loan.text("debtor") or "nobody"
            wrong["debtor"] = f"There is no counterparty {who} in the tape."
        return wrong

    def value(self, claim: Claim) -> Value:
        """Return what a claim amounts to; the total is the tape's, else the sum."""
        named = (
            self.amount(claim, name) for name in ("principal", "interest", "other")
        )
        principal, interest, other = (amount or Decimal(0) for amount in named)
        total = self.amount(claim, "total")
        if total is None:
            total = principal + interest + other
        return Value(principal, interest, other, total)

    def amount(self, claim: Claim, name: str) -> Decimal | None:
        """Return an amount of a loan."""
        return self.figures.amount("loan", claim.loan, name)

    def day(self, claim: Claim, name: str) -> str | None:
        """Return a day of a loan."""
        return self.figures.day("loan", claim.loan, name)


def _refusals(
    claim: Claim, names: Iterable[str], read: Callable[[Claim, str], object]
) -> dict[str, str]:
    wrong = {}
    for name in names:
        try:
            read(claim, name)
        except Refusal as refusal:
            wrong[name] = str(refusal)
    return wrong


def row_of_loan(claim: Claim, read: Reader) -> dict[str, Any]:
    """Return the row of a lot that is one loan."""
    row = _of_debtors(claim.debtors) | _of_claims([claim], read) | _of_one(claim, read)
    title = f"Claim {claim.loan_id} against {public_name(claim.debtors)}"
    return row | {"external_id": claim.loan_id, "title": title[:LONGEST_TITLE]}


def row_of_debtor(claims: Sequence[Claim], read: Reader) -> dict[str, Any]:
    """Return the row of a lot that is all loans of one debtor."""
    first = claims[0]
    row = _of_debtors(first.debtors) | _of_claims(claims, read)
    several = f"{len(claims)} claims" if len(claims) > 1 else "Claim"
    title = f"{several} against {public_name(first.debtors)}"
    return row | {
        "external_id": first.debtor_id,
        "title": title[:LONGEST_TITLE],
        "field.contract_number": ", ".join(claim.loan_id for claim in claims),
    }


def row_of_pack(claims: Sequence[Claim], name: str, read: Reader) -> dict[str, Any]:
    """Return the row of a lot that is a whole tape."""
    debtors = {d.text("id"): is_company(d) for claim in claims for d in claim.debtors}
    companies = sum(debtors.values())
    several = f"{len(debtors) - companies} private persons and {companies} companies"
    values = [read.value(claim) for claim in claims]
    shares = {
        "field.secured_share": lambda claim: claim.is_secured,
        "field.litigation_share": securities.is_litigated,
    }
    row = _of_claims(claims, read)
    row |= {name: _share(claims, values, says) for name, says in shares.items()}
    what = f"{name}, {len(claims)} loans" if name else f"Pack of {len(claims)} loans"
    return row | {
        "external_id": pack_id(claims),
        "title": what[:LONGEST_TITLE],
        "region": "",
        "description": _table(claims, values, read.figures),
        "field.debtor": f"Several debtors: {several}",
        "field.debtor_kind": "several",
        "field.debtors_count": len(debtors),
        "field.loans_count": len(claims),
        "field.sale_form": "pack",
        "field.collateral": f"{sum(c.is_secured for c in claims)} loans are secured",
        "field.litigation": "Each loan's is in the data room",
        **dict.fromkeys(IN_THE_LIST),
    }


def pack_id(claims: Iterable[Claim]) -> str:
    """Return what a pack is known by: a digest of its loans, in whatever order."""
    written = "\n".join(sorted(claim.loan_id for claim in claims))
    return f"pack-{hashlib.sha256(written.encode()).hexdigest()[:16]}"


def _of_debtors(debtors: Sequence[Any]) -> dict[str, Any]:
    first = debtors[0] if debtors else None
    if first is None:
        return {}
    company = is_company(first)
    return {
        "region": first.text("country"),
        "field.debtor": public_name(debtors),
        "field.debtor_kind": kind_of(debtors),
        "field.debtor_seat": seat(first),
        "field.debtor_industry": first.text("industry") if company else None,
        "field.debtor_founded": _day(first.text("founded")) if company else None,
        "field.debtor_accounts": accounts(first) or None,
        "field.insolvency": first.text("insolvency") if company else None,
        "field.last_contact": _day(first.text("last_contact")),
        "field.debtor_identity": identity(debtors),
    }


def _of_claims(claims: Sequence[Claim], read: Reader) -> dict[str, Any]:
    """Return what any number of claims come to together."""
    values = [read.value(claim) for claim in claims]
    days = ("defaulted", "limitation", "cut_off")
    found = {name: [read.day(claim, name) for claim in claims] for name in days}
    return {
        "category": Category.LOAN.value,
        "field.principal": sum(value.principal for value in values),
        "field.interest": sum(value.interest for value in values),
        "field.penalty": sum(value.other for value in values),
        "field.total_claim": sum(value.total for value in values),
        "field.default_date": _first(found["defaulted"]),
        "field.limitation_date": _first(found["limitation"]),
        "field.cut_off_date": _first(found["cut_off"]),
        "field.sale_form": "single",
        "field.confidentiality": "yes",
        "field.loans_count": len(claims) if len(claims) > 1 else None,
        "field.collateral": _joined(claims, securities.collateral),
        "field.guarantors": _joined(claims, securities.guarantors),
        "field.guarantors_identity": _joined(claims, securities.behind_the_scenes),
        "field.litigation": _joined(claims, securities.litigation),
        "field.enforcement": _joined(claims, securities.enforcement),
    }


def _of_one(claim: Claim, read: Reader) -> dict[str, Any]:
    """Return what a single loan says of itself."""
    loan = claim.loan
    rate = loan.text("rate")
    kinds = [securities.worded(loan.text("kind"))]
    if loan.text("asset_class"):
        kinds.append(f"asset class {securities.worded(loan.text('asset_class'))}")
    return {
        "field.contract_number": claim.loan_id,
        "field.loan_type": ", ".join(kind for kind in kinds if kind),
        "field.original_amount": read.amount(claim, "original"),
        "field.original_currency": loan.text("currency")
        if read.figures.is_foreign(loan)
        else None,
        "field.governing_law": loan.text("law"),
        "field.originated_on": read.day(claim, "originated"),
        "field.matures_on": read.day(claim, "matures"),
        "field.interest_rate": f"{rate} %" if rate and "%" not in rate else rate,
        "field.last_payment": read.day(claim, "paid_on"),
        "field.lien_rank": ", ".join(
            thing.text("rank") for thing in claim.protections if thing.text("rank")
        ),
    }


def _share(
    claims: Sequence[Claim], values: Sequence[Value], says: Callable[[Claim], bool]
) -> Decimal | None:
    """Return for how many per cent of the total something holds."""
    total = sum(value.total for value in values)
    if not total:
        return None
    part = sum(
        value.total for claim, value in zip(claims, values, strict=True) if says(claim)
    )
    return (Decimal(100) * part / total).quantize(Decimal("0.1"))


def _table(claims: Sequence[Claim], values: Sequence[Value], figures: Figures) -> str:
    """Return Markdown: what the pack is made of, without anybody's name."""
    groups: dict[tuple[str, str], list[Value]] = {}
    for claim, value in zip(claims, values, strict=True):
        who = "Companies" if kind_of(claim.debtors) == "company" else "Private persons"
        how = "secured" if claim.is_secured else "unsecured"
        groups.setdefault((who, how), []).append(value)
    lines = [
        f"| {who}, {how} | {len(found)} "
        f"| {figures.written(sum(one.principal for one in found))} "
        f"| {figures.written(sum(one.total for one in found))} |"
        for (who, how), found in sorted(groups.items())
    ]
    return "\n".join(
        ["| Debtors | Loans | Principal | Total claim |", "|---|--:|--:|--:|", *lines]
    )


def _joined(claims: Sequence[Claim], say: Callable[[Claim], str]) -> str:
    """Say something of each claim, what is the same only once."""
    said = dict.fromkeys(text for claim in claims if (text := say(claim)))
    if len(said) > 1:
        said.pop(securities.NONE, None)
    return "\n".join(said)


def _first(days: Iterable[str | None]) -> str | None:
    return min((day for day in days if day), default=None)


def _day(text: str) -> str | None:
    """Return a day that a record of a debtor says, if it is one."""
    try:
        return date.fromisoformat(text[: len("2026-03-02")]).isoformat()
    except ValueError:
        return None
