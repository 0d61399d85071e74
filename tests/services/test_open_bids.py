"""What becomes of the open bids of somebody who is barred, on both kinds of sale."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import count
from threading import Barrier

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from auction.models import Barring, Bid, Lot, Maximum, Notice, Paddle, TrailRow
from auction.money import Money
from auction.rules.bidding import BarredFromLot
from auction.rules.lifecycle import LotStatus
from auction.rules.refusal import Refusal
from auction.services.bidding import place_bid
from auction.services.closing import SETTLE, close_due_lots
from auction.services.open_bids import apply_bars, look_after_open_bids
from auction.services.trail import first_broken
from tests.factories import make_catalogue, make_lot, make_paddle
from tests.moving_clock import NOON

MINUTE = timedelta(minutes=1)
FORMS = count(1)


def sale(session: Session, procedure: str) -> tuple[Lot, Paddle, Paddle]:
    """Let Anna and Bert bid in turns: 400, 410, 420 and 430, which is Bert's."""
    lot = make_lot(session, make_catalogue(session, procedure))
    anna, bert = make_paddle(session, lot), make_paddle(session, lot)
    for number, paddle in enumerate((anna, bert, anna, bert)):
        bid(session, lot, paddle, 400_00 + number * 10_00)
    return lot, anna, bert


def bid(
    session: Session, lot: Lot, paddle: Paddle, amount: int, at: datetime = NOON
) -> None:
    place_bid(
        session,
        lot_id=lot.id,
        user_id=paddle.user_id,
        amount=Money(amount),
        received_at=at,
        idempotency_key=f"form-{next(FORMS)}",
        sure=True,
    )


def bar(session: Session, paddle: Paddle, **columns: object) -> Barring:
    barred = Barring(
        user_id=paddle.user_id, ground="default", barred_at=NOON, **columns
    )
    session.add(barred)
    session.commit()
    return barred


def bids(session: Session, lot: Lot) -> list[tuple[int, bool]]:
    found = session.scalars(
        select(Bid).where(Bid.lot_id == lot.id).order_by(Bid.sequence)
    )
    return [(one.sequence, one.voided_at is not None) for one in found]


def last_row(session: Session, lot: Lot) -> TrailRow:
    rows = select(TrailRow).where(TrailRow.lot_id == lot.id)
    return session.scalars(rows.order_by(TrailRow.sequence.desc())).first()  # type: ignore[return-value]


def test_where_bids_stand_he_can_place_no_more_and_still_leads(
    session: Session,
) -> None:
    lot, anna, bert = sale(session, "court-first-round")
    version = lot.version
    bar(session, bert)

    assert look_after_open_bids(session, now=NOON) == 1

    session.refresh(lot)
    assert (lot.price, lot.leader_id) == (Money(430_00), bert.id)
    assert bids(session, lot) == [(1, False), (2, False), (3, False), (4, False)]
    assert lot.version > version
    bid(session, lot, anna, 440_00)
    with pytest.raises(BarredFromLot):
        bid(session, lot, bert, 450_00)


def test_where_bids_are_void_the_lot_stands_by_those_of_the_others(
    session: Session,
) -> None:
    lot, anna, bert = sale(session, "bank-claims")
    version, end = lot.version, lot.closes_at
    bar(session, bert)

    look_after_open_bids(session, now=NOON + MINUTE)

    session.refresh(lot)
    assert (lot.price, lot.leader_id) == (Money(420_00), anna.id)
    assert (lot.bidder_count, lot.bid_count) == (1, 4)
    assert bids(session, lot) == [(1, False), (2, True), (3, False), (4, True)]
    assert (lot.closes_at, lot.version > version) == (end, True)
    assert lot.notice == (
        f"The 2 bids of bidder {bert.number} are void, because that bidder was barred. "
        f"The price is now {lot.catalogue.tell(Money(420_00))}."
    )


def test_the_trail_says_all_that_is_needed_to_reckon_again(session: Session) -> None:
    lot, anna, bert = sale(session, "bank-claims")
    bar(session, bert)

    look_after_open_bids(session, now=NOON)

    row = last_row(session, lot)
    assert (row.action, row.actor) == ("barred", f"paddle {bert.number}")
    assert json.loads(row.entry)["content"] == {
        "open_bids": "void",
        "void": [2, 4],
        "price": 420_00,
        "leader": anna.number,
        "bidders": 1,
    }
    rows = select(TrailRow).where(TrailRow.lot_id == lot.id)
    assert first_broken(session.scalars(rows.order_by(TrailRow.sequence))) is None


def test_everybody_registered_is_told(session: Session) -> None:
    _, anna, bert = sale(session, "bank-claims")
    bar(session, bert)

    look_after_open_bids(session, now=NOON)

    told = session.scalars(select(Notice).where(Notice.kind == "bids void")).all()
    assert {one.user_id for one in told} == {anna.user_id, bert.user_id}
    assert "The end of the lot stays as it was." in told[0].text


