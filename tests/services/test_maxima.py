"""The site bids for people up to their maximum, which nobody reads before its time."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from auction.models import Base, Lot, Mail, Maximum, Notice, Paddle, TrailRow
from auction.money import Money
from auction.rules.bidding import BarredFromLot, BiddingClosed, OwnOffice
from auction.rules.lifecycle import LotStatus
from auction.rules.proxy import LeaderStaysBound, MaximaNotAllowed, MaximumTooLow
from auction.sealing import KeyRing
from auction.services import trail
from auction.services.bidders import NotRegistered
from auction.services.bidding import KeyUsedAgain, place_bid
from auction.services.maxima import NoMaximum, cancel_maximum, set_maximum
from auction.services.own_maxima import own_maximum
from tests.factories import (
    make_bidder,
    make_catalogue,
    make_lot,
    make_officer,
    make_paddle,
)
from tests.keys import RING
from tests.moving_clock import NOON
from tests.services.bidding_rooms import (
    actions,
    bid,
    limit,
    make_sale,
    maximum_of,
    record,
)

MINUTE = timedelta(minutes=1)
PLANTED = 98_765_43  # an amount that stands nowhere else
SEEN_AS = ("9876543", "98765.43", "98,765.43", "98 765", "98765")


@pytest.fixture
def lot(session: Session) -> Lot:
    return make_sale(session)


@pytest.fixture
def anna(session: Session, lot: Lot) -> Paddle:
    return make_paddle(session, lot)


@pytest.fixture
def bela(session: Session, lot: Lot) -> Paddle:
    return make_paddle(session, lot)


def test_a_maximum_leads_at_the_starting_price(
    session: Session, lot: Lot, anna: Paddle
) -> None:
    receipt = limit(session, anna, 500_00)

    assert receipt.leads
    assert record(session, lot) == [(anna.id, 100_00, "automatic")]
    assert (lot.price, lot.leader_id) == (Money(100_00), anna.id)
    assert actions(session, lot)[-2:] == ["maximum set", "automatic bid"]


def test_a_bid_is_answered_at_once_and_both_stand_in_the_record(
    session: Session, lot: Lot, anna: Paddle, bela: Paddle
) -> None:
    limit(session, anna, 500_00)

    bid(session, bela, 200_00)

    assert record(session, lot)[1:] == [
        (bela.id, 200_00, "placed"),
        (anna.id, 210_00, "automatic"),
    ]
    assert (lot.price, lot.leader_id) == (Money(210_00), anna.id)
    assert (lot.bid_count, lot.bidder_count) == (3, 2)
    assert trail.first_broken(session.scalars(select(TrailRow)).all()) is None


def test_every_bid_is_one_step_of_the_version(
    session: Session, lot: Lot, anna: Paddle, bela: Paddle
) -> None:
    limit(session, anna, 500_00)
    before = lot.version

    bid(session, bela, 200_00)

    assert lot.version == before + 2


def test_a_maximum_that_changes_nothing_to_be_seen_leaves_the_version(
    session: Session, lot: Lot, anna: Paddle
) -> None:
    limit(session, anna, 500_00, at=NOON)
    before, end = lot.version, lot.closes_at

    limit(session, anna, 600_00, at=end - MINUTE)

    assert (lot.version, lot.closes_at) == (before, end)


def test_a_maximum_that_was_beaten_is_opened_in_the_trail(
    session: Session, lot: Lot, anna: Paddle, bela: Paddle
) -> None:
    limit(session, anna, 200_00)
    limit(session, bela, 500_00)

    rows = session.scalars(select(TrailRow).order_by(TrailRow.sequence)).all()
    entries = [json.loads(row.entry) for row in rows]
    promised = next(e for e in entries if e["action"] == "maximum set")
    opened = [e for e in entries if e["action"] == "maximum used up"]
    assert [e["actor"] for e in opened] == [f"paddle {anna.number}"]
    content = opened[0]["content"]
    told = f"{content['salt']}\n{lot.id}\n{anna.number}\n{content['amount']}"
    digest = hashlib.sha256(told.encode()).hexdigest()
    assert promised["content"] == {"commitment": digest}
    assert maximum_of(session, anna).used_up_at == NOON
    assert maximum_of(session, bela).used_up_at is None


def test_no_amount_lies_in_clear_in_any_table_or_log(
    session: Session,
    anna: Paddle,
    bela: Paddle,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    limit(session, anna, PLANTED)
    bid(session, bela, 300_00)
    with pytest.raises(MaximumTooLow):
        limit(session, bela, 300_00)

    everything = "\n".join(
        repr(tuple(row))
        for table in Base.metadata.sorted_tables
        for row in session.execute(select(table))
    )
    assert "automatic" in everything
    assert not [seen for seen in SEEN_AS if seen in everything + caplog.text]


def test_the_length_of_what_is_sealed_tells_nothing(
    session: Session, anna: Paddle, bela: Paddle
) -> None:
    limit(session, anna, 100_00)
    limit(session, bela, 9_999_999_999_00)

    first, second = session.scalars(select(Maximum.sealed)).all()
    assert len(first) == len(second)


def test_a_refused_maximum_stays_in_the_trail_without_its_amount(
    session: Session, lot: Lot, anna: Paddle
) -> None:
    with pytest.raises(MaximumTooLow):
        limit(session, anna, 99_99)

    row = session.scalars(select(TrailRow).order_by(TrailRow.id.desc())).first()
    assert row is not None
    assert row.action == "maximum refused"
    assert json.loads(row.entry)["content"] == {"reason": "maximum_too_low"}
    assert lot.price is None


def test_a_new_maximum_takes_the_place_of_the_old_one(
    session: Session, lot: Lot, anna: Paddle, bela: Paddle
) -> None:
    limit(session, anna, 200_00)
    old = maximum_of(session, anna)
    limit(session, anna, 400_00)

    bid(session, bela, 300_00)

    assert old.replaced_at == NOON
    assert (lot.price, lot.leader_id) == (Money(310_00), anna.id)


def test_a_raised_maximum_pays_the_step_that_the_old_one_kept(
    session: Session, lot: Lot, anna: Paddle, bela: Paddle
) -> None:
    limit(session, anna, 200_00)
    bid(session, bela, 200_00)
    assert lot.price == Money(200_00)

    limit(session, anna, 500_00)

    assert (lot.price, lot.leader_id) == (Money(210_00), anna.id)


def test_a_lead_by_hand_is_not_raised_by_a_maximum(
    session: Session, lot: Lot, anna: Paddle, bela: Paddle
) -> None:
    bid(session, bela, 100_00)
    bid(session, anna, 150_00)

    limit(session, anna, 500_00)

    assert lot.price == Money(150_00)


def test_the_same_form_twice_is_one_maximum(session: Session, anna: Paddle) -> None:
    first = limit(session, anna, 500_00, form="form")
    again = limit(session, anna, 500_00, form="form")

    assert (again.maximum_id, again.repeated) == (first.maximum_id, True)
    with pytest.raises(KeyUsedAgain):
        limit(session, anna, 600_00, form="form")
    assert session.scalar(select(func.count(Maximum.id))) == 1


def test_the_owner_sees_his_maximum_and_what_became_of_it(
    session: Session, anna: Paddle, bela: Paddle
) -> None:
    assert own_maximum(session, anna, ring=RING) is None

    limit(session, anna, 200_00)
    mine = own_maximum(session, anna, ring=RING)
    assert mine is not None
    assert (mine.amount, mine.is_active) == (Money(200_00), True)

    bid(session, bela, 210_00)
    mine = own_maximum(session, anna, ring=RING)
    assert mine is not None
    assert (mine.is_active, mine.is_used_up) == (False, True)


def test_a_leader_cannot_end_his_maximum(
    session: Session, lot: Lot, anna: Paddle
) -> None:
    limit(session, anna, 500_00)

    with pytest.raises(LeaderStaysBound):
        cancel_maximum(session, lot_id=lot.id, user_id=anna.user_id, now=NOON)

    assert maximum_of(session, anna).is_active


def test_who_does_not_lead_may_end_his_maximum(
    session: Session, lot: Lot, anna: Paddle, bela: Paddle
) -> None:
    limit(session, anna, 500_00)
    anna.barred_at = NOON  # so that it does not answer
    session.commit()
    bid(session, bela, 200_00)

    cancel_maximum(session, lot_id=lot.id, user_id=anna.user_id, now=NOON)

    assert maximum_of(session, anna).cancelled_at == NOON
    assert actions(session, lot)[-1] == "maximum cancelled"
    with pytest.raises(NoMaximum):
        cancel_maximum(session, lot_id=lot.id, user_id=anna.user_id, now=NOON)


def test_a_maximum_rests_while_its_deposit_is_not_there(
    session: Session, lot: Lot, anna: Paddle, bela: Paddle
) -> None:
    limit(session, anna, 500_00)
    anna.unsecured_at = NOON
    session.commit()

    bid(session, bela, 200_00)
    assert lot.leader_id == bela.id

    anna.unsecured_at = None
    session.commit()
    bid(session, make_paddle(session, lot), 210_00)
    assert (lot.leader_id, lot.price) == (anna.id, Money(220_00))


def test_who_is_barred_bids_no_more_and_neither_does_his_maximum(
    session: Session, lot: Lot, anna: Paddle, bela: Paddle
) -> None:
    limit(session, anna, 500_00)
    anna.barred_at = NOON
    session.commit()

    bid(session, bela, 200_00)

    assert (lot.price, lot.leader_id) == (Money(200_00), bela.id)
    with pytest.raises(BarredFromLot):
        bid(session, anna, 300_00)
    with pytest.raises(BarredFromLot):
        limit(session, anna, 300_00)


@pytest.mark.parametrize("harm", ["a bit", "cut", "moved", "no key"])
def test_a_maximum_that_was_tampered_with_is_set_aside_and_everybody_told(
    session: Session,
    lot: Lot,
    anna: Paddle,
    bela: Paddle,
    caplog: pytest.LogCaptureFixture,
    harm: str,
) -> None:
    limit(session, anna, 500_00)
    row = maximum_of(session, anna)
    row.sealed = harmed(row.sealed, harm, lot, anna)
    session.commit()

    bid(session, bela, 200_00)

    assert (lot.price, lot.leader_id) == (Money(200_00), bela.id)
    assert row.unreadable_at == NOON
    assert "maximum unreadable" in actions(session, lot)
    assert "cannot be read" in caplog.text
    told = session.scalars(select(Notice).order_by(Notice.id)).all()
    kinds = {notice.kind for notice in told}
    assert {notice.user_id for notice in told} == {anna.user_id}
    assert "maximum unreadable" in kinds
    assert all(mail.is_private for mail in session.scalars(select(Mail)))
    mine = own_maximum(session, anna, ring=RING)
    assert mine is not None
    assert mine.is_unreadable


def harmed(sealed: bytes, harm: str, lot: Lot, paddle: Paddle) -> bytes:
    plain = b"%s\n%020d" % (b"0" * 32, 90_000_00)
    if harm == "a bit":
        return sealed[:-1] + bytes([sealed[-1] ^ 1])
    if harm == "cut":
        return sealed[:10]
    if harm == "moved":  # from another number of the same lot
        return RING.seal(plain, bound_to=f"lot {lot.id} paddle {paddle.id + 1}")
    lost = KeyRing({2: bytes(32)})
    return lost.seal(plain, bound_to=f"lot {lot.id} paddle {paddle.id}")


def test_without_the_keys_no_bid_passes_a_maximum_by(
    session: Session, lot: Lot, anna: Paddle, bela: Paddle
) -> None:
    limit(session, anna, 500_00)

    with pytest.raises(TypeError, match="keys are needed"):
        place_bid(
            session,
            lot_id=lot.id,
            user_id=bela.user_id,
            amount=Money(200_00),
            received_at=NOON,
            idempotency_key="form",
            sure=True,
        )
    session.refresh(lot)
    assert lot.leader_id == anna.id


def test_a_bid_costs_one_question_more_where_maxima_are_allowed(
    session: Session, lot: Lot, anna: Paddle, bela: Paddle
) -> None:
    court = make_lot(session, make_catalogue(session, "court-first-round"))
    first, second = make_paddle(session, court), make_paddle(session, court)
    for paddle, price in ((first, 400_00), (anna, 100_00)):
        bid(session, paddle, price)

    without = questions(session, lambda: bid(session, second, 410_00))
    allowed = questions(session, lambda: bid(session, bela, 110_00))

    assert allowed == without + 1
    assert lot.price == Money(110_00)


def questions(session: Session, act: Callable[[], object]) -> int:
    """Count the questions that an act asks of the database."""
    asked: list[str] = []

    def note(*told: Any) -> None:
        asked.append(told[2])

    event.listen(session.get_bind(), "before_cursor_execute", note)
    act()
    event.remove(session.get_bind(), "before_cursor_execute", note)
    return sum(statement.startswith("SELECT") for statement in asked)


def test_a_court_takes_no_maximum(session: Session) -> None:
    court = make_lot(session, make_catalogue(session, "court-first-round"))

    with pytest.raises(MaximaNotAllowed):
        limit(session, make_paddle(session, court), 900_00)


def test_nobody_limits_himself_without_a_number(session: Session, lot: Lot) -> None:
    with pytest.raises(NotRegistered):
        set_maximum(
            session,
            lot_id=lot.id,
            user_id=make_bidder(session).id,
            amount=Money(500_00),
            received_at=NOON,
            idempotency_key="form",
            ring=RING,
        )


def test_nobody_limits_himself_on_a_lot_of_his_own_office(
    session: Session, lot: Lot, anna: Paddle
) -> None:
    officer = make_officer(session, lot.office)
    anna.user_id = officer.id  # he was appointed after he had registered
    session.commit()

    with pytest.raises(OwnOffice):
        limit(session, anna, 500_00)


def test_a_maximum_at_the_end_is_too_late(
    session: Session, lot: Lot, anna: Paddle
) -> None:
    with pytest.raises(BiddingClosed):
        limit(session, anna, 500_00, at=lot.closes_at)


def test_a_maximum_opens_a_lot_whose_time_has_come(session: Session) -> None:
    lot = make_sale(session, status=LotStatus.ANNOUNCED, opens_at=NOON)

    limit(session, make_paddle(session, lot), 500_00)

    assert actions(session, lot) == [
        *("registered", "opened", "maximum set", "automatic bid")
    ]


def test_an_automatic_bid_in_the_last_minutes_moves_the_end(
    session: Session, lot: Lot, anna: Paddle, bela: Paddle
) -> None:
    limit(session, anna, 500_00)
    late = lot.closes_at - MINUTE

    bid(session, bela, 200_00, at=late)

    assert lot.closes_at == late + 5 * MINUTE
    assert lot.extensions == 1
