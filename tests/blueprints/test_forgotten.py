"""A forgotten password, in the browser."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from auction.models import Role
from auction.services import accounts
from tests.factories import (
    PASSWORD,
    make_bidder,
    make_user,
    password_hash,
    sign_in,
)
from tests.letters import last_link_to, letters_to
from tests.moving_clock import MovingClock

NEW = "seven mild winters in a row"


@pytest.fixture(autouse=True)
def _little_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "hash_password", password_hash)


@pytest.fixture(autouse=True)
def _sends_mail(app: Flask) -> None:
    app.config["MAIL"] = object()


def ask(client: FlaskClient, email: str) -> TestResponse:
    return client.post("/forgotten", data={"email": email})


def test_a_link_leads_to_a_new_password_and_to_the_sign_in(
    client: FlaskClient, session: Session
) -> None:
    anna = make_bidder(session, "Anna")
    asked = client.post("/forgotten", data={"email": anna.email}, follow_redirects=True)
    link = last_link_to(session, anna.email)

    page = client.get(link)
    done = client.post(link, data={"password": NEW}, follow_redirects=True)

    assert f"<strong>{anna.email}</strong>" in asked.text
    assert anna.email in page.text
    assert "Your password is changed. Please sign in with it." in done.text
    assert done.request.path == "/sign-in"
    assert client.get("/my-bids").status_code == 303  # nobody is signed in by a link
    sign_in(client, anna, NEW)


def test_nobody_learns_here_who_has_an_account(app: Flask, session: Session) -> None:
    known = make_bidder(session, "Anna", email="anna1@example.com")
    there, gone = app.test_client(), app.test_client()

    answers = [ask(there, known.email), ask(gone, "anna2@example.com")]
    pages = [there.get("/forgotten/asked").text, gone.get("/forgotten/asked").text]

    one, other = answers
    assert (one.status_code, one.data) == (other.status_code, other.data)
    assert [name for name, _ in one.headers] == [name for name, _ in other.headers]
    assert one.location == other.location == "/forgotten/asked"
    assert pages[0] == pages[1].replace("anna2@", "anna1@")
    assert len(letters_to(session, known.email)) == 1
    assert len(letters_to(session, "anna2@example.com")) == 1


def test_the_sixth_letter_in_an_hour_is_not_written_and_nobody_can_tell(
    client: FlaskClient, session: Session
) -> None:
    anna = make_bidder(session, "Anna")

    answers = {ask(client, anna.email).location for _ in range(6)}

    assert answers == {"/forgotten/asked"}
    assert len(letters_to(session, anna.email)) == 5


def test_what_is_no_address_is_refused(client: FlaskClient) -> None:
    answer = ask(client, "anna")

    assert answer.status_code == 422
    assert "Please enter an e-mail address" in answer.text


def test_a_password_that_is_too_short_can_be_mended(
    client: FlaskClient, session: Session
) -> None:
    anna = make_bidder(session, "Anna")
    ask(client, anna.email)
    link = last_link_to(session, anna.email)

    refused = client.post(link, data={"password": "short"})
    empty = client.post(link, data={})
    done = client.post(link, data={"password": NEW})

    assert (refused.status_code, empty.status_code) == (422, 422)
    assert "8 to 128 characters" in refused.text
    assert done.status_code == 303


def test_a_link_that_was_used_or_is_too_old_says_so_and_leads_on(
    client: FlaskClient, session: Session, moving_clock: MovingClock
) -> None:
    anna = make_bidder(session, "Anna")
    ask(client, anna.email)
    used = last_link_to(session, anna.email)
    client.post(used, data={"password": NEW})
    ask(client, anna.email)
    old = last_link_to(session, anna.email)
    moving_clock.move(timedelta(hours=1))

    pages = [client.get(used), client.post(old, data={"password": PASSWORD})]

    assert [page.status_code for page in pages] == [409, 409]
    assert "This link has been used" in pages[0].text
    assert "good for one hour" in pages[1].text
    assert all('href="/forgotten"' in page.text for page in pages)


def test_a_site_without_mail_says_whom_to_ask_instead_of_asking(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    app.config["MAIL"] = None
    anna = make_bidder(session, "Anna")

    page = client.get("/forgotten").text
    sent = client.post("/forgotten", data={"email": anna.email}, follow_redirects=True)

    assert "This site sends no mail" in page
    assert 'name="email"' not in page
    assert "This is a demo" not in page
    assert (sent.text, client.get("/forgotten/asked").text) == (page, page)
    assert letters_to(session, anna.email) == []


def test_the_demo_says_that_its_example_accounts_keep_their_password(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    app.config["MAIL"] = None
    make_user(session, role=Role.OPERATOR, is_example=True)

    page = client.get("/forgotten").text

    assert "the example accounts keep the password" in page
