"""Thirty-nine real sales by maximum bids end as they did, bid by bid.

From an online auction of 2003 and 2004; the bidders' names are not in the file.
"""

from __future__ import annotations

import json
from datetime import timedelta
from functools import cache
from typing import Any

import pytest

from auction.money import Money
from auction.rules.bidding import BidKind, BidRefused, Standing
from auction.rules.closing import ClosingKind, ClosingRule
from auction.rules.increments import Band
from auction.rules.lifecycle import LotStatus
from auction.rules.procedure import Procedure, StepKind
from auction.rules.proxy import Limit, Taken, take_maximum
from tests.moving_clock import NOON
from tests.real_data import REAL_DATA
from tests.rules.examples import procedure

FILE = REAL_DATA / "ebay/replay_fixture_small.json"
AUCTIONS = range(39)

pytestmark = pytest.mark.skipif(not FILE.exists(), reason="the real data is not here")


@pytest.mark.parametrize("number", AUCTIONS)
def test_a_real_history_ends_at_its_price_with_its_winner(number: int) -> None:
    auction = histories()["auctions"][number]
    names: dict[str, int] = {}

    lot, rows, refused = replayed(auction, names)

    winner = next(name for name, paddle in names.items() if paddle == lot.leader_id)
    assert (lot.price, winner) == (
        Money(auction["strict_price_cents"]),
        auction["winner"],
    )
    assert [row.standing.bid_count for row in rows] == list(range(1, len(rows) + 1))
    assert all(row.kind is BidKind.AUTOMATIC for row in rows)
    if len(names) > 1:  # alone, people could not lower a maximum there, and here can
        assert refused == len(auction["refused_bids"])


def replayed(
    auction: dict[str, Any], names: dict[str, int]
) -> tuple[Standing, list[Taken], int]:
    """Play every bid as a maximum; return the end, the rows, how many were refused."""
    lot = Standing(
        status=LotStatus.OPEN,
        opens_at=NOON,
        closes_at=NOON + timedelta(days=auction["days"], hours=1),
        scheduled_close=NOON + timedelta(days=auction["days"], hours=1),
        starting_price=Money(auction["opening_cents"]),
    )
    rows: list[Taken] = []
    limits: list[Limit] = []
    refused = 0
    for seconds, name, cents in auction["bids"]:
        limit = Limit(names.setdefault(name, len(names) + 1), Money(cents))
        others = [one for one in limits if one.paddle_id != limit.paddle_id]
        try:
            taken = take_maximum(
                lot,
                terms(),
                others,
                limit=limit,
                capped_by=highest_of_others(rows, limit.paddle_id),
                received_at=NOON + timedelta(seconds=seconds),
                is_new_bidder=all(row.paddle_id != limit.paddle_id for row in rows),
            )
        except BidRefused:
            refused += 1
            continue
        rows += taken
        lot = taken[-1].standing if taken else lot
        limits = [one for one in [*others, limit] if one.paddle_id == lot.leader_id]
    return lot, rows, refused


def highest_of_others(rows: list[Taken], paddle_id: int) -> Money | None:
    return max((r.amount for r in rows if r.paddle_id != paddle_id), default=None)


@cache
def terms() -> Procedure:
    """Return the terms of those sales: any amount from one step of the table up."""
    floor, bands = 0, []
    for below, step in histories()["increments_cents"]:
        bands.append(Band(Money(floor), Money(step)))
        floor = below
    return procedure(
        first_bid="at_least",
        maxima=True,
        step=StepKind.TABLE,
        bands=tuple(bands),
        multiples=False,
        closing=ClosingRule(ClosingKind.HARD),
    )


@cache
def histories() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return read
