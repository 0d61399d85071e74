"""The page that asks what the lots of a loan tape are to be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from auction.models import ListImport
from auction.rules.columns.constants import ROUND_TO, STAGGER
from auction.rules.refusal import Refusal
from auction.rules.tapes.claims import Claim, join
from auction.rules.tapes.debtors import is_company
from auction.rules.tapes.reading import CUT_OFF, RATES
from auction.rules.tapes.records import Tape, read_tape
from auction.rules.tapes.rows import Lots
from auction.services import list_imports
from web import desk, list_files

MOST_CURRENCIES = 20  # that are named
WAYS = {
    Lots.LOAN: ("One lot for each loan", "Each loan can be bought alone."),
    Lots.DEBTOR: (
        "One lot for each debtor",
        "The loans of a debtor are sold together, with their sums.",
    ),
    Lots.PACK: (
        "One pack of all loans",
        "A single lot with sums and counts; the list of loans goes into its data room.",
    ),
}
FOR_ALL = {
    "title": ("Title of the pack", "Of a pack only. Empty, the tape's own name."),
    CUT_OFF: ("Cut-off date", "If the tape does not say it."),
    RATES: (
        "What other currencies are worth",
        "Like USD 0.92, GBP 1.17. A star is all others: * 1 takes them as they stand.",
    ),
    "starting_price": ("Starting price", "An amount, or per cent of the total claim."),
    "increment": ("Increment", "An amount, or per cent of the starting price."),
    "deposit": ("Deposit", "An amount, or per cent of the starting price."),
    ROUND_TO: ("Round up to", "Amounts reckoned by per cent become multiples of this."),
    "opens_at": ("Bidding opens", "Like 2026-03-02 10:00."),
    "closes_at": ("The first lot ends", "Like 2026-03-09 10:00."),
    STAGGER: ("Seconds from one end to the next", "So that no two end at once."),
}


@dataclass(frozen=True, slots=True)
class Contents:
    """What a tape holds, in numbers."""

    loans: int
    debtors: int
    companies: int
    secured: int
    currencies: list[tuple[str, int]]
    cut_off: str


def page(
    listed: ListImport,
    *,
    lots: str = "",
    said: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> str:
    """Return the page, with what was said before or is usual."""
    contents, refusal = None, ""
    try:
        contents = _contents(read_tape(list_files.read(listed.file)))
    except Refusal as refused:
        refusal = str(refused)
    before = {name: str(value) for name, value in listed.constants.items()}
    usual = list_imports.usual_constants(listed.catalogue)
    return desk.page(
        "imports/tape.html",
        listed=listed,
        catalogue=listed.catalogue,
        contents=contents,
        refusal=refusal,
        ways=WAYS,
        lots=lots or listed.shape.get("tape") or Lots.LOAN.value,
        for_all=FOR_ALL,
        said=said if said is not None else {**usual, **before},
        errors=errors or {},
    )


def _contents(tape: Tape) -> Contents:
    claims = join(tape)
    debtors = {one.text("id"): one for claim in claims for one in claim.debtors}
    currencies = Counter(_currency(claim) for claim in claims)
    days = [one.text("cut_off") for one in (*tape.of("loan"), *tape.of("portfolio"))]
    return Contents(
        loans=len(claims),
        debtors=len(debtors),
        companies=sum(is_company(one) for one in debtors.values()),
        secured=sum(claim.is_secured for claim in claims),
        currencies=currencies.most_common(MOST_CURRENCIES),
        cut_off=next(filter(None, days), ""),
    )


def _currency(claim: Claim) -> str:
    return claim.loan.text("currency").upper() or "not said"
