"""A sell-off: weeks in which a first bid may come, and the day that it starts."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import ActKind, Lot, Mail, Notice, Reminder
from auction.money import Money
from auction.rules.bidding import BiddingClosed
from auction.rules.lifecycle import LotStatus
from auction.services.bidding import place_bid
from auction.services.closing import SETTLE, close_due_lots, next_due_at
from auction.services.outages import beat, extend_after_outage
from tests.factories import (
    make_bidder,
    make_catalogue,
    make_lot,
    make_paddle,
)
from tests.moving_clock import NOON
from tests.officers import act_on

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
REASON = "An objection is being looked into."
WINDOW_ENDS = NOON + 60 * DAY


def sell_off(session: Session, **columns: object) -> Lot:
    columns = {"opens_at": NOON, "closes_at": WINDOW_ENDS} | columns
    return make_lot(session, make_catalogue(session, "sell-off"), **columns)  # type: ignore[arg-type]


def bid_on(session: Session, lot: Lot, *, at: datetime) -> int:
    paddle = make_paddle(session, lot)
    place_bid(
        session,
        lot_id=lot.id,
        user_id=paddle.user_id,
        amount=lot.next_bid,
        received_at=at,
        idempotency_key="form",
    )
    return paddle.user_id


def suspend_and_resume(
    session: Session, lot: Lot, *, from_: datetime, to: datetime
) -> None:
    act_on(session, lot, ActKind.SUSPENSION, now=from_)
    act_on(session, lot, ActKind.RESUMPTION, now=to)


def test_the_first_bid_fixes_the_end_and_the_alarm_follows(session: Session) -> None:
    lot = sell_off(session)
    assert next_due_at(session) == WINDOW_ENDS + SETTLE

    bid_on(session, lot, at=NOON + HOUR)

    assert lot.closes_at == lot.scheduled_close == NOON + HOUR + DAY
    assert lot.extensions == 0
    assert next_due_at(session) == NOON + HOUR + DAY + SETTLE


def test_a_sell_off_never_closes_before_the_day_of_its_first_bid_is_over(
    session: Session,
) -> None:
    lot = sell_off(session)
    bid_on(session, lot, at=NOON + HOUR)
    end = NOON + HOUR + DAY

    assert close_due_lots(session, now=end) == 0
    assert close_due_lots(session, now=end + SETTLE) == 1

    assert (lot.status, lot.ended_at) == (LotStatus.SOLD, end)


def test_a_bid_at_the_end_of_that_day_extends_it_and_after_it_is_refused(
    session: Session,
) -> None:
    lot = sell_off(session)
    bid_on(session, lot, at=NOON)

    bid_on(session, lot, at=NOON + DAY - MINUTE)

    assert lot.closes_at == NOON + DAY + 4 * MINUTE
    assert lot.scheduled_close == NOON + DAY
    assert lot.extensions == 1
    with pytest.raises(BiddingClosed):
        bid_on(session, lot, at=NOON + DAY + 4 * MINUTE)


def test_a_first_bid_in_the_last_hour_of_the_window_goes_beyond_it(
    session: Session,
) -> None:
    lot = sell_off(session)

    bid_on(session, lot, at=WINDOW_ENDS - HOUR)

    assert close_due_lots(session, now=WINDOW_ENDS + SETTLE) == 0
    assert lot.closes_at == WINDOW_ENDS + 23 * HOUR


def test_without_a_bid_it_passes_at_the_end_of_its_window(session: Session) -> None:
    lot = sell_off(session)

    assert close_due_lots(session, now=WINDOW_ENDS) == 0
    close_due_lots(session, now=WINDOW_ENDS + SETTLE)

    assert (lot.status, lot.reason_code) == (LotStatus.PASSED, "no_bid")
    assert lot.ended_at == WINDOW_ENDS


def test_a_suspension_before_the_first_bid_lengthens_the_window(
    session: Session,
) -> None:
    lot = sell_off(session)

    suspend_and_resume(session, lot, from_=NOON + DAY, to=NOON + 11 * DAY)

    assert lot.closes_at == lot.scheduled_close == WINDOW_ENDS + 10 * DAY
    bid_on(session, lot, at=NOON + 12 * DAY)
    assert lot.closes_at == lot.scheduled_close == NOON + 13 * DAY


def test_a_suspension_after_the_first_bid_keeps_what_was_left_of_the_day(
    session: Session,
) -> None:
    lot = sell_off(session)
    bid_on(session, lot, at=NOON)

    suspend_and_resume(session, lot, from_=NOON + 4 * HOUR, to=NOON + 10 * DAY)

    assert lot.closes_at == lot.scheduled_close == NOON + 10 * DAY + 20 * HOUR
    bid_on(session, lot, at=NOON + 10 * DAY + HOUR)
    assert lot.closes_at == NOON + 10 * DAY + 20 * HOUR


@pytest.mark.parametrize("has_bid", [False, True])
def test_an_outage_at_its_end_moves_the_end_of_a_sell_off_too(
    session: Session, *, has_bid: bool
) -> None:
    lot = sell_off(session, closes_at=NOON + DAY)
    if has_bid:
        bid_on(session, lot, at=NOON)
    beat(session, now=NOON + DAY - MINUTE)

    extend_after_outage(session, now=NOON + DAY + MINUTE)

    assert lot.closes_at == lot.scheduled_close == NOON + DAY + MINUTE + 2 * HOUR


def test_an_outage_in_the_midst_of_the_window_changes_nothing(
    session: Session,
) -> None:
    lot = sell_off(session)
    beat(session, now=NOON + DAY)

    assert extend_after_outage(session, now=NOON + 2 * DAY) == 0
    assert lot.closes_at == WINDOW_ENDS


def test_who_registered_or_wants_to_be_reminded_is_told_the_end_once(
    session: Session,
) -> None:
    lot = sell_off(session, title="Example quarry")
    registered = make_paddle(session, lot).user_id
    reminded = make_bidder(session).id
    session.add(Reminder(lot_id=lot.id, user_id=reminded, set_at=NOON))
    session.commit()

    first = bid_on(session, lot, at=NOON + HOUR)
    bid_on(session, lot, at=NOON + 2 * HOUR)

    of_the_end = select(Notice).where(Notice.kind == "end set")
    notices = session.scalars(of_the_end).all()
    assert {notice.user_id for notice in notices} == {registered, reminded, first}
    assert len(notices) == 3
    mail = session.scalars(select(Mail)).all()[0]
    assert mail.is_private
    assert mail.subject == "The first bid has set the end: Example quarry"
    assert "closes on 2026-03-03 13:00:00 (UTC)" in mail.text


def test_nobody_is_told_when_the_end_was_known_all_along(session: Session) -> None:
    lot = make_lot(session)
    make_paddle(session, lot)

    bid_on(session, lot, at=NOON)

    assert session.scalars(select(Mail)).all() == []


def test_a_lot_in_a_sell_off_starts_at_its_price(session: Session) -> None:
    assert sell_off(session, starting_price=Money(700_00)).next_bid == Money(700_00)


def test_a_sell_off_that_was_stayed_before_it_opened_keeps_its_whole_window(
    session: Session,
) -> None:
    lot = sell_off(
        session,
        status=LotStatus.ANNOUNCED,
        opens_at=NOON + DAY,
        closes_at=NOON + 61 * DAY,
    )
    act_on(session, lot, ActKind.STAY, now=NOON)
    act_on(session, lot, ActKind.RESUMPTION, now=NOON + 10 * DAY)

    assert lot.status is LotStatus.ANNOUNCED
    assert lot.closes_at - lot.opens_at == 60 * DAY
    assert lot.scheduled_close == lot.closes_at
