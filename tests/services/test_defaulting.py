"""A buyer who does not pay loses what the terms say, and does not bid on it again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import ActKind, Barring, Bid, Lot, Notice, TrailRow, User
from auction.money import Money
from auction.rules.acting import NotNow
from auction.rules.grounds import TermNotOver
from auction.rules.lifecycle import LotStatus
from auction.services.applying import Barred, apply_for
from auction.services.bidding import place_bid
from auction.services.closing import SETTLE, close_lot
from tests.factories import make_bidder, make_catalogue, make_lot, make_paddle
from tests.moving_clock import NOON
from tests.officers import act_on

DAY = timedelta(days=1)
REFUSED, UNPAID = "buyer-refused", "balance-unpaid"


def sold_to(session: Session, buyer: User, procedure: str = "court-first-round") -> Lot:
    lot = make_lot(session, make_catalogue(session, procedure), deposit=Money(40_00))
    make_paddle(session, lot, buyer)
    place_bid(
        session,
        lot_id=lot.id,
        user_id=buyer.id,
        amount=lot.next_bid,
        received_at=NOON,
        idempotency_key="form",
    )
    close_lot(session, lot_id=lot.id, now=lot.closes_at + SETTLE)
    return lot


def next_attempt(session: Session, lot: Lot) -> Lot:
    return make_lot(
        session,
        lot.catalogue,
        previous_id=lot.id,
        first_id=lot.chain_id,
        attempt=lot.attempt + 1,
    )


def test_a_defaulted_lot_keeps_its_bids_and_its_price_in_the_record(
    session: Session,
) -> None:
    lot = sold_to(session, make_bidder(session))

    act_on(session, lot, ActKind.DEFAULT, ground=REFUSED)

    assert (lot.status, lot.price) == (LotStatus.DEFAULTED, Money(400_00))
    assert session.scalars(select(Bid.voided_at)).all() == [None]
    row = session.scalars(select(TrailRow).order_by(TrailRow.id.desc())).first()
    assert row is not None
    assert row.action == "defaulted"
    assert f'"paddle":{lot.leader and lot.leader.number}' in row.entry
    assert "The buyer's deposit is forfeited." in row.entry


def test_the_defaulter_is_barred_from_every_later_attempt(session: Session) -> None:
    buyer, other = make_bidder(session, "Buyer"), make_bidder(session, "Other")
    first = sold_to(session, buyer)
    act_on(session, first, ActKind.DEFAULT, ground=REFUSED)
    second = next_attempt(session, first)
    third = next_attempt(session, second)

    barring = session.scalars(select(Barring)).one()
    assert (barring.user_id, barring.lot_id) == (buyer.id, first.id)
    assert (barring.until, barring.paddle_id) == (None, first.leader_id)
    for lot in (second, third):
        with pytest.raises(Barred, match="What bars me"):
            apply_for(session, lot_id=lot.id, user_id=buyer.id, now=NOON)
        assert make_paddle(session, lot, other).number


def test_a_bank_bars_from_all_of_its_sales_for_the_term_of_its_rules(
    session: Session,
) -> None:
    buyer = make_bidder(session)
    lot = sold_to(session, buyer, "bank-claims")
    act_on(session, lot, ActKind.DEFAULT, ground="contract-not-signed")
    other = make_lot(session)

    barring = session.scalars(select(Barring)).one()
    assert (barring.office_id, barring.lot_id) == (lot.office_id, None)
    assert barring.until == NOON.replace(year=NOON.year + 2)
    with pytest.raises(Barred):
        apply_for(session, lot_id=other.id, user_id=buyer.id, now=NOON)
    notice = session.scalars(select(Notice).where(Notice.kind == "barred")).one()
    assert notice.user_id == buyer.id
    assert "You are barred from all sales of Example Court" in notice.text
    assert "There you can appeal once." in notice.text


def test_the_defaulter_may_bid_on_everything_else(session: Session) -> None:
    buyer = make_bidder(session)
    act_on(session, sold_to(session, buyer), ActKind.DEFAULT, ground=REFUSED)
    elsewhere = make_lot(session)

    assert make_paddle(session, elsewhere, buyer).number


def test_a_default_at_a_later_attempt_bars_from_the_same_chain(
    session: Session,
) -> None:
    buyer = make_bidder(session)
    first = make_lot(session, status=LotStatus.PASSED)
    second = sold_to(session, buyer)
    second.previous_id = second.first_id = first.id
    session.commit()

    act_on(session, second, ActKind.DEFAULT, ground=REFUSED)

    with pytest.raises(Barred):
        apply_for(
            session,
            lot_id=next_attempt(session, second).id,
            user_id=buyer.id,
            now=NOON,
        )


def test_a_buyer_who_has_still_time_to_pay_is_not_in_default(session: Session) -> None:
    lot = sold_to(session, make_bidder(session))
    last_moment = lot.closes_at + 10 * DAY - timedelta(microseconds=1)

    with pytest.raises(TermNotOver):
        act_on(session, lot, ActKind.DEFAULT, ground=UNPAID, now=last_moment)
    act_on(session, lot, ActKind.DEFAULT, ground=UNPAID, now=lot.closes_at + 10 * DAY)

    assert lot.status is LotStatus.DEFAULTED


def test_everybody_registered_reads_what_the_buyer_loses(session: Session) -> None:
    buyer = make_bidder(session, "Zacharias")
    act_on(session, sold_to(session, buyer), ActKind.DEFAULT, ground=REFUSED)

    of_the_default = select(Notice.text).where(Notice.kind == "defaulted")
    told = session.scalars(of_the_default).one()
    assert "The buyer did not pay; the lot will be offered again." in told
    assert "The buyer's deposit is forfeited." in told
    assert "The buyer may not bid when the lot is offered again." in told
    assert "Zacharias" not in told


@pytest.mark.parametrize("status", [LotStatus.OPEN, LotStatus.PASSED, LotStatus.VOIDED])
def test_only_the_buyer_of_a_sold_lot_can_be_in_default(
    session: Session, status: LotStatus
) -> None:
    with pytest.raises(NotNow, match="not sold"):
        act_on(
            session, make_lot(session, status=status), ActKind.DEFAULT, ground=REFUSED
        )


def test_a_procedure_may_bar_nobody(session: Session) -> None:
    buyer = make_bidder(session)
    lot = sold_to(session, buyer)
    text = lot.catalogue.procedure_text
    lot.catalogue.procedure_text = text.replace(
        "buyer_barred = true", "buyer_barred = false"
    )
    session.commit()

    act_on(session, lot, ActKind.DEFAULT, ground=REFUSED)

    assert not session.scalars(select(Barring)).all()
