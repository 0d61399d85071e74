"""Opening an account, as a browser does it."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Role, SignIn, User
from auction.services import accounts
from tests.factories import PASSWORD, make_bidder, make_user, password_hash, sign_in
from tests.letters import last_link_to, letters_to
from tests.newcomers import open_account

ANNA = {"name": "Anna Example", "email": "anna@example.com", "password": PASSWORD}
TOKEN = re.compile(r"session=[^;]+")


@pytest.fixture(autouse=True)
def _little_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "hash_password", password_hash)


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/my-bids").status_code == 200


def link_for(client: FlaskClient, session: Session) -> str:
    client.post("/register", data=ANNA)
    return last_link_to(session, ANNA["email"])


def test_somebody_opens_an_account_and_is_signed_in_where_he_asked_for_it(
    client: FlaskClient, session: Session
) -> None:
    led_to = open_account(client, session, ANNA, to="/lots")

    user = session.scalars(select(User)).one()
    assert led_to == "/lots"
    assert (user.email, user.role) == ("anna@example.com", Role.BIDDER)
    assert is_signed_in(client)


def test_the_link_keeps_where_somebody_wanted_to_go(
    client: FlaskClient, session: Session
) -> None:
    client.post("/register", data=ANNA | {"next": "/lots?q=mill"})

    page = client.get(last_link_to(session, ANNA["email"])).text

    assert 'name="next" value="/lots?q=mill"' in page
    assert "Confirm this address" in page


def test_in_another_browser_the_link_opens_the_account_and_signs_nobody_in(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    link, other = link_for(client, session), app.test_client()

    answer = other.post(link, follow_redirects=True)

    assert "Your account is open. Please sign in." in answer.text
    assert answer.request.path == "/sign-in"
    assert not is_signed_in(other)
    assert not is_signed_in(client)
    sign_in(other, session.scalars(select(User)).one())


def test_a_program_that_follows_the_link_opens_nothing(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    app.test_client().get(link_for(client, session))

    session.rollback()
    assert session.scalars(select(User)).all() == []


def test_nobody_registers_as_an_officer(client: FlaskClient, session: Session) -> None:
    open_account(client, session, ANNA | {"role": "officer", "office_id": "1"})

    user = session.scalars(select(User)).one()
    assert (user.role, user.appointments) == (Role.BIDDER, [])


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"email": "anna"}, "Please enter an e-mail address"),
        ({"password": "short"}, "Please choose a password of 8 to 128 characters."),
        ({"name": "x" * 201}, "Please shorten the name"),
    ],
)
def test_a_form_that_is_not_right_says_why_and_writes_to_nobody(
    client: FlaskClient, session: Session, wrong: dict[str, str], sentence: str
) -> None:
    answer = client.post("/register", data=ANNA | wrong)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert letters_to(session, "anna@example.com") == []


def test_whoever_asks_cannot_tell_whether_an_address_has_an_account(
    app: Flask, session: Session
) -> None:
    make_bidder(session, email="anna1@example.com")
    one, other = app.test_client(), app.test_client()

    known = one.post("/register", data=ANNA | {"email": "Anna1@Example.com"})
    new = other.post("/register", data=ANNA | {"email": "anna2@example.com"})
    pages = [there.get("/register/asked").text for there in (one, other)]

    assert (known.status_code, known.data) == (new.status_code, new.data)
    shown = [
        [(name, TOKEN.sub("session", value)) for name, value in answer.headers]
        for answer in (known, new)
    ]
    lengths = {len(answer.headers["Set-Cookie"]) for answer in (known, new)}
    assert shown[0] == shown[1]
    assert max(lengths) - min(lengths) <= 4  # they are compressed
    assert pages[1].replace("anna2@", "anna1@") == pages[0]
    assert session.scalars(select(SignIn)).all() == []


def test_and_no_sign_in_tells_it_either(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    make_bidder(session, email="anna1@example.com")
    for email in ("anna1@example.com", "anna2@example.com"):
        app.test_client().post(
            "/register", data=ANNA | {"email": email, "password": f"{PASSWORD} anew"}
        )

    answers = [
        client.post("/sign-in", data={"email": email, "password": f"{PASSWORD} anew"})
        for email in ("anna1@example.com", "anna2@example.com")
    ]

    known, new = answers
    assert known.status_code == new.status_code == 422
    assert known.text == new.text.replace("anna2@", "anna1@")


def test_the_sixth_letter_in_an_hour_is_not_written_and_nobody_can_tell(
    client: FlaskClient, session: Session
) -> None:
    answers = {client.post("/register", data=ANNA).location for _ in range(6)}

    assert answers == {"/register/asked"}
    assert len(letters_to(session, ANNA["email"])) == 5


def test_a_link_that_was_used_says_so_and_leads_on(
    client: FlaskClient, session: Session
) -> None:
    link = link_for(client, session)
    client.post(link)

    for again in (client.get(link), client.post(link)):
        assert again.status_code == 409
        assert "This link has been used" in again.text
        assert 'href="/register"' in again.text


def test_a_site_without_mail_says_where_the_letter_lies(
    client: FlaskClient, session: Session
) -> None:
    page = client.post("/register", data=ANNA, follow_redirects=True).text

    assert "This site sends no mail yet" in page
    assert "operator@example.com" not in page
    assert not letters_to(session, ANNA["email"])[0].is_private


def test_the_demo_says_how_to_read_it_there(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    operator = make_user(session, role=Role.OPERATOR, is_example=True)
    page = client.post("/register", data=ANNA, follow_redirects=True).text
    (letter,) = letters_to(session, ANNA["email"])

    reader = app.test_client()
    sign_in(reader, operator)
    read = reader.get(f"/operator/outbox/{letter.id}").text

    assert "operator@example.com" in page
    assert last_link_to(session, ANNA["email"]).partition("?")[0] in read


def test_where_mail_is_sent_nobody_who_runs_the_site_reads_the_link(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    app.config["MAIL"] = object()

    page = client.post("/register", data=ANNA, follow_redirects=True).text

    assert "This site sends no mail" not in page
    assert letters_to(session, ANNA["email"])[0].is_private


def test_the_page_does_not_promise_that_no_winner_is_named(
    client: FlaskClient,
) -> None:
    page = client.get("/register").text

    assert "unless the rules of a sale publish the name of the winner." in page
