"""Deposits are due back by rule: to whom, and by when."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import ActKind, Lot, Paddle
from auction.money import Money
from auction.services.bidding import place_bid
from auction.services.closing import SETTLE, close_lot
from tests.factories import make_catalogue, make_lot, make_paddle
from tests.moving_clock import NOON
from tests.officers import act_on

DAY = timedelta(days=1)
DEPOSIT = Money(40_00)


def lot_with_two(
    session: Session, procedure: str = "court-first-round", *, with_bid: bool = True
) -> tuple[Lot, Paddle, Paddle]:
    """Make a lot with a deposit, of which the first of two bidders leads."""
    lot = make_lot(session, make_catalogue(session, procedure), deposit=DEPOSIT)
    leader, other = make_paddle(session, lot), make_paddle(session, lot)
    if with_bid:
        place_bid(
            session,
            lot_id=lot.id,
            user_id=leader.user_id,
            amount=lot.next_bid,
            received_at=NOON,
            idempotency_key="form",
        )
    return lot, leader, other


def hammer(session: Session, lot: Lot) -> datetime:
    end = lot.closes_at
    close_lot(session, lot_id=lot.id, now=end + SETTLE + timedelta(minutes=9))
    return end


def test_while_a_lot_is_open_no_deposit_is_due(session: Session) -> None:
    _, leader, other = lot_with_two(session)

    assert (leader.release_due_at, other.release_due_at) == (None, None)


def test_after_the_hammer_all_but_the_winners_are_due_counted_from_the_end(
    session: Session,
) -> None:
    lot, winner, other = lot_with_two(session)

    end = hammer(session, lot)

    session.expire_all()
    assert (winner.release_due_at, other.release_due_at) == (None, end + DAY)


def test_when_a_lot_passes_all_are_due(session: Session) -> None:
    lot, one, other = lot_with_two(session, with_bid=False)

    end = hammer(session, lot)

    session.expire_all()
    assert one.release_due_at == other.release_due_at == end + DAY


def test_a_recall_makes_all_due(session: Session) -> None:
    lot, leader, other = lot_with_two(session)

    act_on(session, lot, ActKind.RECALL)

    session.expire_all()
    assert leader.release_due_at == other.release_due_at == NOON + DAY


def test_a_stay_and_a_suspension_make_none_due(session: Session) -> None:
    for kind in (ActKind.STAY, ActKind.SUSPENSION):
        lot, leader, other = lot_with_two(session)
        act_on(session, lot, kind)
        session.expire_all()
        assert (leader.release_due_at, other.release_due_at) == (None, None)


def test_an_annulment_makes_the_winners_due_and_moves_no_other(
    session: Session,
) -> None:
    lot, winner, other = lot_with_two(session)
    end = hammer(session, lot)
    later = end + 7 * DAY

    act_on(session, lot, ActKind.VOIDING, now=later)

    session.expire_all()
    assert (winner.release_due_at, other.release_due_at) == (later + DAY, end + DAY)


def test_the_deposit_of_a_buyer_in_default_is_not_due(session: Session) -> None:
    lot, winner, other = lot_with_two(session)
    end = hammer(session, lot)

    act_on(session, lot, ActKind.DEFAULT, ground="buyer-refused")

    session.expire_all()
    assert (winner.release_due_at, other.release_due_at) == (None, end + DAY)


def test_terms_that_name_no_span_mean_at_once(session: Session) -> None:
    lot, leader, _ = lot_with_two(session, "movables")

    act_on(session, lot, ActKind.RECALL)

    session.expire_all()
    assert leader.release_due_at == NOON


def test_without_a_deposit_none_is_due(session: Session) -> None:
    lot = make_lot(session)
    make_paddle(session, lot)

    act_on(session, lot, ActKind.RECALL)

    assert session.scalars(select(Paddle.release_due_at)).all() == [None]
