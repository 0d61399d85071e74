"""The kinds of papers that belong to a lot, and where each is usual.

A procedure names the ones that it requires by their codes. Source: what courts, banks
and asset managers enclose with such lots.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from auction.rules.categories import Category
from auction.rules.refusal import Refusal


class KindUnknown(Refusal):
    """Please choose what kind of document this is."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of paper; ``is_public`` is what it is unless the office says other."""

    code: str
    title: str
    categories: frozenset[Category] = frozenset()  # where it is usual; none: everywhere
    is_public: bool = True

    def is_usual_for(self, category: Category) -> bool:
        """Say whether lots of a category usually have such a paper."""
        return not self.categories or category in self.categories


def _only(*categories: Category) -> frozenset[Category]:
    return frozenset(categories)


LOAN, LAND, FOREST = Category.LOAN, Category.REAL_ESTATE, Category.FOREST
IP, EQUITY, RIGHT = Category.IP, Category.EQUITY, Category.INTANGIBLE
MACHINE, VEHICLE, GOODS = Category.MACHINERY, Category.VEHICLE, Category.GOODS
THINGS = _only(MACHINE, VEHICLE, GOODS)

KINDS: tuple[Kind, ...] = (
    Kind("valuation_report", "Valuation report"),
    Kind("notice", "Notice of sale"),
    Kind("decision", "Decision to sell"),
    Kind("judgment", "Judgment", _only(LOAN, LAND)),
    Kind("enforcement_ruling", "Enforcement ruling"),
    Kind("order", "Order on the course of the sale"),
    Kind(
        "register_extract",
        "Register extract",
        _only(LOAN, LAND, FOREST, IP, EQUITY, VEHICLE),
    ),
    Kind("title_certificate", "Certificate of title", _only(LAND, FOREST, RIGHT)),
    Kind("floor_plan", "Floor plan", _only(LAND)),
    Kind("site_plan", "Site plan or map", _only(LAND, FOREST, RIGHT)),
    Kind("lease", "Lease", _only(LAND, FOREST, RIGHT)),
    Kind("inspection_record", "Record of inspection", _only(LAND, FOREST, *THINGS)),
    Kind("tax_note", "Note on taxes and charges", _only(LAND, FOREST, EQUITY)),
    Kind("energy_certificate", "Energy certificate", _only(LAND)),
    Kind("cruise_report", "Cruise report", _only(FOREST)),
    Kind("harvest_permit", "Harvest permit", _only(FOREST)),
    Kind("consent", "Consent of a third party", _only(LAND, FOREST, EQUITY, RIGHT)),
    Kind("invoice", "Invoice", THINGS),
    Kind("manual", "Manual", _only(MACHINE, VEHICLE)),
    Kind("maintenance_log", "Maintenance log", _only(MACHINE, VEHICLE)),
    Kind("inspection_report", "Report on the condition", THINGS),
    Kind("certificate", "Certificate", _only(FOREST, *THINGS, RIGHT)),
    Kind("storage_note", "Note on storage and removal", THINGS),
    Kind("licence", "Licence or concession", _only(IP, RIGHT)),
    Kind("contract", "Contract", _only(IP, EQUITY, RIGHT)),
    Kind("fee_receipt", "Receipt of fees", _only(IP, RIGHT)),
    Kind("legal_opinion", "Legal opinion", _only(LOAN, IP, EQUITY, RIGHT)),
    Kind("articles", "Articles of association", _only(EQUITY)),
    Kind("shareholder_list", "List of shareholders", _only(EQUITY), is_public=False),
    Kind("accounts", "Annual accounts", _only(LOAN, EQUITY)),
    Kind("waiver", "Waiver or notice to co-owners", _only(LAND, IP, EQUITY)),
    Kind("loan_agreement", "Loan agreement", _only(LOAN), is_public=False),
    Kind("drawdown_proof", "Proof of payment out", _only(LOAN), is_public=False),
    Kind("security_agreement", "Security agreement", _only(LOAN), is_public=False),
    Kind("guarantee", "Guarantee", _only(LOAN), is_public=False),
    Kind("account_statement", "Statement of account", _only(LOAN), is_public=False),
    Kind("demand_letter", "Demand and its delivery", _only(LOAN), is_public=False),
    Kind("assignment", "Earlier assignment", _only(LOAN), is_public=False),
    Kind("loan_tape", "Loan tape", _only(LOAN), is_public=False),
    Kind("draft_contract", "Draft of the contract"),
    Kind("nda", "Confidentiality agreement", _only(LOAN, IP, EQUITY)),
    Kind("terms", "Special terms of sale"),
    Kind("components", "List of components", _only(LAND, EQUITY, *THINGS)),
    Kind("other", "Other document"),
)
BY_CODE: Mapping[str, Kind] = {kind.code: kind for kind in KINDS}


def kind_of(code: str) -> Kind:
    """Return the kind of that code, or refuse it."""
    if code not in BY_CODE:
        raise KindUnknown
    return BY_CODE[code]


def kind_title(code: str) -> str:
    """Name a kind for people; what was written freely in earlier days, as it is."""
    known = BY_CODE.get(code)
    return known.title if known else code


def kinds_for(category: Category) -> tuple[tuple[Kind, ...], tuple[Kind, ...]]:
    """Return the kinds that are usual for a category, and all the others."""
    usual = tuple(kind for kind in KINDS if kind.is_usual_for(category))
    return usual, tuple(kind for kind in KINDS if kind not in usual)


def missing(required: Iterable[str], present: Iterable[str]) -> tuple[str, ...]:
    """Return the codes of required papers that are not there, in their order."""
    there = frozenset(present)
    return tuple(code for code in required if code not in there)
