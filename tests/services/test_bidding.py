from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auction.models import Bid, Lot, Paddle, TrailRow
from auction.money import Money
from auction.rules.bidding import (
    AlreadyLeading,
    BiddingClosed,
    BiddingNotOpen,
    BidTooLow,
    JumpNeedsConfirming,
)
from auction.rules.lifecycle import LotStatus
from auction.services import trail
from auction.services.bidders import NotRegistered
from auction.services.bidding import KeyUsedAgain, Receipt, place_bid
from tests.factories import make_bidder, make_lot, make_paddle
from tests.moving_clock import NOON

MINUTE = timedelta(minutes=1)


def bid(
    session: Session, paddle: Paddle, amount: int, **differences: object
) -> Receipt:
    form = {
        "lot_id": paddle.lot_id,
        "user_id": paddle.user_id,
        "amount": Money(amount),
        "received_at": NOON,
        "idempotency_key": f"{paddle.id}-{amount}",
    }
    return place_bid(session, **form | differences)  # type: ignore[arg-type]


def actions(session: Session, lot: Lot) -> list[str]:
    rows = select(TrailRow.action).where(TrailRow.lot_id == lot.id)
    return list(session.scalars(rows.order_by(TrailRow.sequence)))


def count_bids(session: Session) -> int:
    return session.scalar(select(func.count(Bid.id))) or 0


def test_a_bid_leads_and_leaves_a_trail(session: Session) -> None:
    lot = make_lot(session, starting_price=Money(400_00))
    paddle = make_paddle(session, lot)

    receipt = bid(session, paddle, 400_00)

    assert (lot.price, lot.leader_id) == (Money(400_00), paddle.id)
    assert (receipt.sequence, receipt.paddle_number) == (1, paddle.number)
    assert actions(session, lot) == ["registered", "bid"]


def test_every_visible_change_is_one_step_of_the_version(session: Session) -> None:
    lot = make_lot(session)
    paddle = make_paddle(session, lot)
    before = lot.version

    bid(session, paddle, 400_00)

    assert lot.version == before + 1


def test_a_late_bid_moves_the_end_from_the_moment_of_the_bid(session: Session) -> None:
    lot = make_lot(session, closes_at=NOON + 2 * MINUTE)
    paddle = make_paddle(session, lot)

    receipt = bid(session, paddle, 400_00)

    assert lot.closes_at == receipt.closes_at == NOON + 5 * MINUTE
    assert lot.extensions == 1


def test_a_refused_bid_changes_nothing_but_stays_in_the_trail(session: Session) -> None:
    lot = make_lot(session, closes_at=NOON + MINUTE)
    paddle = make_paddle(session, lot)
    before = lot.version

    with pytest.raises(BidTooLow) as refused:
        bid(session, paddle, 399_99)

    assert refused.value.values == {"minimum": Money(400_00)}
    assert (lot.version, lot.price, lot.closes_at) == (before, None, NOON + MINUTE)
    assert actions(session, lot) == ["registered", "bid refused"]


def test_a_question_about_a_jump_is_not_a_refusal(session: Session) -> None:
    lot = make_lot(session, increment=Money(10_00))
    first, second = make_paddle(session, lot), make_paddle(session, lot)
    bid(session, first, 400_00)

    with pytest.raises(JumpNeedsConfirming):
        bid(session, second, 900_00)
    assert "bid refused" not in actions(session, lot)

    bid(session, second, 900_00, sure=True)
    assert lot.price == Money(900_00)


def test_the_leader_is_not_let_to_outbid_himself(session: Session) -> None:
    lot = make_lot(session)
    paddle = make_paddle(session, lot)
    bid(session, paddle, 400_00)

    with pytest.raises(AlreadyLeading):
        bid(session, paddle, 410_00)

    assert count_bids(session) == 1


def test_the_same_form_twice_is_one_bid_and_the_same_receipt(session: Session) -> None:
    paddle = make_paddle(session, make_lot(session))

    first = bid(session, paddle, 400_00)
    again = bid(session, paddle, 400_00)

    assert (again.bid_id, again.repeated) == (first.bid_id, True)
    assert count_bids(session) == 1


def test_a_form_is_not_used_for_two_amounts(session: Session) -> None:
    paddle = make_paddle(session, make_lot(session))
    bid(session, paddle, 400_00, idempotency_key="form")

    with pytest.raises(KeyUsedAgain):
        bid(session, paddle, 500_00, idempotency_key="form")


def test_a_bid_that_came_in_time_counts_though_the_clock_has_moved_on(
    session: Session,
) -> None:
    lot = make_lot(session, closes_at=NOON + MINUTE)
    paddle = make_paddle(session, lot)
    just_in_time = NOON + MINUTE - timedelta(microseconds=1)

    bid(session, paddle, 400_00, received_at=just_in_time)

    assert lot.price == Money(400_00)


def test_a_bid_at_the_very_end_is_too_late(session: Session) -> None:
    paddle = make_paddle(session, make_lot(session, closes_at=NOON + MINUTE))

    with pytest.raises(BiddingClosed):
        bid(session, paddle, 400_00, received_at=NOON + MINUTE)


def test_a_bid_opens_a_lot_whose_time_has_come(session: Session) -> None:
    lot = make_lot(session, status=LotStatus.ANNOUNCED, opens_at=NOON)
    paddle = make_paddle(session, lot)

    bid(session, paddle, 400_00)

    assert actions(session, lot) == ["registered", "opened", "bid"]


def test_nobody_bids_before_the_opening(session: Session) -> None:
    opens_at = NOON + MINUTE
    lot = make_lot(session, status=LotStatus.ANNOUNCED, opens_at=opens_at)
    paddle = make_paddle(session, lot)

    with pytest.raises(BiddingNotOpen) as refused:
        bid(session, paddle, 400_00)

    assert refused.value.code == 409
    assert refused.value.values["opens_at"] == opens_at


def test_nobody_bids_without_a_number(session: Session) -> None:
    lot, stranger = make_lot(session), make_bidder(session)

    with pytest.raises(NotRegistered):
        place_bid(
            session,
            lot_id=lot.id,
            user_id=stranger.id,
            amount=Money(400_00),
            received_at=NOON,
            idempotency_key="form",
        )
    assert actions(session, lot) == []


def test_the_trail_cannot_be_rewritten(session: Session) -> None:
    make_paddle(session, make_lot(session))
    row = session.scalars(select(TrailRow)).one()

    row.action = "nothing happened"

    with pytest.raises(TypeError, match="never changed"):
        session.commit()
    session.rollback()


def test_a_changed_row_breaks_the_chain_where_it_stands(session: Session) -> None:
    lot = make_lot(session)
    first, second = make_paddle(session, lot), make_paddle(session, lot)
    bid(session, first, 400_00)
    bid(session, second, 410_00)
    rows = list(session.scalars(select(TrailRow).order_by(TrailRow.sequence)))
    assert trail.first_broken(rows) is None

    session.expunge_all()
    rows[2].entry = rows[2].entry.replace("40000", "40001")

    assert trail.first_broken(rows) == 3
