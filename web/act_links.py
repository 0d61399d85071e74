"""How pages speak of an officer's acts, and which ones they offer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from auction.models import ActKind, Lot
from auction.rules.act_words import NAMES
from auction.rules.acting import offered


@dataclass(frozen=True, slots=True)
class Words:
    """How a page speaks of an act."""

    name: str
    verb: str
    title: str
    button: str
    done: str
    warning: str


WORDS: Mapping[ActKind, Words] = {
    ActKind.RECALL: Words(
        NAMES[ActKind.RECALL],
        "Recall",
        "Recall this lot",
        "Recall the lot",
        "The lot is recalled.",
        "The lot is taken out of the sale for good. Its bids stay in the record, "
        "marked void.",
    ),
    ActKind.STAY: Words(
        NAMES[ActKind.STAY],
        "Stay",
        "Stay this lot",
        "Stay the lot",
        "The lot is stayed.",
        "The sale is put off, because the enforcement is. Nobody can bid until the lot "
        "is resumed. Its bids stand, and the time that is left is kept.",
    ),
    ActKind.SUSPENSION: Words(
        NAMES[ActKind.SUSPENSION],
        "Suspend",
        "Suspend this lot",
        "Suspend the lot",
        "The lot is suspended.",
        "Nobody can bid until the lot is resumed. Its bids stand, and the time that is "
        "left is kept.",
    ),
    ActKind.RESUMPTION: Words(
        NAMES[ActKind.RESUMPTION],
        "Resume",
        "Resume this lot",
        "Resume the lot",
        "The lot goes on.",
        "The sale goes on at once, with the time that was left and at least what the "
        "rules of the sale want. Everybody registered is told.",
    ),
    ActKind.VOIDING: Words(
        NAMES[ActKind.VOIDING],
        "Void",
        "Void this sale",
        "Void the sale",
        "The sale is void.",
        "The result is annulled. The bids stay in the record, marked void.",
    ),
    ActKind.DEFAULT: Words(
        NAMES[ActKind.DEFAULT],
        "Declare default",
        "Declare the buyer in default",
        "Declare the default",
        "The default is declared.",
        "The buyer did not pay. The sale ends there, and the lot can be offered again.",
    ),
}


def acts_of(lot: Lot) -> list[tuple[ActKind, Words]]:
    """Return what the selling office may do to a lot as it stands."""
    kinds = offered(lot.catalogue.procedure, lot.status)
    return [(kind, WORDS[kind]) for kind in kinds]
