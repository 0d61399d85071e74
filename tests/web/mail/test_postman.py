"""The postman: what waits in the outbox goes out, whatever the mail server does."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Event, Thread
from threading import enumerate as enumerate_threads
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from auction import clock
from auction.models import Mail
from auction.rules.lifecycle import LotStatus
from auction.services import posting
from auction.services.mailing import write_mail
from auction.services.posting import LEASE
from tests.factories import make_lot
from tests.mail_servers import Postbox, hang_up, serving, silent
from tests.moving_clock import NOON, MovingClock
from web.jobs import Clockwork
from web.mail import postman
from web.mail.postman import Postman, deliver
from web.mail.settings import MailSettings

MINUTE = timedelta(minutes=1)
SOON = 20  # seconds: far more than any of this needs


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


@pytest.fixture
def settings(postbox: Postbox) -> Iterator[MailSettings]:
    with serving(postbox) as settings:
        yield settings


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, app: Flask) -> Iterator[None]:  # noqa: ARG001
    """Let postmen look often, and see them home before the database goes."""
    monkeypatch.setattr(postman, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(
        clock, "_offset", timedelta(0)
    )  # put back what a sweep measures
    yield
    for thread in at_work():
        thread.join(SOON)
    assert at_work() == []


def at_work() -> list[Thread]:
    return [thread for thread in enumerate_threads() if thread.name == "postman"]


def write(session: Session, *recipients: str, is_private: bool = True) -> list[Mail]:
    mails = [
        write_mail(
            session,
            to=recipient,
            subject=f"Secret subject for {recipient}",
            text=f"Secret text for {recipient}",
            now=NOON,
            is_private=is_private,
        )
        for recipient in recipients or ("anna@example.com",)
    ]
    session.commit()
    return mails


def state_of(session: Session) -> list[tuple[str, bool, int]]:
    session.rollback()
    mails = session.scalars(select(Mail).order_by(Mail.id)).all()
    return [(m.recipient[:4], m.sent_at is not None, m.tries) for m in mails]


def test_all_that_waits_is_sent_over_one_connection(
    session: Session, postbox: Postbox, settings: MailSettings
) -> None:
    write(session, "anna@example.com", "bob@example.com")

    assert deliver(session, settings)

    assert [mail["To"] for mail in postbox.mails] == [
        "anna@example.com",
        "bob@example.com",
    ]
    assert state_of(session) == [("anna", True, 1), ("bob@", True, 1)]
    assert deliver(session, settings)
    assert len(postbox.mails) == 2


def test_an_address_that_is_refused_does_not_keep_the_others_waiting(
    session: Session,
    postbox: Postbox,
    settings: MailSettings,
    moving_clock: MovingClock,
) -> None:
    postbox.refuse["anna@example.com"] = "550 5.1.1 unknown"
    anna, _ = write(session, "anna@example.com", "bob@example.com")

    assert deliver(session, settings)
    session.refresh(anna)
    assert anna.error == "The mail server said 550 5.1.1"
    assert anna.next_try_at == NOON + MINUTE

    del postbox.refuse["anna@example.com"]
    moving_clock.move(MINUTE)
    deliver(session, settings)
    assert state_of(session) == [("anna", True, 2), ("bob@", True, 1)]


def test_a_mail_whose_server_dies_after_the_data_comes_twice_with_one_name(
    session: Session,
    postbox: Postbox,
    settings: MailSettings,
    moving_clock: MovingClock,
) -> None:
    write(session)
    postbox.after_data = hang_up
    assert not deliver(session, settings)

    postbox.after_data = None
    moving_clock.move(MINUTE)
    assert deliver(session, settings)

    assert len(postbox.ids) == 2
    assert len(set(postbox.ids)) == 1
    assert state_of(session) == [("anna", True, 2)]


def test_while_a_server_hangs_only_one_mail_pays_with_a_try(
    session: Session, postbox: Postbox, settings: MailSettings
) -> None:
    write(session, "anna@example.com", "bob@example.com")

    with silent() as (hanging, _):
        assert not deliver(session, hanging)

    assert state_of(session) == [("anna", False, 1), ("bob@", False, 0)]
    assert deliver(session, settings)
    assert [mail["To"] for mail in postbox.mails] == ["bob@example.com"]


def test_nothing_is_asked_of_the_server_when_nothing_is_due(session: Session) -> None:
    with silent() as (hanging, _):
        assert deliver(session, hanging)


def test_a_sender_that_is_killed_after_sending_sends_again_under_the_same_name(
    session: Session,
    postbox: Postbox,
    settings: MailSettings,
    moving_clock: MovingClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    write(session)
    note_sent = posting.note_sent
    monkeypatch.setattr(posting, "note_sent", die)
    with pytest.raises(KeyboardInterrupt):
        deliver(session, settings)
    monkeypatch.setattr(posting, "note_sent", note_sent)

    assert deliver(session, settings)  # the lease runs: nobody has it yet
    assert len(postbox.ids) == 1
    moving_clock.move(LEASE)
    assert deliver(session, settings)
    assert len(postbox.ids) == 2
    assert len(set(postbox.ids)) == 1
    assert state_of(session) == [("anna", True, 2)]


def test_several_senders_at_once_send_each_mail_once(
    engine: Engine, session: Session, postbox: Postbox, settings: MailSettings
) -> None:
    people = [f"person-{number}@example.com" for number in range(30)]
    write(session, *people)

    def send(_: int) -> bool:
        with Session(engine) as own:
            return deliver(own, settings)

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(send, range(4)))

    assert Counter(str(mail["To"]) for mail in postbox.mails) == Counter(people)


def test_a_log_tells_neither_address_nor_subject_nor_text(
    session: Session,
    postbox: Postbox,
    settings: MailSettings,
    caplog: pytest.LogCaptureFixture,
) -> None:
    postbox.refuse["bob@example.com"] = "550 <bob@example.com> Secret"
    anna, bob = write(session, "anna@example.com", "bob@example.com", is_private=False)

    with caplog.at_level(logging.DEBUG, logger="web"):
        deliver(session, settings)

    assert f"Mail {bob.id} was not sent at try 1: 550" in caplog.text
    told = caplog.text
    assert not [word for word in ("Secret", "anna@", "bob@") if word in told]
    assert anna.id != bob.id


@pytest.mark.usefixtures("quick")
def test_a_postman_works_by_himself_until_he_is_stopped(
    app: Flask, session: Session, postbox: Postbox, settings: MailSettings
) -> None:
    write(session)
    arrived = Event()
    postbox.after_data = lambda *_: arrived.set()
    app.config["MAIL"] = settings
    worker = Postman(app)

    worker.wake()
    worker.wake()  # twice is once

    assert arrived.wait(SOON)
    assert len(at_work()) == 1
    worker.stop()
    worker.wake()
    for thread in at_work():
        thread.join(SOON)
    assert at_work() == []
    assert len(postbox.mails) == 1


@pytest.mark.usefixtures("quick")
def test_a_postman_goes_on_when_the_database_was_away(
    app: Flask,
    session: Session,
    postbox: Postbox,
    settings: MailSettings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write(session)
    arrived, failures = Event(), iter([True, True])
    is_any_due = posting.is_any_due

    def away(*args: Session, **when: Any) -> bool:
        if next(failures, False):
            raise OperationalError("SELECT", None, TimeoutError("away"))
        return is_any_due(*args, **when)

    monkeypatch.setattr(posting, "is_any_due", away)
    postbox.after_data = lambda *_: arrived.set()
    app.config["MAIL"] = settings
    worker = Postman(app)

    worker.wake()

    assert arrived.wait(SOON)
    worker.stop()


@pytest.mark.usefixtures("quick")
def test_without_a_mail_server_there_is_no_postman(app: Flask) -> None:
    worker = Postman(app)

    worker.wake()

    assert at_work() == []


@pytest.mark.usefixtures("quick")
def test_a_mail_server_that_hangs_delays_no_lot(app: Flask, session: Session) -> None:
    write(session)
    lot = make_lot(session, status=LotStatus.ANNOUNCED, opens_at=NOON)
    with silent() as (hanging, server):
        app.config["MAIL"] = replace(hanging, timeout=SOON)
        clockwork = Clockwork(app)
        clockwork.postman.wake()
        server.settimeout(SOON)
        caller, _ = server.accept()  # from now on the postman waits for a word

        clockwork.sweep()

        session.refresh(lot)
        assert lot.status is LotStatus.OPEN
        assert state_of(session) == [("anna", False, 0)]
        clockwork.stop()
        caller.close()
