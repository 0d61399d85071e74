"""Nobody bids who may not, whichever way he comes: each is refused by the service.

Every refusal of somebody with a bidder number stands in the trail. Who has none has no
name there, and could fill the record of any lot: his attempt stands in the log.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auction.models import (
    Bid,
    Deposit,
    Lot,
    Paddle,
    TrailRow,
)
from auction.money import MAX_MINOR, Money, currency_of, parse_amount
from auction.rules.bidding import (
    AboveCeiling,
    AlreadyLeading,
    BarredFromLot,
    BiddingClosed,
    BiddingNotOpen,
    BidOffStep,
    BidOutOfRange,
    BidRefused,
    BidTooLow,
    NotSecured,
    OwnOffice,
)
from auction.rules.lifecycle import LotStatus
from auction.rules.refusal import Refusal
from auction.services.bidders import NotRegistered
from auction.services.bidding import place_bid
from tests.factories import (
    make_bidder,
    make_catalogue,
    make_lot,
    make_officer,
    make_paddle,
    make_user,
)
from tests.keys import RING
from tests.moving_clock import NOON
from tests.rules.shipped import changed

Spoil = Callable[[Session, Lot, Paddle], None]


def attempt(
    session: Session, lot: Lot, user_id: int, amount: int, at: datetime = NOON
) -> None:
    place_bid(
        session,
        lot_id=lot.id,
        user_id=user_id,
        amount=Money(amount),
        received_at=at,
        idempotency_key=f"form-{user_id}-{amount}",
        sure=True,
        ring=RING,
    )


def appointed(session: Session, lot: Lot, paddle: Paddle) -> None:
    paddle.user_id = make_officer(session, lot.office).id


def barred(_session: Session, _lot: Lot, paddle: Paddle) -> None:
    paddle.barred_at = NOON


def unsecured(_session: Session, _lot: Lot, paddle: Paddle) -> None:
    paddle.unsecured_at = NOON


def leading(session: Session, lot: Lot, paddle: Paddle) -> None:
    attempt(session, lot, paddle.user_id, 400_00)


def resting(status: LotStatus) -> Spoil:
    def spoil(_session: Session, lot: Lot, _paddle: Paddle) -> None:
        lot.status = status

    return spoil


def nothing(_session: Session, _lot: Lot, _paddle: Paddle) -> None:
    """Leave everything as it should be."""


AFTER = timedelta(hours=1)
REFUSED: list[tuple[str, Spoil, int, timedelta, type[BidRefused]]] = [
    ("of the seller's office", appointed, 400_00, 0 * AFTER, OwnOffice),
    ("barred", barred, 400_00, 0 * AFTER, BarredFromLot),
    ("without his deposit", unsecured, 400_00, 0 * AFTER, NotSecured),
    ("against himself", leading, 410_00, 0 * AFTER, AlreadyLeading),
    ("below the start", nothing, 399_99, 0 * AFTER, BidTooLow),
    ("nothing", nothing, 0, 0 * AFTER, BidTooLow),
    ("negative", nothing, -400_00, 0 * AFTER, BidTooLow),
    ("between two steps", nothing, 405_00, 0 * AFTER, BidOffStep),
    ("overflow", nothing, MAX_MINOR + 1, 0 * AFTER, BidOutOfRange),
    ("far beyond 64 bits", nothing, 10**30, 0 * AFTER, BidOutOfRange),
    ("at the end", nothing, 400_00, AFTER, BiddingClosed),
    ("before the opening", nothing, 400_00, -2 * AFTER, BiddingNotOpen),
    ("suspended", resting(LotStatus.SUSPENDED), 400_00, 0 * AFTER, BiddingNotOpen),
    ("stayed", resting(LotStatus.STAYED), 400_00, 0 * AFTER, BiddingNotOpen),
    ("recalled", resting(LotStatus.RECALLED), 400_00, 0 * AFTER, BiddingNotOpen),
    ("sold", resting(LotStatus.SOLD), 400_00, 0 * AFTER, BiddingClosed),
]


@pytest.mark.parametrize(
    ("spoil", "amount", "later", "refusal"),
    [case[1:] for case in REFUSED],
    ids=[case[0] for case in REFUSED],
)
def test_who_may_not_bid_is_refused_and_the_trail_says_why(
    session: Session,
    spoil: Spoil,
    amount: int,
    later: timedelta,
    refusal: type[BidRefused],
) -> None:
    movables = make_catalogue(session, "movables")
    movables.procedure_text = changed(
        "court-first-round", {'first_bid = "exactly"': 'first_bid = "at_least"'}
    )
    lot = make_lot(session, movables, increment=Money(10_00))
    paddle = make_paddle(session, lot)
    spoil(session, lot, paddle)
    session.commit()
    before = session.scalar(select(func.count(Bid.id)))

    with pytest.raises(refusal):
        attempt(session, lot, paddle.user_id, amount, NOON + later)

    assert session.scalar(select(func.count(Bid.id))) == before
    row = session.scalars(select(TrailRow).order_by(TrailRow.id.desc())).first()
    assert row is not None
    assert row.action == "bid refused"
    assert json.loads(row.entry)["content"] == {
        "amount": amount,
        "reason": refusal.reason,
    }


@pytest.mark.parametrize("role", ["bidder", "auditor", "operator", "officer"])
def test_who_has_no_number_is_refused_and_the_log_says_so(
    session: Session, role: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    lot = make_lot(session)
    person = make_bidder(session) if role == "bidder" else make_user(session, role=role)

    with pytest.raises(NotRegistered):
        attempt(session, lot, person.id, 400_00)

    assert session.scalar(select(func.count(Bid.id))) == 0
    assert session.scalar(select(func.count(TrailRow.id))) == 0
    assert "no bidder number" in caplog.text
    assert person.email not in caplog.text


@pytest.mark.parametrize("typed", ["USD 400", "400 $", "-400", "4e2", "1.000,50"])
def test_another_currency_or_a_sign_is_no_amount(typed: str) -> None:
    """An amount has the lot's currency: there is no way to say another one."""
    with pytest.raises(Refusal):
        parse_amount(typed, currency=currency_of("EUR"), locale="en")


