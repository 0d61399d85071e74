"""The terms of a bar: whom it keeps from what, for how long, and what of open bids."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from auction.rules import lot_cells
from auction.rules.refusal import OutOfStep, Refusal

if TYPE_CHECKING:
    from auction.rules.procedure_table import Table

LONGEST_TERM = 120  # months
LONGEST_TEXT = 2_000  # characters
SHORTEST_TEXT = 10  # a reason has more than a word


class BarScope(StrEnum):
    """From what somebody is kept."""

    CHAIN = "chain"  # this attempt to sell the thing, and every later one
    OFFICE = "office"  # all sales of the office
    SITE = "site"  # all sales of the site


class OpenBids(StrEnum):
    """What becomes of the bids that somebody has on an open lot when he is barred."""

    STAND = "stand"  # they bind him; he can only place no others
    VOID = "void"  # the lot goes on with the bids of the others


class BarGround(StrEnum):
    """Why somebody is barred by a person."""

    DEFAULT = "default"
    FALSE_DECLARATION = "false_declaration"
    COLLUSION = "collusion"
    BIDS_NOT_MEANT = "bids_not_meant"
    ORDER = "order"


GROUNDS = {
    BarGround.DEFAULT: "Did not pay for what was bought",
    BarGround.FALSE_DECLARATION: "Declared what was not true",
    BarGround.COLLUSION: "Colluded with other bidders",
    BarGround.BIDS_NOT_MEANT: "Placed bids that were not meant",
    BarGround.ORDER: "Was barred by a court or an authority",
}


class GroundMissing(Refusal):
    """Please choose the ground."""


class TermUnfit(Refusal):
    """Please give the term in whole months, from 1 to {longest}, or leave it empty."""


class TextUnfit(Refusal):
    """Please write from {shortest} to {longest} characters."""


class AlreadyAppealed(OutOfStep):
    """You have appealed already; one appeal is all there is."""


class NotInForce(OutOfStep):
    """This bar is not in force any more."""


class NothingToAnswer(OutOfStep):
    """There is no appeal that waits for an answer."""


@dataclass(frozen=True, slots=True)
class BarringTerms:
    """What a procedure says of bars; without a term they are for good."""

    months: int | None = None
    scope: BarScope = BarScope.CHAIN
    open_bids: OpenBids = OpenBids.STAND

    def until(self, now: datetime) -> datetime | None:
        """Return when a bar ends that begins now."""
        return None if self.months is None else months_after(now, self.months)


def read_barring(root: Table) -> BarringTerms | None:
    """Read the section ``barring``; None where a procedure has none."""
    if not root.has("barring"):
        return None
    table = root.table("barring")
    months = table.number_or_none("months")
    if months is not None and months > LONGEST_TERM:
        table.refuse("months", f"must be at most {LONGEST_TERM}")
    scope = table.choice("scope", BarScope) if table.has("scope") else BarScope.CHAIN
    if scope is BarScope.SITE:
        table.refuse("scope", "must be chain or office: no sale bars from all others")
    bids = table.has("open_bids")
    open_bids = table.choice("open_bids", OpenBids) if bids else OpenBids.STAND
    return BarringTerms(months, scope, open_bids)


def months_after(now: datetime, months: int) -> datetime:
    """Return the same day of a later month; where it has none, its last."""
    year, month = divmod(now.month - 1 + months, 12)
    year, month = now.year + year, month + 1
    day = min(now.day, calendar.monthrange(year, month)[1])
    return now.replace(year=year, month=month, day=day)


def read_ground(typed: str) -> BarGround:
    """Return the ground that was chosen, or refuse."""
    if typed not in set(BarGround):
        raise GroundMissing
    return BarGround(typed)


def read_term(typed: str) -> int | None:
    """Return a term in months; what is left empty is for good."""
    if not typed.strip():
        return None
    if not (typed.strip().isascii() and typed.strip().isdecimal()):
        raise TermUnfit(longest=LONGEST_TERM)
    months = int(typed.strip()[:6])
    if not 1 <= months <= LONGEST_TERM:
        raise TermUnfit(longest=LONGEST_TERM)
    return months


def read_text(typed: str) -> str:
    """Return a text that somebody reads: a reason, an appeal, an answer."""
    text = lot_cells.text(typed, longest=LONGEST_TEXT)
    if len(text) < SHORTEST_TEXT:
        raise TextUnfit(shortest=SHORTEST_TEXT, longest=LONGEST_TEXT)
    return text


def is_in_force(
    *, until: datetime | None, lifted_at: datetime | None, now: datetime
) -> bool:
    """Say whether a bar holds now; in the moment of its end it does not."""
    return lifted_at is None and (until is None or now < until)
