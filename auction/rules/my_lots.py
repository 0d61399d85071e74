"""Where a lot stands on a bidder's own page: what needs him, what he leads, what ended.

Only what he may know of it himself: his own number, bids and papers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from auction.rules.lifecycle import LIVE, LotStatus


class Place(StrEnum):
    """A group of lots on the page, in the order in which they stand there."""

    NEEDS_YOU = "needs-you"
    LEADING = "leading"
    OUTBID = "outbid"
    CAN_BID = "can-bid"
    WAITING = "waiting"
    OPENING = "opening"
    WON = "won"
    ENDED = "ended"


TITLES: Mapping[Place, str] = {
    Place.NEEDS_YOU: "Needs you now",
    Place.LEADING: "You lead",
    Place.OUTBID: "You were outbid",
    Place.CAN_BID: "You can bid",
    Place.WAITING: "Registered, waiting",
    Place.OPENING: "Opening soon",
    Place.WON: "Won: what you owe",
    Place.ENDED: "Ended",
}


@dataclass(frozen=True, slots=True)
class Part:
    """What part somebody has in a lot.

    ``must_act``: something is missing that he can do himself. ``has_bid`` counts bids
    that were not voided. ``is_barred``: his number takes no more bids. ``is_over``: his
    registration was refused, or has lapsed.
    """

    status: LotStatus
    has_number: bool
    leads: bool = False
    has_bid: bool = False
    must_act: bool = False
    is_barred: bool = False
    is_over: bool = False


def place_of(part: Part) -> Place:
    """Return where a lot stands for somebody: in one group, the most pressing one."""
    if part.status not in LIVE:
        won = part.status is LotStatus.SOLD and part.leads
        return Place.WON if won else Place.ENDED
    if part.is_over and not part.has_number:
        return Place.ENDED
    if part.must_act:
        return Place.NEEDS_YOU
    return _running(part)


def _running(part: Part) -> Place:
    if part.leads:
        return Place.LEADING
    if part.has_bid:
        return Place.OUTBID
    if part.has_number and part.status is LotStatus.ANNOUNCED:
        return Place.OPENING
    can_bid = part.has_number and not part.is_barred and part.status is LotStatus.OPEN
    return Place.CAN_BID if can_bid else Place.WAITING
