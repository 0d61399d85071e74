from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Catalogue, Lot, TrailRow
from auction.money import Money
from auction.rules.lifecycle import LotStatus
from auction.services.bidding import place_bid
from auction.services.closing import SETTLE, close_due_lots, next_due_at
from auction.services.opening import open_due_lots
from tests.factories import make_catalogue, make_lot, make_paddle
from tests.moving_clock import NOON

END = NOON + timedelta(minutes=30)
HOUR = timedelta(hours=1)


def bid_on(session: Session, lot: Lot, amount: int = 400_00) -> int:
    paddle = make_paddle(session, lot)
    place_bid(
        session,
        lot_id=lot.id,
        user_id=paddle.user_id,
        amount=Money(amount),
        received_at=NOON,
        idempotency_key="form",
        sure=True,
    )
    return paddle.number


def with_rules(session: Session, old: str, new: str) -> Catalogue:
    catalogue = make_catalogue(session, "bank-claims")
    assert old in catalogue.procedure_text
    catalogue.procedure_text = catalogue.procedure_text.replace(old, new)
    session.commit()
    return catalogue


def test_a_lot_is_sold_to_the_highest_bid(session: Session) -> None:
    lot = make_lot(session, closes_at=END)
    number = bid_on(session, lot)

    assert close_due_lots(session, now=END + SETTLE) == 1

    assert (lot.status, lot.price) == (LotStatus.SOLD, Money(400_00))
    assert lot.leader is not None
    assert lot.leader.number == number


def test_the_hammer_waits_for_bids_that_are_still_on_their_way(
    session: Session,
) -> None:
    lot = make_lot(session, closes_at=END)

    assert close_due_lots(session, now=END) == 0
    assert close_due_lots(session, now=END + SETTLE) == 1
    assert close_due_lots(session, now=END + SETTLE) == 0
    assert lot.status is LotStatus.PASSED


def test_a_lot_without_a_bid_passes_and_says_so(session: Session) -> None:
    lot = make_lot(session, closes_at=END)

    close_due_lots(session, now=END + SETTLE)

    assert (lot.status, lot.reason_code) == (LotStatus.PASSED, "no_bid")


@pytest.mark.parametrize(
    ("amount", "status", "reason"),
    [
        (499_00, LotStatus.PASSED, "reserve_not_met"),
        (500_00, LotStatus.SOLD, None),
    ],
)
def test_a_hidden_reserve_is_met_or_the_lot_passes(
    session: Session, amount: int, status: LotStatus, reason: str | None
) -> None:
    catalogue = make_catalogue(session, "bank-claims")
    lot = make_lot(
        session,
        catalogue,
        closes_at=END,
        reserve=Money(500_00),
        starting_price=Money(400_00),
        increment=Money(1_00),
    )
    bid_on(session, lot, amount)

    close_due_lots(session, now=END + SETTLE)

    assert (lot.status, lot.reason_code) == (status, reason)


def test_too_few_bidders_make_a_lot_pass(session: Session) -> None:
    catalogue = with_rules(session, "min_bidders = 1", "min_bidders = 2")
    lonely, contested = [make_lot(session, catalogue, closes_at=END) for _ in range(2)]
    bid_on(session, lonely)
    bid_on(session, contested)
    bid_on(session, contested, 410_00)

    close_due_lots(session, now=END + SETTLE)

    assert (lonely.status, lonely.reason_code) == (LotStatus.PASSED, "too_few_bidders")
    assert contested.status is LotStatus.SOLD


def test_a_late_hammer_falls_at_the_time_in_the_row(session: Session) -> None:
    lot = make_lot(session, closes_at=END)

    close_due_lots(session, now=END + HOUR)

    assert lot.ended_at == END


def test_a_suspended_lot_does_not_close(session: Session) -> None:
    lot = make_lot(session, status=LotStatus.SUSPENDED, closes_at=END)

    assert close_due_lots(session, now=END + HOUR) == 0
    assert lot.status is LotStatus.SUSPENDED


def test_a_lot_that_cannot_be_closed_does_not_keep_the_others_open(
    session: Session,
) -> None:
    broken = with_rules(session, 'rule = "from_bid"', 'rule = "by magic"')
    catalogue = make_catalogue(session)
    good = make_lot(session, catalogue, closes_at=END)
    text, broken.procedure_text = broken.procedure_text, catalogue.procedure_text
    session.commit()
    make_lot(session, broken, closes_at=END - HOUR, increment=Money(1_00))
    broken.procedure_text = text
    session.commit()

    assert close_due_lots(session, now=END + SETTLE) == 1
    assert good.status is LotStatus.PASSED


def test_three_hundred_lots_that_end_together_all_close(session: Session) -> None:
    catalogue = make_catalogue(session)
    for number in range(1, 301):
        session.add(
            Lot(
                catalogue_id=catalogue.id,
                office_id=catalogue.office_id,
                number=number,
                title="Example lot",
                category="goods",
                status=LotStatus.OPEN,
                starting_price=Money(1_00),
                increment=Money(1_00),
                opens_at=NOON,
                closes_at=END,
                scheduled_close=END,
            )
        )
    session.commit()

    assert close_due_lots(session, now=END + SETTLE) == 300
    rows = session.scalars(select(TrailRow.lot_id)).all()
    assert len(rows) == len(set(rows)) == 300


def test_a_lot_opens_at_its_time_and_once(session: Session) -> None:
    lot = make_lot(session, status=LotStatus.ANNOUNCED, opens_at=NOON)

    assert open_due_lots(session, now=NOON - timedelta(microseconds=1)) == 0
    assert open_due_lots(session, now=NOON) == 1
    assert open_due_lots(session, now=NOON) == 0
    assert lot.status is LotStatus.OPEN


def test_the_next_due_moment_is_the_nearest_opening_or_hammer(
    session: Session,
) -> None:
    assert next_due_at(session) is None
    make_lot(session, closes_at=END)
    assert next_due_at(session) == END + SETTLE
    make_lot(session, status=LotStatus.ANNOUNCED, opens_at=NOON, closes_at=END)
    assert next_due_at(session) == NOON
