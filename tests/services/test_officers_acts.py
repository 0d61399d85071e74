"""Recall, suspend, resume, void: what an officer may do to a lot, and when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Bid, Lot, TrailRow, User
from auction.money import Money
from auction.rules.lifecycle import LotStatus
from auction.rules.recalling import GroundMissing, GroundTooLate, PublicTextMissing
from auction.rules.refusal import NotAllowed, OutOfStep
from auction.services.bidding import place_bid
from auction.services.recalling import AlreadyRecalled, TooLateToRecall, recall_lot
from auction.services.suspending import resume_lot, suspend_lot
from auction.services.voiding import void_sale
from tests.factories import (
    make_bidder,
    make_lot,
    make_office,
    make_officer,
    make_paddle,
)
from tests.moving_clock import NOON

REASON = "The debtor has paid the whole debt."
MINUTE = timedelta(minutes=1)
ALWAYS, ONLY_BEFORE_A_BID = "debt-paid", "listing-error"


def act(
    service: Callable[..., Lot], session: Session, lot: Lot, **differences: Any
) -> Lot:
    form = {
        "officer_id": make_officer(session, lot.office).id,
        "ground": ALWAYS,
        "public_text": REASON,
        "now": NOON,
    }
    return service(session, lot_id=lot.id, **form | differences)


def bid_on(session: Session, lot: Lot) -> None:
    place_bid(
        session,
        lot_id=lot.id,
        user_id=make_paddle(session, lot).user_id,
        amount=lot.next_bid,
        received_at=NOON,
        idempotency_key="form",
    )


def last_row(session: Session) -> TrailRow:
    return session.scalars(select(TrailRow).order_by(TrailRow.id.desc())).all()[0]


@pytest.mark.parametrize("status", [LotStatus.ANNOUNCED, LotStatus.OPEN])
def test_a_lot_is_recalled_before_and_after_opening(
    session: Session, status: LotStatus
) -> None:
    lot = make_lot(session, status=status)

    act(recall_lot, session, lot)

    assert (lot.status, lot.reason_text) == (LotStatus.RECALLED, REASON)
    assert last_row(session).action == "recalled"
    assert last_row(session).actor == f"office {lot.office.slug}"


def test_the_bids_of_a_recalled_lot_stay_and_are_void(session: Session) -> None:
    lot = make_lot(session)
    bid_on(session, lot)
    bid_on(session, lot)

    act(recall_lot, session, lot)

    bids = session.scalars(select(Bid)).all()
    assert [bid.voided_at for bid in bids] == [NOON, NOON]
    assert (lot.price, lot.leader_id, lot.bid_count) == (None, None, 2)


def test_some_grounds_end_with_the_first_bid(session: Session) -> None:
    fresh, bid_for = make_lot(session), make_lot(session)
    bid_on(session, bid_for)

    act(recall_lot, session, fresh, ground=ONLY_BEFORE_A_BID)
    with pytest.raises(GroundTooLate):
        act(recall_lot, session, bid_for, ground=ONLY_BEFORE_A_BID)

    assert bid_for.status is LotStatus.OPEN
    assert bid_for.price == Money(400_00)


@pytest.mark.parametrize("status", [LotStatus.SOLD, LotStatus.PASSED, LotStatus.VOIDED])
def test_a_lot_that_has_ended_is_not_recalled(
    session: Session, status: LotStatus
) -> None:
    lot = make_lot(session, status=status)

    with pytest.raises(TooLateToRecall):
        act(recall_lot, session, lot)


def test_a_lot_is_not_recalled_between_its_end_and_the_hammer(session: Session) -> None:
    lot = make_lot(session, closes_at=NOON)

    with pytest.raises(TooLateToRecall):
        act(recall_lot, session, lot)


def test_a_second_recall_changes_nothing(session: Session) -> None:
    lot = make_lot(session)
    act(recall_lot, session, lot)
    version = lot.version

    with pytest.raises(AlreadyRecalled):
        act(recall_lot, session, lot)

    assert lot.version == version


@pytest.mark.parametrize(
    ("differences", "refusal"),
    [
        ({"ground": "price too low"}, GroundMissing),
        ({"ground": ""}, GroundMissing),
        ({"public_text": "  "}, PublicTextMissing),
        ({"public_text": "No."}, PublicTextMissing),
        ({"public_text": "x" * 2001}, PublicTextMissing),
    ],
)
def test_a_recall_needs_a_ground_of_the_list_and_a_reason(
    session: Session, differences: dict[str, str], refusal: type[Exception]
) -> None:
    lot = make_lot(session)

    with pytest.raises(refusal):
        act(recall_lot, session, lot, **differences)

    assert lot.status is LotStatus.OPEN


@pytest.mark.parametrize("service", [recall_lot, suspend_lot, void_sale])
def test_only_an_officer_of_the_selling_office_acts(
    session: Session, service: Callable[..., Lot]
) -> None:
    lot = make_lot(session)
    elsewhere = make_officer(session, make_office(session, "another-court"))
    people: list[User] = [elsewhere, make_bidder(session)]

    for person in people:
        with pytest.raises(NotAllowed):
            act(service, session, lot, officer_id=person.id)


def test_a_suspended_lot_keeps_the_time_that_was_left(session: Session) -> None:
    lot = make_lot(session, closes_at=NOON + 50 * MINUTE)
    later = NOON + timedelta(days=2)

    act(suspend_lot, session, lot, ground="objection")
    assert (lot.status, lot.reason_text) == (LotStatus.SUSPENDED, REASON)
    resume(session, lot, later)

    assert lot.status is LotStatus.OPEN
    assert lot.closes_at == later + 50 * MINUTE
    assert lot.notice == REASON


def test_a_resumed_lot_has_at_least_the_procedures_time(session: Session) -> None:
    lot = make_lot(session, closes_at=NOON + MINUTE)

    act(suspend_lot, session, lot, ground="objection")
    resume(session, lot, NOON)

    assert lot.closes_at == NOON + lot.catalogue.procedure.resume_at_least


def test_only_an_open_lot_is_suspended_and_only_a_suspended_one_resumed(
    session: Session,
) -> None:
    announced = make_lot(session, status=LotStatus.ANNOUNCED)
    over = make_lot(session, closes_at=NOON)

    for lot in (announced, over):
        with pytest.raises(OutOfStep):
            act(suspend_lot, session, lot, ground="objection")
        with pytest.raises(OutOfStep):
            resume(session, lot, NOON)


def test_a_suspended_lot_may_be_recalled(session: Session) -> None:
    lot = make_lot(session)
    act(suspend_lot, session, lot, ground="objection")

    act(recall_lot, session, lot)

    assert lot.status is LotStatus.RECALLED


def test_a_sale_is_voided_with_a_ground_and_its_bids_no_longer_count(
    session: Session,
) -> None:
    lot = make_lot(session)
    bid_on(session, lot)
    lot.status = LotStatus.SOLD
    session.commit()

    act(void_sale, session, lot, ground="collusion")

    assert (lot.status, lot.price) == (LotStatus.VOIDED, None)
    assert '"hammer_price":40000' in last_row(session).entry


def test_only_a_sale_is_voided(session: Session) -> None:
    with pytest.raises(OutOfStep):
        act(void_sale, session, make_lot(session), ground="collusion")


def resume(session: Session, lot: Lot, now: Any) -> Lot:
    return resume_lot(
        session,
        lot_id=lot.id,
        officer_id=make_officer(session, lot.office).id,
        public_text=REASON,
        now=now,
    )
