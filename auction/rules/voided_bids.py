"""How a lot stands once some of its bids count no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from auction.money import Money
from auction.rules.bidding import Standing


@dataclass(frozen=True, slots=True)
class ValidBid:
    """A bid that still counts; they are told in the order in which they came."""

    paddle_id: int
    amount: Money


def standing_with(standing: Standing, valid: Sequence[ValidBid]) -> Standing:
    """Return how a lot stands by the bids that still count.

    The last of them leads: amounts rise, and at an equal price the later bid has the
    right of priority. The end stays where the bids have moved it, because people have
    planned by it; and the count stays that of all bids in the record, by which they
    are numbered.
    """
    last = valid[-1] if valid else None
    return replace(
        standing,
        price=last.amount if last else None,
        leader_id=last.paddle_id if last else None,
        bidder_count=len({bid.paddle_id for bid in valid}),
    )
