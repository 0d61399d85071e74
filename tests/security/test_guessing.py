"""Nobody guesses passwords, and nobody locks anybody else out (S10)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from auction.models import Tries
from auction.rules.too_often import TooManyWrongTries
from auction.services import signing_in
from auction.services.signing_in import SignInRefused
from tests.factories import PASSWORD, make_bidder, sign_in
from tests.moving_clock import MovingClock
from tests.racing import at_once
from web import sign_in_tries
from web.tries_storage import TriesStorage

ANNA = "anna@example.com"
FROM_FAR = "203.0.113.7"


def guess(
    client: FlaskClient,
    email: str = ANNA,
    password: str = "wrong",  # noqa: S107
    *,
    address: str = "127.0.0.1",
    **more: str,
) -> TestResponse:
    return client.post(
        "/sign-in",
        data={"email": email, "password": password},
        environ_overrides={"REMOTE_ADDR": address},
        headers=more,
    )


@pytest.fixture
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every password at once: hashing is slow on purpose."""

    def refuse(*_: object, **__: object) -> str:
        raise SignInRefused

    monkeypatch.setattr(signing_in, "sign_in", refuse)


@pytest.mark.parametrize("email", [ANNA, "nobody@example.com"])
def test_ten_wrong_tries_lock_an_account_whether_or_not_there_is_one(
    client: FlaskClient, session: Session, email: str
) -> None:
    make_bidder(session, email=ANNA)

    answers = [guess(client, email).status_code for _ in range(11)]
    page = guess(client, email.upper(), PASSWORD)

    assert answers == [422] * 10 + [429]
    assert page.status_code == 429
    assert page.headers["Retry-After"] == "900"
    assert "There were too many wrong tries." in page.text
    assert "Please try again in 15 minutes, at 12:15 UTC, or use a browser" in page.text
    assert "Error: Sign in" in page.text
    assert PASSWORD not in page.text


def test_the_lock_ends_after_a_quarter_of_an_hour(
    client: FlaskClient, session: Session, moving_clock: MovingClock
) -> None:
    user = make_bidder(session, email=ANNA)
    for _ in range(12):
        guess(client)

    moving_clock.move(timedelta(minutes=15))

    sign_in(client, user)


