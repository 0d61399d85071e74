"""What people are told when a lot has ended: each one thing, once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Duty, Lot, Mail, Notice, Reminder, User
from auction.money import Money
from auction.rules.lifecycle import LotStatus
from auction.services.bidding import place_bid
from auction.services.closing import SETTLE, close_due_lots
from auction.services.result_news import tell_result
from auction.services.transaction import atomic, lot_for_change
from tests.factories import (
    make_bidder,
    make_catalogue,
    make_lot,
    make_officer,
    make_paddle,
)
from tests.moving_clock import NOON

END = NOON + timedelta(minutes=30)


def bidder(session: Session, lot: Lot, amount: int) -> User:
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
    return paddle.user


def watcher(session: Session, lot: Lot, who: User | None = None) -> User:
    who = who or make_bidder(session)
    session.add(Reminder(lot_id=lot.id, user_id=who.id, set_at=NOON))
    session.commit()
    return who


def close(session: Session) -> None:
    close_due_lots(session, now=END + SETTLE)
    session.rollback()


def told(session: Session, user: User) -> list[str]:
    session.rollback()
    news = ("won", "not won", "watched result", "result")
    notices = select(Notice.kind).where(
        Notice.user_id == user.id, Notice.kind.in_(news)
    )
    return list(session.scalars(notices))


def euros(cents: int) -> str:
    return f"EUR\N{NO-BREAK SPACE}{cents // 100}.00"


def letter(session: Session, user: User) -> Mail:
    mails = select(Mail).where(Mail.recipient == user.email).order_by(Mail.id.desc())
    return session.scalars(mails).first() or pytest.fail("nothing was written to him")


def test_each_is_told_one_thing_once(session: Session) -> None:
    lot = make_lot(session, closes_at=END)
    loser, buyer = bidder(session, lot, 400_00), bidder(session, lot, 410_00)
    registered = make_paddle(session, lot).user
    somebody = watcher(session, lot)
    watcher(session, lot, buyer)
    watcher(session, lot, loser)
    approver = make_officer(session, duties=[Duty.APPROVER, Duty.CASHIER])
    cashier = make_officer(session, duties=[Duty.CASHIER])
    drafter = make_officer(session, duties=[Duty.DRAFTER])

    close(session)
    close(session)
    _tell_again(session, lot_id=lot.id)

    assert told(session, buyer) == ["won"]
    assert told(session, loser) == ["not won"]
    assert told(session, registered) == ["watched result"]
    assert told(session, somebody) == ["watched result"]
    assert told(session, approver) == ["result"]
    assert told(session, cashier) == ["result"]
    assert told(session, drafter) == []
    for user in (buyer, loser, registered, somebody, approver, cashier):
        mails = select(Mail).where(
            Mail.recipient == user.email, Mail.once.startswith("result")
        )
        assert len(session.scalars(mails).all()) == 1


def test_the_buyer_is_told_what_to_pay_and_by_when(session: Session) -> None:
    lot = make_lot(
        session,
        make_catalogue(session, "court-first-round"),
        closes_at=END,
        deposit=Money(40_00),
    )
    buyer = bidder(session, lot, 400_00)
    days = lot.catalogue.procedure.balance_days
    assert days is not None

    close(session)

    text = letter(session, buyer).text
    assert f"is yours for {euros(400_00)}" in text
    assert (
        f"deposit of {euros(40_00)} counts towards the price: "
        f"{euros(360_00)} is left to pay" in text
    )
    assert f"by {lot.catalogue.tell(END + timedelta(days=days))}" in text
    assert letter(session, buyer).stops_for_id is None


@pytest.mark.parametrize("procedure", ["court-first-round", "movables"])
def test_nobodys_name_stands_in_any_letter(session: Session, procedure: str) -> None:
    lot = make_lot(session, make_catalogue(session, procedure), closes_at=END)
    loser, buyer = bidder(session, lot, 400_00), bidder(session, lot, 410_00)
    watcher(session, lot)
    make_officer(session)

    close(session)

    assert session.get_one(Lot, lot.id).status is LotStatus.SOLD
    for mail in session.scalars(select(Mail).where(Mail.kind != "number given")):
        for user in (loser, buyer):
            assert user.email not in mail.text
            assert user.name not in mail.text
        assert mail.is_private


def test_a_lot_that_passes_is_told_with_its_reason(session: Session) -> None:
    lot = make_lot(session, closes_at=END)
    somebody, officer = watcher(session, lot), make_officer(session)

    close(session)

    assert told(session, officer) == ["result"]
    mail = letter(session, somebody)
    assert mail.subject == "Not sold: Example lot"
    assert "Nobody made a bid." in mail.text
    assert mail.stops_for_id == somebody.id


def test_a_lot_that_ended_before_is_told_of_to_nobody(session: Session) -> None:
    lot = make_lot(session, status=LotStatus.PASSED, closes_at=END)
    somebody = watcher(session, lot)

    close(session)

    assert told(session, somebody) == []


@atomic
def _tell_again(session: Session, *, lot_id: int) -> None:
    tell_result(session, lot_for_change(session, lot_id), now=END + SETTLE)
