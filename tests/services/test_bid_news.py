"""What others are told because of a bid, on the site and by mail."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Lot, Mail, Notice, Paddle
from auction.money import Money
from auction.rules.bidding import BidTooLow
from auction.services.bid_news import tell_after_bids
from auction.services.bidding import place_bid
from auction.services.transaction import atomic, lot_for_change
from tests.factories import make_lot, make_paddle
from tests.moving_clock import NOON

END = NOON + timedelta(hours=1)
LATE = END - timedelta(minutes=1)


def bid(
    session: Session, paddle: Paddle, amount: int, *, at: datetime = NOON, key: str = ""
) -> None:
    place_bid(
        session,
        lot_id=paddle.lot_id,
        user_id=paddle.user_id,
        amount=Money(amount),
        received_at=at,
        idempotency_key=key or f"{amount}",
        sure=True,
    )


def euros(cents: int) -> str:
    return f"EUR\N{NO-BREAK SPACE}{cents // 100}.00"


def told(session: Session, paddle: Paddle) -> list[str]:
    session.rollback()
    notices = select(Notice).where(Notice.user_id == paddle.user_id).order_by(Notice.id)
    return [notice.kind for notice in session.scalars(notices)]


def test_who_led_is_told_that_he_was_outbid_and_what_leads_again(
    session: Session,
) -> None:
    lot = make_lot(session, title="A lathe")
    anna, bert = make_paddle(session, lot), make_paddle(session, lot)

    bid(session, anna, 400_00)
    bid(session, bert, 410_00)

    assert told(session, anna) == ["outbid"]
    assert told(session, bert) == []
    (mail,) = session.scalars(select(Mail).where(Mail.kind == "outbid"))
    assert mail.recipient == anna.user.email
    assert mail.is_private
    assert mail.stops_for_id == anna.user_id
    assert f"Somebody has bid {euros(410_00)}" in mail.text
    assert f"{euros(420_00)} or more" in mail.text
    assert bert.user.email not in mail.text


def test_a_bid_that_is_sent_twice_or_refused_tells_nobody_anew(
    session: Session,
) -> None:
    lot = make_lot(session)
    anna, bert = make_paddle(session, lot), make_paddle(session, lot)
    bid(session, anna, 400_00)
    bid(session, bert, 410_00)

    bid(session, bert, 410_00)
    with pytest.raises(BidTooLow):
        bid(session, anna, 405_00)

    assert told(session, anna) == ["outbid"]
    assert told(session, bert) == []


def test_several_bids_of_one_act_are_one_piece_of_news(session: Session) -> None:
    lot = make_lot(session)
    anna, bert = make_paddle(session, lot), make_paddle(session, lot)
    bid(session, anna, 400_00)

    _answered(session, lot_id=lot.id, leader_id=anna.id)
    nothing = told(session, anna)
    _answered(session, lot_id=lot.id, leader_id=bert.id)

    assert nothing == []
    assert told(session, anna) == ["outbid"]
    assert told(session, bert) == []


def test_who_is_matched_by_a_priority_purchaser_is_told_why_the_price_is_the_same(
    session: Session,
) -> None:
    lot = make_lot(session)
    anna, tenant = make_paddle(session, lot), make_paddle(session, lot)
    bid(session, anna, 400_00)

    _answered(session, lot_id=lot.id, leader_id=tenant.id, price=Money(400_00))

    (mail,) = session.scalars(select(Mail).where(Mail.kind == "outbid"))
    assert (
        f"A priority purchaser has bid the same, {euros(400_00)}, and goes first."
        in mail.text
    )


def test_a_later_end_is_told_to_those_who_bid_and_seldom(session: Session) -> None:
    lot = make_lot(session, closes_at=END)
    early, watching = make_paddle(session, lot), make_paddle(session, lot)
    anna, bert = make_paddle(session, lot), make_paddle(session, lot)
    bid(session, early, 400_00)
    bid(session, anna, 410_00)

    bid(session, bert, 420_00, at=LATE)
    bid(session, anna, 430_00, at=LATE + timedelta(minutes=3))

    assert session.get_one(Lot, lot.id).extensions == 2
    assert told(session, early) == ["outbid", "extended"]
    assert told(session, watching) == []
    assert told(session, anna) == ["outbid"]
    assert told(session, bert) == ["outbid"]
    texts = session.scalars(select(Mail.text).where(Mail.kind == "extended")).all()
    assert len(texts) == 1
    assert (
        f"now closes on {lot.catalogue.tell(LATE + timedelta(minutes=5))}" in texts[0]
    )


@atomic
def _answered(
    session: Session, *, lot_id: int, leader_id: int, price: Money | None = None
) -> None:
    """Let a lot stand as after bids within maxima, and tell of it once."""
    lot = lot_for_change(session, lot_id)
    before = lot.standing
    lot.leader_id = leader_id
    lot.price = price or Money(450_00)
    lot.bid_count += 3
    tell_after_bids(session, lot, before, now=NOON)
