"""The log: one line of JSON for each event, and nobody's secrets."""

from __future__ import annotations

import json
import logging
import sys
import threading
from collections.abc import Iterator
from io import StringIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from auction.models import Mail, User
from auction.services import accepting, accounts
from tests.factories import PASSWORD, make_office, make_officer, password_hash, sign_in
from web import logs

IBAN = "AT92 0000 0000 0001 2345"


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    """Begin the log as a server does, and put everything back afterwards."""
    written = StringIO()
    root, hook = logging.getLogger(), threading.excepthook
    handlers, levels = root.handlers[:], [logging.getLogger(n).level for n in logs.OURS]
    monkeypatch.setattr(sys, "stderr", written)
    logs.begin("DEBUG")
    yield written
    root.handlers, threading.excepthook = handlers, hook
    for name, level in zip(logs.OURS, levels, strict=True):
        logging.getLogger(name).setLevel(level)


def lines(log: StringIO) -> list[dict[str, str]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


@pytest.mark.parametrize(
    "odd", ["two\r\nlines", "a\nforged: line", "\x1b[31mred\x1b[0m", "\u2028", "\0"]
)
def test_an_event_is_one_line_whatever_is_in_it(log: StringIO, odd: str) -> None:
    logging.getLogger("web.test").warning("Told: %s", odd)

    assert len(log.getvalue().splitlines()) == 1
    assert log.getvalue().isascii()
    (event,) = lines(log)
    assert event["message"] == f"Told: {odd}"
    assert (event["level"], event["from"]) == ("WARNING", "web.test")


def test_an_error_brings_its_traceback_along_in_the_same_line(log: StringIO) -> None:
    try:
        int("anna@example.com")
    except ValueError:
        logging.getLogger("web.test").exception("It broke")

    (event,) = lines(log)
    assert event["traceback"].endswith("with base 10: '...@...'")


@pytest.mark.parametrize(
    ("text", "blotted"),
    [
        ("Key (email)=(anna@example.com) exists", "Key (email)=(...@...) exists"),
        ("GET /invitations/Ab-c_9 failed", "GET /invitations/... failed"),
        ("GET /welcome/Ab-c_9?next=/ failed", "GET /welcome/...?next=/ failed"),
        ("GET /address/Ab-c_9 failed", "GET /address/... failed"),
        ("GET /forgotten/Ab-c_9 failed", "GET /forgotten/... failed"),
        (f"paid to {IBAN} today", "paid to IBAN today"),
        ("paid to DE89370400440532013000", "paid to IBAN"),
        (password_hash(), "$argon2..."),
        ("Lot 17 of 2026 could not be dealt with", None),
        ("Mail 4 was not sent at try 1: SMTPServerDisconnected", None),
    ],
)
def test_secrets_are_blotted_out(text: str, blotted: str | None) -> None:
    assert logs.blotted(text) == (text if blotted is None else blotted)


def test_a_thread_that_dies_says_so_in_the_log(log: StringIO) -> None:
    def die() -> None:
        raise LookupError("anna@example.com")

    thread = threading.Thread(target=die, name="postman")
    thread.start()
    thread.join()

    (event,) = lines(log)
    assert event["message"] == "The thread postman has died"
    assert "...@..." in event["traceback"]


def test_a_database_error_tells_no_values(session: Session) -> None:
    twin = make_officer(session, email="zacharias@example.com")

    session.add(
        User(
            email=twin.email,
            password_hash="planted hash",
            registered_at=twin.registered_at,
        )
    )
    with pytest.raises(IntegrityError) as failure:
        session.flush()

    assert "planted hash" not in str(failure.value)
    assert "zacharias" not in logs.blotted(str(failure.value))


def test_what_people_do_leaves_no_secrets_in_the_log(
    app: Flask,
    client: FlaskClient,
    session: Session,
    log: StringIO,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(accounts, "hash_password", password_hash)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    boss = make_officer(session, email="zacharias@example.com")
    client.post("/sign-in", data={"email": boss.email, "password": "planted password"})
    sign_in(client, boss)
    client.post(
        "/desk/example-court/people/invitation",
        data={"email": "planted@example.com", "duties": ["drafter"]},
    )
    word = session.scalars(select(Mail.text)).one().partition("/invitations/")[2][:43]

    def fail(*_: object, **__: object) -> None:
        raise LookupError(
            f"{boss.email} {IBAN} /invitations/{word} {boss.password_hash}"
        )

    monkeypatch.setattr(accepting, "open_invitation", fail)
    broken = app.test_client().get(f"/invitations/{word}")

    assert broken.status_code == 500
    assert "LookupError" in log.getvalue()
    assert lines(log)  # every line is JSON
    for secret in (
        *("zacharias", "planted", PASSWORD, word, IBAN, boss.password_hash),
        *(make_office(session).name, "Traceback\n"),
    ):
        assert secret not in log.getvalue()
