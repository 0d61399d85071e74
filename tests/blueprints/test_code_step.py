"""The second step of signing in, as a browser does it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from auction.models import User
from auction.sealing import KeyRing
from tests.factories import PASSWORD, make_bidder, make_lot
from tests.moving_clock import NOON, MovingClock
from tests.second_factors import code_of, give_factor
from web import keys

CODE_PAGE = "/sign-in/code?next=/my-bids"


@pytest.fixture
def ring(app: Flask) -> KeyRing:
    with app.app_context():
        return keys.ring()


@pytest.fixture
def anna(session: Session, ring: KeyRing) -> User:
    user = make_bidder(session, "Anna")
    give_factor(session, user, ring)
    return user


def give_password(client: FlaskClient, user: User) -> str | None:
    form = {"email": user.email, "password": PASSWORD, "next": "/my-bids"}
    return client.post("/sign-in", data=form).location


def cookie_of(client: FlaskClient) -> str:
    cookie = client.get_cookie("session")
    assert cookie is not None
    return cookie.value


def test_somebody_signs_in_with_password_and_code(
    client: FlaskClient, session: Session, anna: User, ring: KeyRing
) -> None:
    there = give_password(client, anna)
    page = client.get(CODE_PAGE).text
    form = {"code": code_of(session, anna, ring), "next": "/my-bids"}

    answer = client.post("/sign-in/code", data=form)

    assert there == CODE_PAGE
    assert 'autocomplete="one-time-code"' in page
    assert (answer.status_code, answer.location) == (303, "/my-bids")
    assert client.get("/my-bids").status_code == 200


def test_half_signed_in_opens_nothing_but_the_page_that_asks(
    client: FlaskClient, session: Session, anna: User
) -> None:
    lot = make_lot(session)
    give_password(client, anna)

    for path in ("/my-bids", "/account", "/account/second-factor", "/account/proof"):
        answer = client.get(path)
        assert answer.status_code == 303, path
        assert answer.location.startswith("/sign-in/code?next="), path
    registered = client.post(f"/lots/{lot.id}/registration")
    assert registered.location == f"/sign-in/code?next=/lots/{lot.id}"
    assert "Account</a>" not in client.get("/").text
    assert "Sign out" in client.get("/").text


def test_the_code_gives_a_new_cookie_and_the_half_one_is_dead(
    app: Flask, client: FlaskClient, session: Session, anna: User, ring: KeyRing
) -> None:
    give_password(client, anna)
    half = cookie_of(client)

    client.post("/sign-in/code", data={"code": code_of(session, anna, ring)})

    thief = app.test_client()
    thief.set_cookie("session", half)
    assert cookie_of(client) != half
    assert thief.get("/my-bids").location == "/sign-in?next=/my-bids"
    code = code_of(session, anna, ring, drift=1)
    assert "/sign-in" in thief.post("/sign-in/code", data={"code": code}).location


def test_a_wrong_code_says_so_and_the_code_page_asks_again(
    client: FlaskClient, session: Session, anna: User, ring: KeyRing
) -> None:
    give_password(client, anna)
    old = code_of(session, anna, ring, drift=-2)

    answer = client.post("/sign-in/code", data={"code": old, "next": "/my-bids"})

    assert answer.status_code == 422
    assert "That code is not right." in answer.text
    assert 'href="#code"' in answer.text
    assert 'value="/my-bids"' in answer.text
    assert client.get("/my-bids").status_code == 303


def test_too_many_wrong_codes_are_answered_with_a_wait(
    client: FlaskClient, session: Session, anna: User, ring: KeyRing
) -> None:
    give_password(client, anna)
    for _ in range(5):
        client.post("/sign-in/code", data={"code": "wrong"})

    answer = client.post("/sign-in/code", data={"code": code_of(session, anna, ring)})

    assert answer.status_code == 429
    assert "Please wait 15 minutes" in answer.text


def test_a_recovery_code_is_asked_for_by_a_link(
    client: FlaskClient, session: Session, ring: KeyRing
) -> None:
    user = make_bidder(session)
    codes = give_factor(session, user, ring)
    give_password(client, user)
    page = client.get("/sign-in/code?with=recovery").text

    answer = client.post("/sign-in/code?with=recovery", data={"code": codes[3]})

    assert "Recovery code" in page
    assert answer.location == "/"
    assert "A recovery code of yours was used" in client.get("/notices").text


def test_a_code_that_comes_too_late_begins_anew(
    client: FlaskClient,
    session: Session,
    anna: User,
    ring: KeyRing,
    moving_clock: MovingClock,
) -> None:
    give_password(client, anna)
    moving_clock.move(timedelta(minutes=10))
    code = code_of(session, anna, ring, now=NOON + timedelta(minutes=10))

    answer = client.post("/sign-in/code", data={"code": code, "next": "/my-bids"})

    assert answer.location == "/sign-in?next=/my-bids"
    assert client.get("/my-bids").status_code == 303


def test_a_stranger_has_no_code_to_give(client: FlaskClient) -> None:
    assert client.get("/sign-in/code").location == "/sign-in?next=/"
    assert client.post("/sign-in/code", data={"code": "1"}).status_code == 303


def test_who_is_signed_in_is_led_on(
    client: FlaskClient, session: Session, anna: User, ring: KeyRing
) -> None:
    give_password(client, anna)
    client.post("/sign-in/code", data={"code": code_of(session, anna, ring)})

    assert client.get(CODE_PAGE).location == "/my-bids"


def test_a_half_signed_in_browser_can_sign_out(
    client: FlaskClient, session: Session, anna: User, ring: KeyRing
) -> None:
    give_password(client, anna)

    client.post("/sign-out")

    code = code_of(session, anna, ring)
    assert "/sign-in?" in client.post("/sign-in/code", data={"code": code}).location
