"""Reminders of openings and ends: once, in time or not at all."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Lot, Mail, Notice, Reminder, User
from auction.rules.lifecycle import LotStatus
from auction.services.reminding import remind_due
from tests.factories import make_bidder, make_lot
from tests.moving_clock import NOON, MovingClock
from tests.racing import at_once
from web.jobs import Clockwork

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
END = NOON + 3 * DAY


def watched(session: Session, lot: Lot, *, since: datetime = NOON) -> User:
    user = make_bidder(session)
    session.add(Reminder(lot_id=lot.id, user_id=user.id, set_at=since))
    session.commit()
    return user


def remind(session: Session, *, now: datetime) -> int:
    return remind_due(session, now=now, calendar=lambda lot: f"an entry of {lot.id}")


def subjects(session: Session) -> list[str]:
    session.rollback()
    return list(session.scalars(select(Mail.subject).order_by(Mail.id)))


def test_who_watches_a_lot_is_reminded_a_day_and_an_hour_before_its_end(
    session: Session,
) -> None:
    lot = make_lot(session, closes_at=END, title="A forest")
    anna = watched(session, lot)

    told = [
        remind(session, now=END - before)
        for before in (DAY + MINUTE, DAY, DAY - HOUR, HOUR + MINUTE, HOUR, HOUR / 2)
    ]

    assert told == [0, 1, 0, 0, 1, 0]
    assert subjects(session) == ["Closes soon: A forest"] * 2
    mail = session.scalars(select(Mail)).first()
    assert mail is not None
    assert (mail.recipient, mail.is_private) == (anna.email, True)
    assert mail.calendar == f"an entry of {lot.id}"
    assert mail.stops_for_id == anna.id


def test_who_watches_a_lot_is_reminded_a_day_before_it_opens(session: Session) -> None:
    lot = make_lot(
        session, status=LotStatus.ANNOUNCED, opens_at=END, closes_at=END + DAY
    )
    watched(session, lot)

    told = [remind(session, now=END - DAY + n * MINUTE) for n in range(3)]

    assert told == [1, 0, 0]
    assert subjects(session) == ["Opens soon: Example lot"]


def test_a_reminder_that_comes_too_late_is_left_out(session: Session) -> None:
    watched(session, make_lot(session, closes_at=END))

    told = [remind(session, now=END - before) for before in (17 * HOUR, 29 * MINUTE)]

    assert told == [0, 0]
    assert subjects(session) == []


@pytest.mark.parametrize(
    "status", sorted(set(LotStatus) - {LotStatus.OPEN, LotStatus.ANNOUNCED})
)
def test_nobody_is_reminded_of_a_lot_that_is_not_there_to_bid_on(
    session: Session, status: LotStatus
) -> None:
    watched(session, make_lot(session, status=status, closes_at=END))

    assert remind(session, now=END - DAY) == 0


def test_who_began_to_watch_within_the_last_day_is_reminded_in_the_last_hour_only(
    session: Session,
) -> None:
    watched(session, make_lot(session, closes_at=END), since=END - 23 * HOUR)

    told = [remind(session, now=END - before) for before in (22 * HOUR, HOUR)]

    assert told == [0, 1]


def test_an_end_that_a_late_bid_moved_is_no_reason_to_remind_again(
    session: Session,
) -> None:
    lot = make_lot(session, closes_at=END)
    watched(session, lot)
    remind(session, now=END - HOUR)

    lot.closes_at = END + HOUR
    session.commit()

    assert remind(session, now=END) == 0


def test_several_clocks_at_once_remind_once(app: Flask, session: Session) -> None:
    lot = make_lot(session, closes_at=END)
    for _ in range(3):
        watched(session, lot)

    told = at_once(app, [lambda own: remind(own, now=END - DAY)] * 4)

    assert sum(told) == 3
    session.rollback()
    assert len(session.scalars(select(Notice)).all()) == 3


def test_the_clockwork_reminds_with_an_entry_that_a_calendar_can_read(
    app: Flask, session: Session, moving_clock: MovingClock
) -> None:
    lot = make_lot(session, closes_at=END, title="A forest")
    watched(session, lot)
    clockwork = Clockwork(app)
    clockwork.list_worker.stop()  # its thread would outlive the test
    moving_clock.at = END - DAY

    clockwork.sweep()

    session.rollback()
    mail = session.scalars(select(Mail)).one()
    (event,) = Calendar.from_ical(mail.calendar).walk("VEVENT")  # type: ignore[arg-type]
    assert event["summary"] == "Closing: A forest"
    assert event.decoded("dtstart") == END
    assert event["url"] == f"{app.config['SITE_URL']}/lots/{lot.id}"
