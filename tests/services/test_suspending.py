"""A lot that rests keeps its bids and its time, and goes on as what it was."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import ActKind, Bid, Lot, Notice, TrailRow
from auction.money import Money
from auction.rules.acting import AlreadyDone, NotNow, TooLate
from auction.rules.bidding import BiddingNotOpen
from auction.rules.lifecycle import LotStatus
from auction.rules.resuming import TooEarly
from auction.services import acting
from auction.services.bidding import place_bid
from auction.services.closing import SETTLE, close_due_lots
from auction.services.opening import open_due_lots
from tests.factories import make_lot, make_officer, make_paddle
from tests.moving_clock import NOON
from tests.officers import REASON, act_on, ask_for

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
RESTS = [ActKind.STAY, ActKind.SUSPENSION]


def rest(session: Session, lot: Lot, kind: ActKind, **differences: Any) -> None:
    act_on(session, lot, kind, **differences)


def resume(session: Session, lot: Lot, now: datetime, **differences: Any) -> None:
    act_on(session, lot, ActKind.RESUMPTION, now=now, **differences)


def bid_on(session: Session, lot: Lot, *, at: datetime = NOON) -> None:
    place_bid(
        session,
        lot_id=lot.id,
        user_id=make_paddle(session, lot).user_id,
        amount=lot.next_bid,
        received_at=at,
        idempotency_key="form",
    )


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (ActKind.STAY, LotStatus.STAYED),
        (ActKind.SUSPENSION, LotStatus.SUSPENDED),
    ],
)
def test_an_open_lot_rests_and_its_bids_are_kept(
    session: Session, kind: ActKind, status: LotStatus
) -> None:
    lot = make_lot(session)
    bid_on(session, lot)

    rest(session, lot, kind)

    assert (lot.status, lot.reason_text) == (status, REASON)
    assert (lot.price, lot.bid_count) == (Money(400_00), 1)
    assert session.scalars(select(Bid.voided_at)).all() == [None]
    with pytest.raises(BiddingNotOpen, match=f"this lot is {status.value}"):
        bid_on(session, lot)


@pytest.mark.parametrize("kind", RESTS)
def test_a_lot_that_rests_neither_opens_nor_closes(
    session: Session, kind: ActKind
) -> None:
    was_open = make_lot(session)
    announced = make_lot(session, status=LotStatus.ANNOUNCED, opens_at=NOON + MINUTE)
    for lot in (was_open, announced):
        rest(session, lot, kind)
    version = was_open.version

    assert open_due_lots(session, now=NOON + DAY) == 0
    assert close_due_lots(session, now=NOON + DAY) == 0
    assert was_open.version == version


@pytest.mark.parametrize("kind", RESTS)
def test_a_lot_goes_on_with_the_time_that_was_left(
    session: Session, kind: ActKind
) -> None:
    lot = make_lot(session, closes_at=NOON + 50 * MINUTE)
    later = NOON + 2 * DAY

    rest(session, lot, kind)
    resume(session, lot, later)

    assert lot.status is LotStatus.OPEN
    assert lot.closes_at == lot.scheduled_close == later + 50 * MINUTE
    assert lot.notice == REASON
    assert (lot.suspended_at, lot.rested_from, lot.stayed_until) == (None, None, None)
    assert (lot.reason_code, lot.reason_text) == (None, None)


def test_a_resumed_lot_has_at_least_the_procedures_time(session: Session) -> None:
    lot = make_lot(session, closes_at=NOON + MINUTE)

    rest(session, lot, ActKind.SUSPENSION)
    resume(session, lot, NOON)

    assert lot.closes_at == NOON + lot.catalogue.procedure.resume_at_least


@pytest.mark.parametrize("kind", RESTS)
def test_an_announced_lot_goes_on_as_announced_and_opens_later_for_as_long(
    session: Session, kind: ActKind
) -> None:
    lot = make_lot(
        session,
        status=LotStatus.ANNOUNCED,
        opens_at=NOON + HOUR,
        closes_at=NOON + 5 * HOUR,
    )
    later = NOON + 3 * DAY

    rest(session, lot, kind)
    resume(session, lot, later)

    assert lot.status is LotStatus.ANNOUNCED
    assert lot.opens_at == later + 30 * MINUTE
    assert lot.closes_at == lot.scheduled_close == lot.opens_at + 4 * HOUR
    assert open_due_lots(session, now=lot.opens_at) == 1


def test_an_announced_lot_that_goes_on_in_time_opens_as_announced(
    session: Session,
) -> None:
    opens_at, closes_at = NOON + 2 * DAY, NOON + 3 * DAY
    lot = make_lot(
        session, status=LotStatus.ANNOUNCED, opens_at=opens_at, closes_at=closes_at
    )

    rest(session, lot, ActKind.STAY)
    resume(session, lot, NOON + HOUR)

    assert (lot.opens_at, lot.closes_at) == (opens_at, closes_at)


def test_a_lot_that_was_due_to_open_is_opened_first(session: Session) -> None:
    lot = make_lot(session, status=LotStatus.ANNOUNCED, opens_at=NOON)

    rest(session, lot, ActKind.SUSPENSION)

    assert lot.rested_from is LotStatus.OPEN
    rows = session.scalars(select(TrailRow.action).order_by(TrailRow.id)).all()
    assert rows == ["opened", "suspended"]


def test_an_office_may_choose_a_later_end_but_no_earlier_one(session: Session) -> None:
    lot = make_lot(session)
    rest(session, lot, ActKind.SUSPENSION)

    with pytest.raises(TooEarly):
        resume(session, lot, NOON, until=NOON + 59 * MINUTE)
    assert lot.status is LotStatus.SUSPENDED
    resume(session, lot, NOON, until=NOON + DAY)

    assert lot.closes_at == NOON + DAY


def test_a_stay_says_until_when_where_that_is_known(session: Session) -> None:
    known, unknown = make_lot(session), make_lot(session)
    make_paddle(session, known)

    rest(session, known, ActKind.STAY, until=NOON + 9 * DAY)
    rest(session, unknown, ActKind.STAY)

    assert known.stayed_until == NOON + 9 * DAY
    assert unknown.stayed_until is None
    told = session.scalars(select(Notice.text)).one()
    assert "expected to rest until 11 Mar 2026, 12:00:00 UTC" in told


def test_what_two_have_stayed_one_does_not_resume_alone(session: Session) -> None:
    lot = make_lot(session)
    rest(session, lot, ActKind.STAY)

    act = ask_for(session, lot, ActKind.RESUMPTION)

    assert (lot.status, act.is_waiting) == (LotStatus.STAYED, True)
    acting.confirm(
        session,
        act_id=act.id,
        officer_id=make_officer(session, lot.office).id,
        now=NOON + DAY,
    )
    assert lot.closes_at == NOON + DAY + HOUR


def test_a_lot_rests_once_and_only_one_that_rests_goes_on(session: Session) -> None:
    lot, over = make_lot(session), make_lot(session, closes_at=NOON)
    with pytest.raises(NotNow):
        resume(session, lot, NOON)
    with pytest.raises(TooLate):
        rest(session, over, ActKind.SUSPENSION)
    rest(session, lot, ActKind.SUSPENSION)

    with pytest.raises(AlreadyDone, match="already suspended"):
        rest(session, lot, ActKind.SUSPENSION)
    with pytest.raises(NotNow, match="resume it first"):
        rest(session, lot, ActKind.STAY)


@pytest.mark.parametrize("kind", RESTS)
def test_a_lot_at_rest_may_be_recalled(session: Session, kind: ActKind) -> None:
    lot = make_lot(session)
    rest(session, lot, kind)

    act_on(session, lot, ActKind.RECALL, now=NOON + 9 * DAY)

    assert (lot.status, lot.ended_at) == (LotStatus.RECALLED, NOON + 9 * DAY)
    assert (lot.suspended_at, lot.stayed_until) == (None, None)


def test_a_price_out_of_line_is_a_ground_once_there_is_a_bid(session: Session) -> None:
    lot = make_lot(session)
    bid_on(session, lot)

    rest(session, lot, ActKind.SUSPENSION, ground="price-frenzy")

    assert lot.reason_code == "price-frenzy"


def test_a_resumed_lot_takes_bids_and_closes_at_its_new_end(session: Session) -> None:
    lot = make_lot(session)
    bid_on(session, lot)
    rest(session, lot, ActKind.SUSPENSION)
    resume(session, lot, NOON + DAY)

    bid_on(session, lot, at=NOON + DAY)

    assert close_due_lots(session, now=NOON + DAY + HOUR + SETTLE) == 1
    assert (lot.status, lot.price) == (LotStatus.SOLD, Money(410_00))