def test_a_browser_of_an_earlier_sign_in_is_let_in_during_the_lock(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    user = make_bidder(session, email=ANNA)
    sign_in(client, user)
    client.post("/sign-out")
    for number in range(120):
        guess(app.test_client(), ANNA, address=f"198.51.100.{number}")

    assert guess(app.test_client(), password=PASSWORD).status_code == 429
    sign_in(client, user)


def test_a_browser_of_an_earlier_sign_in_does_not_guess_for_ever(
    client: FlaskClient, session: Session
) -> None:
    user = make_bidder(session, email=ANNA)
    sign_in(client, user)
    client.post("/sign-out")

    answers = [guess(client).status_code for _ in range(11)]

    assert answers == [422] * 10 + [429]


def test_a_browser_known_to_one_account_is_not_known_to_another(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    make_bidder(session, email=ANNA)
    sign_in(client, make_bidder(session, "Boris"))
    client.post("/sign-out")
    for _ in range(10):
        guess(app.test_client())

    assert guess(client, password=PASSWORD).status_code == 429


@pytest.mark.parametrize("cookie", ["", "x", "eyJhIjoxfQ.AAAA", '{"a": ["b", 1]}'])
def test_a_made_up_cookie_makes_no_browser_known(
    client: FlaskClient, session: Session, cookie: str
) -> None:
    make_bidder(session, email=ANNA)
    client.set_cookie("device", cookie, path="/sign-in")
    for _ in range(10):
        guess(client)

    assert guess(client, password=PASSWORD).status_code == 429


def test_a_known_browser_is_forgotten_after_four_hundred_days(
    app: Flask, client: FlaskClient, session: Session, moving_clock: MovingClock
) -> None:
    sign_in(client, make_bidder(session, email=ANNA))
    kept = client.get_cookie("device", path="/sign-in")
    assert kept is not None
    moving_clock.move(timedelta(days=400))
    for _ in range(10):
        guess(app.test_client())
    old = app.test_client()
    old.set_cookie("device", kept.value, path="/sign-in")

    assert guess(old, password=PASSWORD).status_code == 429


def test_the_cookie_of_a_known_browser_goes_to_the_sign_in_page_only(
    client: FlaskClient, session: Session
) -> None:
    user = make_bidder(session, email=ANNA)

    answer = guess(client, password=PASSWORD)

    (cookie,) = [
        line for line in answer.headers.getlist("Set-Cookie") if "device=" in line
    ]
    assert "HttpOnly" in cookie
    assert "Path=/sign-in" in cookie
    assert "SameSite=Lax" in cookie
    assert ANNA not in cookie
    assert f'"{user.id}"' not in cookie


def test_a_right_password_is_no_wrong_try(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    user = make_bidder(session, email=ANNA)
    for _ in range(9):
        guess(client)

    for _ in range(3):
        sign_in(app.test_client(), user)

    assert guess(client).status_code == 422
    assert guess(client).status_code == 429


@pytest.mark.usefixtures("_quick")
def test_a_hundred_wrong_tries_from_one_address_are_enough_for_an_hour(
    client: FlaskClient, session: Session, moving_clock: MovingClock
) -> None:
    def spray(start: int, tries: int, address: str) -> list[int]:
        return [
            guess(client, f"p{number}@example.com", address=address).status_code
            for number in range(start, start + tries)
        ]

    first = spray(0, 101, FROM_FAR)
    elsewhere = spray(200, 1, "203.0.113.8")
    moving_clock.move(timedelta(hours=1))
    later = spray(300, 1, FROM_FAR)

    assert first == [422] * 100 + [429]
    assert (elsewhere, later) == ([422], [422])
    assert not any(FROM_FAR in key for key in session.scalars(select(Tries.key)))


def test_an_office_behind_one_address_signs_in_as_often_as_it_likes(
    app: Flask, session: Session
) -> None:
    user = make_bidder(session, email=ANNA)

    answers = {
        guess(app.test_client(), user.email, PASSWORD, address=FROM_FAR).status_code
        for _ in range(105)
    }

    assert answers == {303}


@pytest.mark.usefixtures("_quick")
def test_whoever_has_a_whole_ipv6_network_is_one(client: FlaskClient) -> None:
    for number in range(100):
        guess(client, f"p{number}@example.com", address=f"2001:db8:1:2::{number:x}")

    same = guess(client, "x@example.com", address="2001:db8:1:2:ffff::1")
    other = guess(client, "y@example.com", address="2001:db8:1:3::1")

    assert (same.status_code, other.status_code) == (429, 422)


@pytest.mark.usefixtures("_quick")
def test_nobody_gets_a_new_address_by_writing_one_into_a_header(
    client: FlaskClient,
) -> None:
    answers = [
        guess(
            client,
            f"p{number}@example.com",
            address=FROM_FAR,
            **{"X-Forwarded-For": f"198.51.100.{number}"},
        ).status_code
        for number in range(101)
    ]

    assert answers[-1] == 429


@pytest.mark.usefixtures("_quick")
def test_a_proxy_of_which_nobody_has_told_the_site_stops_nobody(
    client: FlaskClient,
) -> None:
    answers = {
        guess(
            client,
            f"p{number}@example.com",
            **{"X-Forwarded-For": "198.51.100.1"},
        ).status_code
        for number in range(150)
    }

    assert answers == {422}


@pytest.mark.usefixtures("_quick")
def test_ten_thousand_guesses_in_an_hour_let_forty_through(
    app: Flask, engine: Engine, moving_clock: MovingClock
) -> None:
    guesses = 10_000 if engine.dialect.name == "sqlite" else 1_000  # it takes longer
    passed = 0

    with app.test_request_context():
        for _ in range(guesses):
            try:
                sign_in_tries.sign_in(email=ANNA, password="wrong")
            except SignInRefused:
                passed += 1
            except TooManyWrongTries:
                pass
            moving_clock.move(timedelta(hours=1) / guesses)

    assert passed == 40


@pytest.mark.usefixtures("_quick", "session")
def test_tries_at_the_same_moment_do_not_slip_through_together(app: Flask) -> None:
    del app.extensions["tests.session"]  # it is not made for threads

    answers = at_once(
        app, [lambda _: guess(app.test_client()).status_code for _ in range(16)]
    )

    assert sorted(answers) == [422] * 10 + [429] * 6


def test_without_limits_nothing_is_counted(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    app.config["RATE_LIMITS"] = False

    answers = {guess(client).status_code for _ in range(12)}

    assert answers == {422}
    assert session.scalars(select(Tries)).all() == []


def test_nobody_signs_in_uncounted_while_the_database_is_busy(
    client: FlaskClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_bidder(session, email=ANNA)

    def busy(*_: object, **__: object) -> int:
        raise OperationalError("INSERT", {}, TimeoutError("database is locked"))

    monkeypatch.setattr(TriesStorage, "incr", busy)

    answer = guess(client, password=PASSWORD)

    assert answer.status_code == 503
    assert "The site is very busy." in answer.text
