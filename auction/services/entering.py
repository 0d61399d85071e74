"""Entering bids that were taken: the rows, how the lot stands, the trail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from auction.models import Bid, BidKind, Lot, Paddle
from auction.rules.proxy import Taken
from auction.services import notifying, trail
from auction.services.bid_news import tell_after_bids

ACTIONS = {
    BidKind.PLACED: "bid",
    BidKind.AUTOMATIC: "automatic bid",
    BidKind.MATCH: "match",
}


def enter(
    session: Session,
    lot: Lot,
    taken: Sequence[Taken],
    *,
    paddles: Mapping[int, Paddle],
    received_at: datetime,
    idempotency_key: str | None = None,
) -> list[Bid]:
    """Write bids into the record, one upon the other, within the caller's lock.

    The key is that of the form with which the first of them was placed by hand.
    """
    before, sets_the_end = lot.standing, bool(taken) and lot.waits_for_first_bid
    bids = []
    for one in taken:
        by_hand = one.kind is not BidKind.AUTOMATIC
        key = idempotency_key if by_hand else None
        bids.append(_enter(session, lot, one, paddles[one.paddle_id], received_at, key))
    if sets_the_end:
        _tell_of_the_end(session, lot, now=received_at)
    tell_after_bids(session, lot, before, now=received_at)
    return bids


def _enter(
    session: Session,
    lot: Lot,
    taken: Taken,
    paddle: Paddle,
    received_at: datetime,
    key: str | None,
) -> Bid:
    standing = taken.standing
    bid = Bid(
        lot_id=lot.id,
        paddle_id=paddle.id,
        sequence=standing.bid_count,
        amount=taken.amount,
        received_at=received_at,
        # No form can hold a space: nobody takes the place of an automatic bid's key.
        idempotency_key=key or f"automatic {standing.bid_count}",
        closes_at=standing.closes_at,
        kind=taken.kind,
    )
    session.add(bid)
    lot.stand_at(standing)
    rank = {"rank": paddle.priority_rank} if taken.kind is BidKind.MATCH else {}
    trail.record(
        session,
        lot,
        action=ACTIONS[taken.kind],
        actor=f"paddle {paddle.number}",
        at=received_at,
        amount=taken.amount,
        bid=standing.bid_count,
        closes_at=standing.closes_at,
        **rank,
    )
    return bid


def _tell_of_the_end(session: Session, lot: Lot, *, now: datetime) -> None:
    zone = lot.catalogue.zone
    end = f"{lot.closes_at.astimezone(zone):%Y-%m-%d %H:%M:%S} ({zone.key})"
    notifying.tell_registered(
        session,
        lot,
        kind="end set",
        subject=f"The first bid has set the end: {lot.title}",
        text=(
            f"Somebody has made the first bid on lot {lot.number}, “{lot.title}”. It "
            f"now closes on {end}; a bid in its last minutes moves the end further."
        ),
        now=now,
    )
