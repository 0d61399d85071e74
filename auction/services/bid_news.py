"""What people are told because of a bid: that they no longer lead, or a later end.

Once for each act: when the site answers a bid within maxima, what counts is how the
lot stands after the last answer.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, joinedload

from auction.models import Bid, Lot, Notice, Paddle
from auction.rules.bidding import Standing
from auction.rules.notice_kinds import EXTENDED, OUTBID
from auction.services.notifying import tell, tell_all

SELDOM = timedelta(minutes=30)  # a lively end moves every minute, for an hour


def tell_after_bids(
    session: Session, lot: Lot, before: Standing, *, now: datetime
) -> None:
    """Tell what one act of bidding has changed for others, in its transaction.

    The lot is locked; ``before`` is how it stood before the act.
    """
    if before.leader_id is not None and before.leader_id != lot.leader_id:
        _tell_outbid(session, lot, before.leader_id, before, now)
    if lot.extensions > before.extensions:
        _tell_extended(session, lot, {before.leader_id, lot.leader_id}, now)


def _tell_outbid(
    session: Session, lot: Lot, paddle_id: int, before: Standing, now: datetime
) -> None:
    paddle = session.get_one(Paddle, paddle_id, options=[joinedload(Paddle.user)])
    tell_of = lot.catalogue.tell
    price = tell_of(lot.price)
    what = (
        f"A priority purchaser has bid the same, {price}, and goes first."
        if lot.price == before.price
        else f"Somebody has bid {price}."
    )
    tell(
        session,
        paddle.user,
        lot,
        kind=OUTBID,
        subject=f"You were outbid: {lot.title}",
        text=(
            f"Lot {lot.number}, “{lot.title}”. {what} You no longer lead.\n\n"
            f"To lead again you must bid {tell_of(lot.next_bid)} or more, before "
            f"{tell_of(lot.closes_at)}."
        ),
        now=now,
        once=f"outbid by bid {lot.bid_count} of lot {lot.id}",
    )


def _tell_extended(
    session: Session, lot: Lot, knowing: set[int | None], now: datetime
) -> None:
    # The leader has seen the new end, and who was outbid has just been told of it.
    was_told = exists().where(
        Notice.user_id == Paddle.user_id,
        Notice.lot_id == lot.id,
        Notice.kind.in_((EXTENDED, OUTBID)),
        Notice.told_at > now - SELDOM,
    )
    has_bid = exists().where(Bid.paddle_id == Paddle.id, Bid.lot_id == lot.id)
    paddles = session.scalars(
        select(Paddle)
        .where(
            Paddle.lot_id == lot.id,
            Paddle.id.not_in(one for one in knowing if one is not None),
            has_bid,
            ~was_told,
        )
        .options(joinedload(Paddle.user))
        .order_by(Paddle.id)
    ).all()
    tell_all(
        session,
        [paddle.user for paddle in paddles],
        lot,
        kind=EXTENDED,
        subject=f"Closes later: {lot.title}",
        text=(
            f"Lot {lot.number}, “{lot.title}”, on which you bid, now closes on "
            f"{lot.catalogue.tell(lot.closes_at)}, because a bid came late. More late "
            "bids may move the end further: the page of the lot always shows it."
        ),
        now=now,
    )