@pytest.fixture
def tied(session: Session) -> Lot:
    """Make a lot whose bids are tied to the deposit: twenty times 40.00."""
    catalogue = make_catalogue(session, "movables")
    catalogue.procedure_text = changed(
        "movables", {"jump_steps = 50": "ceiling_times_deposit = 20"}
    )
    return make_lot(session, catalogue, deposit=Money(40_00))


def test_the_deposit_is_a_ceiling_where_the_procedure_says_so(
    session: Session, tied: Lot
) -> None:
    paddle = make_paddle(session, tied)

    with pytest.raises(AboveCeiling) as refused:
        attempt(session, tied, paddle.user_id, 800_01)
    attempt(session, tied, paddle.user_id, 800_00)

    assert refused.value.values == {
        "deposit": Money(40_00),
        "ceiling": Money(800_00),
        "needed": Money(40_01),
    }


def test_who_has_put_down_more_may_bid_more(session: Session, tied: Lot) -> None:
    paddle = make_paddle(session, tied)
    put_down(session, paddle, Money(100_00))

    attempt(session, tied, paddle.user_id, 2000_00)

    assert tied.price == Money(2000_00)


def test_without_a_deposit_there_is_no_ceiling(session: Session, tied: Lot) -> None:
    tied.deposit = None
    paddle = make_paddle(session, tied)

    attempt(session, tied, paddle.user_id, 900_000_00)

    assert tied.price == Money(900_000_00)


def put_down(session: Session, paddle: Paddle, amount: Money) -> None:
    deposit = session.scalars(
        select(Deposit).where(Deposit.user_id == paddle.user_id)
    ).one()
    deposit.amount = amount
    session.commit()
