"""Closing one's account, as a browser does it."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.factories import (
    PASSWORD,
    make_bidder,
    make_catalogue,
    make_lot,
    make_paddle,
    sign_in,
)
from tests.moving_clock import MovingClock
from tests.racing import bid_of

CLOSING = "/account/closing"


def test_the_page_says_what_goes_and_what_stays(
    client: FlaskClient, session: Session
) -> None:
    sign_in(client, make_bidder(session))

    page = client.get(CLOSING).text

    assert "What is deleted at once" in page
    assert "What stays, and why" in page
    assert "for 10 years" in page
    assert "Close my account" in page


def test_an_account_is_closed_and_the_browser_signed_out(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    user = make_bidder(session)
    email = user.email
    sign_in(client, user)

    answer = client.post(CLOSING, data={"sure": "y"})

    assert (answer.status_code, answer.location) == (303, "/")
    home = client.get("/").text
    assert "Your account is closed." in home
    assert "A last mail" not in home  # this site has no mail server
    assert client.get("/account").status_code == 303
    again = {"email": email, "password": PASSWORD}
    closed = app.test_client().post("/sign-in", data=again)
    unknown = {"email": "nobody@example.com", "password": PASSWORD}
    nobody = app.test_client().post("/sign-in", data=unknown)
    assert closed.status_code == nobody.status_code == 422
    assert closed.text.replace(email, "") == nobody.text.replace(unknown["email"], "")


def test_without_a_yes_nothing_is_closed(client: FlaskClient, session: Session) -> None:
    user = make_bidder(session)
    sign_in(client, user)

    answer = client.post(CLOSING)

    assert answer.status_code == 422
    assert "Error: Close your account" in answer.text
    assert "Please say that you are sure." in answer.text
    assert user.closed_at is None


def test_the_password_is_asked_for_again(
    client: FlaskClient, session: Session, moving_clock: MovingClock
) -> None:
    user = make_bidder(session)
    sign_in(client, user)
    moving_clock.move(timedelta(minutes=11))

    asked = client.post(CLOSING, data={"sure": "y"})

    assert asked.status_code == 403
    assert 'name="sure"' in asked.text
    assert user.closed_at is None
    proved = client.post(CLOSING, data={"sure": "y", "proof_password": PASSWORD})
    assert proved.location == "/"


def test_what_stands_in_the_way_is_said_in_sentences(
    client: FlaskClient, session: Session
) -> None:
    user = make_bidder(session)
    lot = make_lot(session, make_catalogue(session, "movables"), title="A lathe")
    bid_of(make_paddle(session, lot, user), 400_00)(session)
    sign_in(client, user)

    page, answer = client.get(CLOSING), client.post(CLOSING, data={"sure": "y"})

    assert (page.status_code, answer.status_code) == (200, 409)
    for text in (page.text, answer.text):
        assert "Your account cannot be closed yet:" in text
        assert "“A lathe”, which is not over yet." in text
        assert "Close my account for good" not in text
    assert user.closed_at is None


def test_an_example_account_has_no_button(
    client: FlaskClient, session: Session
) -> None:
    sign_in(client, make_bidder(session, is_example=True))

    page = client.get(CLOSING).text
    assert "Close my account for good" not in page
    assert "What is deleted at once" not in page
    assert client.post(CLOSING, data={"sure": "y"}).status_code == 409


def test_a_stranger_closes_nothing(client: FlaskClient) -> None:
    assert client.post(CLOSING, data={"sure": "y"}).status_code == 303
    assert client.get(CLOSING).location == "/sign-in?next=/account/closing"
