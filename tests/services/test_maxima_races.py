"""Maxima and bids at the same moment: whoever is first, there is one story."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auction.models import Bid, BidKind, Lot, Maximum, Paddle
from auction.money import Money
from auction.rules.lifecycle import LotStatus
from auction.rules.refusal import Refusal
from auction.services import trail
from auction.services.bidding import KeyUsedAgain, match_bid, place_bid
from auction.services.closing import SETTLE, close_lot
from auction.services.maxima import MaximumReceipt, set_maximum
from auction.services.stopping import stop_lot
from tests.factories import make_officer, make_paddle
from tests.keys import RING
from tests.moving_clock import NOON
from tests.racing import at_once, trail_of
from tests.services.bidding_rooms import make_sale, record

Act = Callable[[Session], Any]


def limit_of(paddle: Paddle, amount: int, *, key: str = "form") -> Act:
    lot_id, user_id = paddle.lot_id, paddle.user_id
    return lambda session: set_maximum(
        session,
        lot_id=lot_id,
        user_id=user_id,
        amount=Money(amount),
        received_at=NOON,
        idempotency_key=f"{key}-{user_id}",
        ring=RING,
    )


def bid_of(paddle: Paddle, amount: int) -> Act:
    lot_id, user_id = paddle.lot_id, paddle.user_id
    return lambda session: place_bid(
        session,
        lot_id=lot_id,
        user_id=user_id,
        amount=Money(amount),
        received_at=NOON,
        idempotency_key=f"bid-{user_id}-{amount}",
        sure=True,
        ring=RING,
    )


def match_of(paddle: Paddle, amount: int) -> Act:
    lot_id, user_id = paddle.lot_id, paddle.user_id
    return lambda session: match_bid(
        session,
        lot_id=lot_id,
        user_id=user_id,
        amount=Money(amount),
        received_at=NOON,
        idempotency_key=f"match-{user_id}",
        ring=RING,
    )


def check_the_record(session: Session, lot_id: int) -> Lot:
    """Check what holds of every lot, whatever happened on it; return the lot."""
    session.rollback()
    lot = session.get_one(Lot, lot_id)
    bids = list(
        session.scalars(select(Bid).where(Bid.lot_id == lot_id).order_by(Bid.sequence))
    )
    assert [one.sequence for one in bids] == list(range(1, len(bids) + 1))
    assert lot.bid_count == len(bids)
    assert lot.bidder_count == len({one.paddle_id for one in bids})
    for before, after in pairwise(bids):
        held = after.kind is BidKind.AUTOMATIC  # an earlier maximum holds a tie
        assert after.amount > before.amount or (held and after.amount == before.amount)
    if bids:
        assert (lot.price, lot.leader_id) == (bids[-1].amount, bids[-1].paddle_id)
    active = [row for row in session.scalars(select(Maximum)) if row.is_active]
    assert all(row.paddle_id == lot.leader_id for row in active)
    assert len(active) <= 1
    assert trail.first_broken(trail_of(session, lot_id)) is None
    return lot


def test_of_twenty_equal_maxima_at_once_the_first_leads(
    app: Flask, session: Session
) -> None:
    lot = make_sale(session)
    paddles = [make_paddle(session, lot) for _ in range(20)]
    lot_id = lot.id

    outcomes = at_once(app, [limit_of(paddle, 500_00) for paddle in paddles])

    after = check_the_record(session, lot_id)
    rows = session.scalars(select(Maximum).order_by(Maximum.id)).all()
    taken = [one for one in outcomes if isinstance(one, MaximumReceipt)]
    assert after.leader_id == rows[0].paddle_id
    assert after.price == Money(500_00)
    assert len(rows) == len(taken) == 2  # for all others 500.00 was then too low


def test_rising_maxima_at_once_end_one_step_above_the_second(
    app: Flask, session: Session
) -> None:
    lot = make_sale(session)
    paddles = [make_paddle(session, lot) for _ in range(8)]
    lot_id, highest = lot.id, paddles[-1].id
    amounts = [300_00 + 50_00 * number for number in range(8)]

    outcomes = at_once(
        app,
        [limit_of(p, amount) for p, amount in zip(paddles, amounts, strict=True)],
    )

    after = check_the_record(session, lot_id)
    assert after.leader_id == highest
    taken = [
        amount
        for amount, one in zip(amounts, outcomes, strict=True)
        if isinstance(one, MaximumReceipt)
    ]
    second = sorted(taken)[-2] if len(taken) > 1 else 90_00
    assert after.price == Money(second + 10_00)


def test_the_same_form_a_hundred_times_at_once_is_one_maximum(
    app: Flask, session: Session
) -> None:
    lot = make_sale(session)
    paddle, lot_id = make_paddle(session, lot), lot.id

    receipts = at_once(app, [limit_of(paddle, 500_00)] * 100)

    check_the_record(session, lot_id)
    assert {receipt.maximum_id for receipt in receipts} == set(
        session.scalars(select(Maximum.id))
    )
    assert sum(not receipt.repeated for receipt in receipts) == 1


def test_one_form_with_two_amounts_at_once_is_one_of_them(
    app: Flask, session: Session
) -> None:
    lot = make_sale(session)
    paddle = make_paddle(session, lot)

    outcomes = at_once(app, [limit_of(paddle, 500_00), limit_of(paddle, 600_00)] * 5)

    session.rollback()
    assert session.scalar(select(func.count(Maximum.id))) == 1
    assert sum(isinstance(one, KeyUsedAgain) for one in outcomes) == 5


def test_bids_and_maxima_at_once_leave_one_story(app: Flask, session: Session) -> None:
    lot = make_sale(session)
    paddles = [make_paddle(session, lot) for _ in range(6)]
    lot_id = lot.id
    chance = random.Random(1)
    acts: list[Act] = []
    for number in range(30):
        act = bid_of if number % 2 else limit_of
        acts.append(act(chance.choice(paddles), 100_00 + 10_00 * number))

    at_once(app, acts)

    assert check_the_record(session, lot_id).bid_count


@pytest.mark.parametrize("time", range(3))
def test_of_two_matches_at_once_the_better_rank_leads(
    app: Flask,
    session: Session,
    time: int,  # noqa: ARG001 - once more each time
) -> None:
    lot = make_sale(session)
    other, first, second = (make_paddle(session, lot) for _ in range(3))
    first.priority_rank, second.priority_rank = 1, 2
    session.commit()
    lot_id, first_id = lot.id, first.id
    bid_of(other, 100_00)(session)

    at_once(app, [match_of(second, 100_00), match_of(first, 100_00)])

    session.rollback()
    after = session.get_one(Lot, lot_id)
    assert (after.leader_id, after.price) == (first_id, Money(100_00))
    assert after.bid_count in {2, 3}  # the second rank may have been first for a moment


@pytest.mark.parametrize("time", range(5))
def test_a_maximum_and_the_hammer_never_both_win(
    app: Flask,
    session: Session,
    time: int,  # noqa: ARG001 - once more each time
) -> None:
    lot = make_sale(session, closes_at=NOON + timedelta(seconds=1))
    paddle, lot_id = make_paddle(session, lot), lot.id
    late = NOON + timedelta(seconds=1) + SETTLE

    placed, closed = at_once(
        app,
        [
            limit_of(paddle, 500_00),
            lambda session: close_lot(session, lot_id=lot_id, now=late),
        ],
    )

    after = check_the_record(session, lot_id)
    if isinstance(placed, Refusal):
        assert closed
        assert (after.status, after.bid_count) == (LotStatus.PASSED, 0)
    else:
        assert not closed
        assert (after.status, after.bid_count) == (LotStatus.OPEN, 1)


@pytest.mark.parametrize("time", range(5))
def test_a_maximum_and_a_stop_at_once_leave_one_story(
    app: Flask,
    session: Session,
    time: int,  # noqa: ARG001 - once more each time
) -> None:
    lot = make_sale(session)
    officer_id = make_officer(session, lot.office).id
    paddle, lot_id = make_paddle(session, lot), lot.id

    placed, stopped = at_once(
        app,
        [
            limit_of(paddle, 500_00),
            lambda session: stop_lot(
                session,
                lot_id=lot_id,
                officer_id=officer_id,
                reason="The site answers too slowly.",
                clock=lambda: NOON,
            ),
        ],
    )

    after = check_the_record(session, lot_id)
    assert not isinstance(stopped, Refusal)
    assert after.status is LotStatus.SUSPENDED
    assert after.bid_count == (0 if isinstance(placed, Refusal) else 1)
    assert len(record(session, after)) == after.bid_count
