"""What everybody is told about an office's act, in the same words everywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from auction.rules.acting import ActKind

Tell = Callable[[datetime], str]

NAMES = {
    ActKind.RECALL: "recall",
    ActKind.STAY: "stay",
    ActKind.SUSPENSION: "suspension",
    ActKind.RESUMPTION: "resumption",
    ActKind.VOIDING: "annulment of the sale",
    ActKind.DEFAULT: "declaration of default",
}
SUBJECTS = {
    ActKind.RECALL: "Recalled",
    ActKind.STAY: "Stayed",
    ActKind.SUSPENSION: "Suspended",
    ActKind.RESUMPTION: "Goes on",
    ActKind.VOIDING: "Sale void",
    ActKind.DEFAULT: "Buyer did not pay",
}
MEANING = {
    ActKind.RECALL: (
        "The seller has taken the lot out of the sale for good. Bids on it no longer "
        "bind anybody."
    ),
    ActKind.STAY: (
        "The sale of the lot is put off. Nobody can bid until it goes on; bids that "
        "were made stand, and the time that was left is kept."
    ),
    ActKind.SUSPENSION: (
        "The sale of the lot rests. Nobody can bid until it goes on; bids that were "
        "made stand, and the time that was left is kept."
    ),
    ActKind.RESUMPTION: "The sale of the lot goes on, and bids that were made stand.",
    ActKind.VOIDING: (
        "The result of the sale is annulled. Bids on the lot no longer bind anybody."
    ),
    ActKind.DEFAULT: "The buyer did not pay; the lot will be offered again.",
}
BARRED = "The buyer may not bid when the lot is offered again."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an act led to, as far as people must know it."""

    expected_until: datetime | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    deposits_by: datetime | None = None
    forfeit: str = ""
    buyer_barred: bool = False


def letter(
    kind: ActKind, outcome: Outcome, *, ground: str, public_text: str, tell: Tell
) -> str:
    """Return the text of the notice that goes to everybody registered."""
    paragraphs = [
        MEANING[kind],
        *_dates(outcome, tell),
        *_money(outcome, tell),
        *([f"Ground: {ground}"] if ground else []),
        f"Reason: {public_text}",
    ]
    return "\n\n".join(paragraphs)


def _dates(outcome: Outcome, tell: Tell) -> list[str]:
    sentences = {
        "It is expected to rest until {}.": outcome.expected_until,
        "Bidding opens at {}.": outcome.opens_at,
        "Bidding closes at {}.": outcome.closes_at,
    }
    return [words.format(tell(at)) for words, at in sentences.items() if at]


def _money(outcome: Outcome, tell: Tell) -> list[str]:
    sentences = []
    if outcome.deposits_by is not None:
        sentences.append(f"Deposits are given back by {tell(outcome.deposits_by)}.")
    if outcome.forfeit:
        sentences.append(outcome.forfeit)
    if outcome.buyer_barred:
        sentences.append(BARRED)
    return sentences