def test_bidding_goes_on_and_the_best_of_the_others_buys(session: Session) -> None:
    lot, anna, bert = sale(session, "bank-claims")
    carl = make_paddle(session, lot)
    bar(session, bert)
    look_after_open_bids(session, now=NOON)

    bid(session, lot, carl, 430_00)
    close_due_lots(session, now=lot.closes_at + SETTLE)

    session.refresh(lot)
    assert (lot.status, lot.leader_id) == (LotStatus.SOLD, carl.id)
    assert (lot.bid_count, lot.bidder_count) == (5, 2)
    assert anna.id != lot.leader_id


def test_when_all_bids_are_void_the_lot_begins_again(session: Session) -> None:
    lot, anna, bert = sale(session, "bank-claims")
    bar(session, anna)
    bar(session, bert)

    look_after_open_bids(session, now=NOON)
    session.refresh(lot)

    assert (lot.price, lot.leader_id, lot.bidder_count) == (None, None, 0)
    assert lot.next_bid == lot.starting_price
    assert "There is no bid now." in (lot.notice or "")
    close_due_lots(session, now=lot.closes_at + SETTLE)
    session.refresh(lot)
    assert (lot.status, lot.reason_code) == (LotStatus.PASSED, "no_bid")


def test_it_happens_once_however_often_it_is_looked_after(session: Session) -> None:
    lot, _, bert = sale(session, "bank-claims")
    bar(session, bert)

    done = [look_after_open_bids(session, now=NOON) for _ in range(3)]

    session.refresh(lot)
    assert done == [1, 0, 0]
    rows = select(TrailRow).where(TrailRow.action == "barred")
    assert len(session.scalars(rows).all()) == 1


def test_when_the_bar_ends_he_may_bid_again_and_void_stays_void(
    session: Session,
) -> None:
    lot, _, bert = sale(session, "bank-claims")
    barred = bar(session, bert)
    look_after_open_bids(session, now=NOON)
    barred.lifted_at = NOON
    session.commit()

    assert look_after_open_bids(session, now=NOON) == 1

    bid(session, lot, bert, 430_00)
    session.refresh(lot)
    assert (lot.leader_id, lot.bidder_count) == (bert.id, 2)
    assert bids(session, lot)[1] == (2, True)
    assert look_after_open_bids(session, now=NOON) == 0


def test_a_maximum_of_his_bids_for_him_no_more(session: Session) -> None:
    lot, _, bert = sale(session, "movables")
    session.add(
        Maximum(
            lot_id=lot.id,
            paddle_id=bert.id,
            sealed=b"",
            received_at=NOON,
            idempotency_key="max",
        )
    )
    bar(session, bert)

    look_after_open_bids(session, now=NOON)

    assert session.scalars(select(Maximum)).one().cancelled_at == NOON


@pytest.mark.parametrize(
    "status", [LotStatus.SOLD, LotStatus.PASSED, LotStatus.RECALLED]
)
def test_what_has_ended_is_left_alone(session: Session, status: LotStatus) -> None:
    lot, _, bert = sale(session, "bank-claims")
    lot.status = status
    bar(session, bert)

    assert look_after_open_bids(session, now=NOON) == 0
    assert not apply_bars(session, lot_id=lot.id, now=NOON)
    assert bert.barred_at is None


def test_lots_of_other_offices_and_chains_are_left_alone(session: Session) -> None:
    lot, _, bert = sale(session, "bank-claims")
    other = make_lot(session)
    bar(session, bert, lot_id=other.id)

    assert look_after_open_bids(session, now=NOON) == 0
    assert lot.price == Money(430_00)


def test_a_bid_and_a_bar_at_the_same_moment_are_one_after_the_other(
    session: Session, engine: Engine
) -> None:
    lot, anna, bert = sale(session, "bank-claims")
    bar(session, anna)
    lot_id, anna_id, user_id = lot.id, anna.id, anna.user_id
    session.commit()
    start = Barrier(2)

    def bids_again(own: Session) -> str:
        place_bid(
            own,
            lot_id=lot_id,
            user_id=user_id,
            amount=Money(440_00),
            received_at=NOON,
            idempotency_key="race",
            sure=True,
        )
        return "bid"

    def bars(own: Session) -> str:
        return str(apply_bars(own, lot_id=lot_id, now=NOON))

    def run(act: Callable[[Session], str]) -> str:
        with Session(engine) as own:
            start.wait()
            try:
                return act(own)
            except Refusal:
                return "refused"

    with ThreadPoolExecutor(2) as people:
        came, barred = people.map(run, (bids_again, bars))

    session.expire_all()
    count = 5 if came == "bid" else 4
    assert barred == "True"
    assert lot.bid_count == count
    assert (lot.price, lot.leader_id) == (Money(430_00), bert.id)
    his = select(Bid.voided_at).where(Bid.paddle_id == anna_id)
    assert all(at is not None for at in session.scalars(his))
