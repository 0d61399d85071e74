"""What happens when two things happen at once, each in a transaction of its own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auction.models import Bid, Lot, Paddle
from auction.money import Money
from auction.rules.lifecycle import LotStatus
from auction.rules.refusal import Refusal
from auction.services import trail
from auction.services.applying import apply_for
from auction.services.bidding import Receipt
from auction.services.closing import SETTLE, close_due_lots, close_lot
from auction.services.opening import open_due_lots
from tests.factories import make_bidder, make_catalogue, make_lot, make_paddle
from tests.moving_clock import NOON
from tests.qualifying import qualify
from tests.racing import at_once, bid_of, trail_of


def bids_on(session: Session, lot_id: int) -> list[Bid]:
    session.rollback()  # look again, with fresh eyes
    mine = select(Bid).where(Bid.lot_id == lot_id).order_by(Bid.sequence)
    return list(session.scalars(mine))


def was_refused(outcome: object) -> bool:
    return isinstance(outcome, Refusal)


def test_of_twenty_equal_bids_at_once_exactly_one_leads(
    app: Flask, session: Session
) -> None:
    lot = make_lot(session, starting_price=Money(100_00))
    paddles = [make_paddle(session, lot) for _ in range(20)]
    lot_id = lot.id

    outcomes = at_once(app, [bid_of(paddle, 100_00) for paddle in paddles])

    bids = bids_on(session, lot_id)
    assert sum(not was_refused(outcome) for outcome in outcomes) == 1
    assert [bid.amount for bid in bids] == [Money(100_00)]
    after = session.get_one(Lot, lot_id)
    assert (after.bid_count, after.price) == (1, Money(100_00))
    assert after.leader_id == bids[0].paddle_id


def test_rising_bids_at_once_leave_rising_prices_and_no_gap(
    app: Flask, session: Session
) -> None:
    lot = make_lot(session, starting_price=Money(100_00), increment=Money(10_00))
    paddles = [make_paddle(session, lot) for _ in range(12)]
    lot_id = lot.id
    at_once(app, [bid_of(paddles[0], 100_00)])

    outcomes = at_once(
        app,
        [
            bid_of(paddle, 100_00 + 10_00 * step)
            for step, paddle in enumerate(paddles[1:], start=1)
        ],
    )

    bids = bids_on(session, lot_id)
    amounts = [bid.amount for bid in bids]
    assert amounts == sorted(set(amounts))
    assert [bid.sequence for bid in bids] == list(range(1, len(bids) + 1))
    assert len(bids) == 1 + sum(not was_refused(outcome) for outcome in outcomes)
    assert session.get_one(Lot, lot_id).price == amounts[-1]
    assert trail.first_broken(trail_of(session, lot_id)) is None


def test_the_same_form_sent_many_times_at_once_places_one_bid(
    app: Flask, session: Session
) -> None:
    lot = make_lot(session, starting_price=Money(100_00))
    paddle = make_paddle(session, lot)
    lot_id = lot.id

    receipts = at_once(app, [bid_of(paddle, 100_00)] * 10)

    assert len(bids_on(session, lot_id)) == 1
    assert len({receipt.bid_id for receipt in receipts}) == 1
    assert sum(not receipt.repeated for receipt in receipts) == 1


@pytest.mark.parametrize("time", range(6))
def test_a_late_bid_and_the_hammer_never_both_win(
    app: Flask, session: Session, time: int
) -> None:
    lot = make_lot(
        session,
        starting_price=Money(100_00),
        increment=Money(10_00),
        closes_at=NOON + timedelta(seconds=1),
    )
    paddle, lot_id = make_paddle(session, lot), lot.id
    late = NOON + timedelta(seconds=1) + SETTLE

    placed, closed = at_once(
        app,
        [
            bid_of(paddle, 100_00, at=NOON + timedelta(milliseconds=time)),
            lambda session: close_lot(session, lot_id=lot_id, now=late),
        ],
    )

    bids = bids_on(session, lot_id)
    after = session.get_one(Lot, lot_id)
    if was_refused(placed):
        assert closed
        assert (after.status, bids) == ("passed", [])
    else:
        assert not closed
        assert (after.status, len(bids)) == ("open", 1)
        assert after.closes_at > late


def test_a_closer_that_looked_before_a_bid_moved_the_end_does_nothing(
    session: Session,
) -> None:
    lot = make_lot(session, closes_at=NOON + timedelta(seconds=1))
    paddle, lot_id = make_paddle(session, lot), lot.id
    seen_as_due = NOON + timedelta(seconds=1) + SETTLE
    bid_of(paddle, lot.starting_price.minor)(session)

    assert not close_lot(session, lot_id=lot_id, now=seen_as_due)
    assert session.get_one(Lot, lot_id).status == "open"


def test_many_closers_at_once_let_the_hammer_fall_once(
    app: Flask, session: Session
) -> None:
    lots = [make_lot(session, closes_at=NOON) for _ in range(5)]
    lot_ids = [lot.id for lot in lots]

    counts = at_once(
        app, [lambda session: close_due_lots(session, now=NOON + SETTLE)] * 4
    )

    session.rollback()
    assert sum(counts) == len(lots)
    for lot_id in lot_ids:
        rows = trail_of(session, lot_id)
        assert [row.action for row in rows].count("passed") == 1


def test_many_openers_at_once_open_each_lot_once(app: Flask, session: Session) -> None:
    lot = make_lot(session, status=LotStatus.ANNOUNCED, opens_at=NOON)
    lot_id = lot.id

    counts = at_once(app, [lambda session: open_due_lots(session, now=NOON)] * 4)

    session.rollback()
    assert sum(counts) == 1
    assert session.get_one(Lot, lot_id).status == "open"


def test_a_person_who_registers_twice_at_once_has_one_number(
    app: Flask, session: Session
) -> None:
    lot_id, user_id = make_lot(session).id, make_bidder(session).id
    qualify(session, lot_id=lot_id, user_id=user_id)

    at_once(
        app,
        [lambda s: apply_for(s, lot_id=lot_id, user_id=user_id, now=NOON).state] * 5,
    )

    session.rollback()
    mine = select(func.count()).where(Paddle.lot_id == lot_id)
    assert session.scalar(mine) == 1
    assert session.get_one(Lot, lot_id).paddle_count == 1


def test_of_two_first_bids_of_a_sell_off_one_sets_the_end(
    app: Flask, session: Session
) -> None:
    catalogue = make_catalogue(session, "sell-off")
    lot = make_lot(session, catalogue, closes_at=NOON + timedelta(days=60))
    paddles = [make_paddle(session, lot) for _ in range(4)]
    moments = [NOON + n * timedelta(milliseconds=7) for n in range(4)]

    done = at_once(
        app,
        [
            bid_of(paddle, 400_00, at=at)
            for paddle, at in zip(paddles, moments, strict=True)
        ],
    )

    session.rollback()
    (taken,) = [one for one in done if isinstance(one, Receipt)]
    session.refresh(lot)
    assert lot.closes_at == lot.scheduled_close == taken.received_at + timedelta(days=1)
    assert (lot.bid_count, lot.extensions) == (1, 0)
