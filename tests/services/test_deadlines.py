"""Whoever has to pay is reminded in time, once, and only while it is of use."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Deposit, Lot, Mail, Notice, User
from auction.money import Money
from auction.rules.lifecycle import LotStatus
from auction.services import deadlines
from auction.services.bidding import place_bid
from auction.services.deadlines import remind_of_payments
from tests.applicants import ask, deposit_asked, make_known, make_sale
from tests.deposits import pay
from tests.factories import make_bidder, make_catalogue, make_lot, make_paddle
from tests.moving_clock import NOON, MovingClock
from tests.racing import at_once
from web.jobs import Clockwork

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
END = NOON + 10 * DAY
DUE = END + 10 * DAY  # a court's buyer has ten days


def asked(session: Session, *, end: datetime = END) -> Deposit:
    sale = make_sale(session, "[registration]")
    lot = make_lot(session, sale, closes_at=end, deposit=Money(40_00))
    return deposit_asked(session, ask(session, lot, make_known(session)))


def sold(session: Session, *, deposit: Money | None = None) -> tuple[Lot, User]:
    anna = make_bidder(session)
    lot = make_lot(session, make_catalogue(session, "court-first-round"), closes_at=END)
    make_paddle(session, lot, anna)
    place_bid(
        session,
        lot_id=lot.id,
        user_id=anna.id,
        amount=Money(400_00),
        received_at=NOON,
        idempotency_key="form",
    )
    session.refresh(lot)
    lot.status, lot.ended_at, lot.deposit = LotStatus.SOLD, END, deposit
    session.commit()
    return lot, anna


def reminders(session: Session) -> list[Mail]:
    session.rollback()
    kinds = ("deposit due", "balance due")
    return list(session.scalars(select(Mail).where(Mail.kind.in_(kinds))))


def remind(session: Session, *, now: datetime) -> int:
    return remind_of_payments(session, now=now)


def test_who_owes_a_deposit_is_reminded_three_days_before_the_end(
    session: Session,
) -> None:
    deposit = asked(session)
    pay(session, deposit, Money(15_00))

    told = [
        remind(session, now=END - before)
        for before in (3 * DAY + HOUR, 3 * DAY, 2 * DAY)
    ]

    assert told == [0, 1, 0]
    (mail,) = reminders(session)
    assert mail.recipient == deposit.user.email
    assert "EUR\N{NBSP}25.00 is still missing" in mail.text
    assert "before 12 Mar 2026, 12:00:00 UTC" in mail.text
    assert mail.path == f"/my-deposits/{deposit.id}"
    assert (mail.is_private, mail.stops_for_id) == (True, None)


def test_nobody_is_reminded_of_a_deposit_too_late_to_transfer(session: Session) -> None:
    asked(session)

    assert remind(session, now=END - DAY + HOUR) == 0


def test_who_was_asked_for_a_deposit_just_now_is_not_reminded(session: Session) -> None:
    asked(session, end=NOON + 3 * DAY)

    told = [remind(session, now=NOON + wait) for wait in (HOUR, DAY)]

    assert told == [0, 1]


def test_who_has_paid_the_deposit_is_not_reminded(session: Session) -> None:
    deposit = asked(session)
    pay(session, deposit, deposit.amount)

    assert remind(session, now=END - 3 * DAY) == 0


def test_whoever_waits_behind_those_who_have_paid_is_reminded(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deadlines, "AT_ONCE", 1)
    first, second = asked(session), asked(session)
    pay(session, first, first.amount)

    assert remind(session, now=END - 3 * DAY) == 1
    (mail,) = reminders(session)
    assert mail.recipient == second.user.email


@pytest.mark.parametrize("status", [LotStatus.STAYED, LotStatus.RECALLED])
def test_nobody_is_reminded_of_a_deposit_for_a_lot_that_does_not_go_on(
    session: Session, status: LotStatus
) -> None:
    deposit = asked(session)
    deposit.lot.status = status
    session.commit()

    assert remind(session, now=END - 3 * DAY) == 0


def test_a_buyer_is_reminded_three_days_before_the_price_is_due(
    session: Session,
) -> None:
    lot, anna = sold(session, deposit=Money(40_00))

    told = [
        remind(session, now=DUE - before)
        for before in (3 * DAY + HOUR, 3 * DAY, 2 * DAY)
    ]

    assert told == [0, 1, 0]
    (mail,) = reminders(session)
    assert mail.recipient == anna.email
    assert "EUR\N{NBSP}360.00, must be there by 22 Mar 2026, 12:00:00 UTC" in mail.text
    assert lot.catalogue.procedure.forfeit in mail.text
    assert (mail.is_private, mail.stops_for_id) == (True, None)


def test_a_buyer_with_nothing_left_to_pay_is_not_reminded(session: Session) -> None:
    sold(session, deposit=Money(400_00))

    assert remind(session, now=DUE - 3 * DAY) == 0


@pytest.mark.parametrize("status", [LotStatus.DEFAULTED, LotStatus.VOIDED])
def test_nobody_is_reminded_of_the_price_of_a_sale_that_is_undone(
    session: Session, status: LotStatus
) -> None:
    lot, _ = sold(session)
    lot.status = status
    session.commit()

    assert remind(session, now=DUE - 3 * DAY) == 0


def test_where_the_terms_set_no_day_nobody_is_reminded_of_one(session: Session) -> None:
    lot, _ = sold(session)
    text = lot.catalogue.procedure_text.replace("[balance]\ndays = 10\n", "")
    lot.catalogue.procedure_text = "\n".join(
        line for line in text.splitlines() if not line.startswith("after_balance_term")
    )
    session.commit()
    assert lot.catalogue.procedure.balance_days is None

    assert remind(session, now=DUE - 3 * DAY) == 0


def test_several_clocks_at_once_remind_of_a_payment_once(
    app: Flask, session: Session
) -> None:
    asked(session, end=DUE)
    sold(session)

    told = at_once(app, [lambda own: remind(own, now=DUE - 3 * DAY)] * 3)

    assert sum(told) == 2
    assert len(reminders(session)) == 2


def test_the_clockwork_reminds_of_payments(
    app: Flask, session: Session, moving_clock: MovingClock
) -> None:
    deposit = asked(session)
    clockwork = Clockwork(app)
    clockwork.list_worker.stop()  # its thread would outlive the test
    moving_clock.at = END - 3 * DAY

    clockwork.sweep()

    session.rollback()
    kinds = select(Notice.kind).where(Notice.user_id == deposit.user_id)
    assert list(session.scalars(kinds)) == ["deposit", "deposit due"]
