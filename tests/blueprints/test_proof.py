"""Giving the password again before a delicate act."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from auction.models import ActKind, Duty, User
from tests.factories import (
    PASSWORD,
    make_bidder,
    make_lot,
    make_office,
    make_officer,
    sign_in,
)
from tests.moving_clock import MovingClock
from tests.officers import ask_for
from tests.second_factors import code_of, give_factor
from web import keys

NEW = "a longer and quite different sentence"
LATER = timedelta(minutes=10)


def hidden_in(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page)
    typed = {name: unescape(value) for name, value in found}
    typed.pop("csrf_token")
    return typed


@pytest.fixture
def user(client: FlaskClient, session: Session, moving_clock: MovingClock) -> User:
    """Let a bidder sign in, and wait until that proves nothing any more."""
    user = make_bidder(session)
    sign_in(client, user)
    moving_clock.move(LATER)
    return user


def test_who_has_just_signed_in_is_not_asked(
    client: FlaskClient, session: Session, moving_clock: MovingClock
) -> None:
    sign_in(client, make_bidder(session))
    moving_clock.move(LATER - timedelta(seconds=1))

    assert client.get("/account/password").status_code == 200


@pytest.mark.usefixtures("user")
def test_a_page_is_shown_once_the_password_was_given(client: FlaskClient) -> None:
    sent = client.get("/account/password")

    answer = client.post(sent.location, data={"proof_password": PASSWORD})

    assert sent.location == "/account/proof?next=/account/password"
    assert answer.location == "/account/password"
    assert client.get("/account/password").status_code == 200


@pytest.mark.usefixtures("user")
def test_what_was_typed_is_sent_once_more_with_the_password(
    client: FlaskClient,
) -> None:
    asked = client.post("/account/password", data={"password": NEW})
    typed = hidden_in(asked.text)

    answer = client.post("/account/password", data=typed | {"proof_password": PASSWORD})

    assert asked.status_code == 403
    assert "Nothing has been done yet" in asked.text
    assert typed == {"password": NEW}
    assert answer.location == "/account"


@pytest.mark.usefixtures("user")
def test_a_wrong_password_keeps_what_was_typed_and_does_nothing(
    client: FlaskClient,
) -> None:
    answer = client.post(
        "/account/password", data={"password": NEW, "proof_password": "wrong one"}
    )

    assert answer.status_code == 422
    assert "That is not your password." in answer.text
    assert hidden_in(answer.text) == {"password": NEW}
    assert "wrong one" not in answer.text
    assert client.get("/account/password").status_code == 303


@pytest.mark.usefixtures("user")
def test_an_empty_proof_is_none(client: FlaskClient) -> None:
    answer = client.post("/account/proof", data={"proof_password": ""})

    assert answer.status_code == 422
    assert "Please enter your password." in answer.text


@pytest.mark.usefixtures("user")
def test_five_wrong_passwords_lock_the_right_one_out_for_a_while(
    client: FlaskClient, moving_clock: MovingClock
) -> None:
    for _ in range(5):
        client.post("/account/proof", data={"proof_password": "wrong"})

    locked = client.post("/account/proof", data={"proof_password": PASSWORD})
    moving_clock.move(timedelta(minutes=15))
    later = client.post("/account/proof", data={"proof_password": PASSWORD})

    assert locked.status_code == 429
    assert "Please wait 15 minutes" in locked.text
    assert later.status_code == 303


def test_where_there_is_a_code_it_is_asked_for_too(
    app: Flask, client: FlaskClient, session: Session, moving_clock: MovingClock
) -> None:
    with app.app_context():
        ring = keys.ring()
    user = make_bidder(session)
    give_factor(session, user, ring)
    sign_in(client, user)
    client.post("/sign-in/code", data={"code": code_of(session, user, ring)})
    now = moving_clock.move(LATER)
    password = {"proof_password": PASSWORD}

    without = client.post("/account/proof", data=password)
    wrong = client.post("/account/proof", data=password | {"proof_code": "abc"})
    code = code_of(session, user, ring, now=now)
    right = client.post("/account/proof", data=password | {"proof_code": code})
    moving_clock.move(LATER)
    again = client.post("/account/proof", data=password | {"proof_code": code})

    assert (without.status_code, wrong.status_code) == (422, 422)
    assert 'href="#proof_code"' in wrong.text
    assert right.status_code == 303
    assert again.status_code == 422


def test_nobody_is_led_to_another_site_after_the_proof(
    client: FlaskClient, session: Session
) -> None:
    sign_in(client, make_bidder(session))

    answer = client.post(
        "/account/proof?next=//thief.example", data={"proof_password": PASSWORD}
    )

    assert answer.location == "/"


def test_an_approver_confirms_an_act_with_one_more_password(
    client: FlaskClient, session: Session, moving_clock: MovingClock
) -> None:
    office = make_office(session)
    lot = make_lot(session, closes_at=moving_clock.at + timedelta(days=2))
    act = ask_for(session, lot, ActKind.RECALL)
    sign_in(client, make_officer(session, office, duties=[Duty.APPROVER]))
    moving_clock.move(LATER)
    path = f"/desk/{office.slug}/acts/{act.id}/confirmation"

    asked = client.post(path)
    session.refresh(act)
    waits = act.is_waiting
    answer = client.post(path, data={"proof_password": PASSWORD})

    session.refresh(act)
    assert asked.status_code == 403
    assert waits
    assert answer.status_code == 303
    assert act.done_at is not None


def test_the_settings_of_an_office_are_kept_while_the_password_is_asked_for(
    client: FlaskClient, session: Session, moving_clock: MovingClock
) -> None:
    office = make_office(session)
    sign_in(client, make_officer(session, office))
    page = client.get(f"/desk/{office.slug}/settings").text
    (seen,) = re.findall(r'name="seen"[^>]*value="([^"]*)"', page)
    moving_clock.move(LATER)
    typed = {
        "name": "Example Court",
        "kind": "court",
        "time_zone": "UTC",
        "currency_code": "EUR",
        "locale": "en",
        "payee": "Cashier of the court",
        "iban": "DE02120300000000202051",
        "seen": seen,
    }

    asked = client.post(f"/desk/{office.slug}/settings", data=typed)
    before = office.iban
    answer = client.post(
        f"/desk/{office.slug}/settings",
        data=hidden_in(asked.text) | {"proof_password": PASSWORD},
    )

    session.refresh(office)
    assert asked.status_code == 403
    assert before == ""
    assert answer.status_code == 303, answer.text
    assert office.iban == "DE02120300000000202051"


@pytest.mark.parametrize("path", ["people/invitation", "people/{id}"])
def test_duties_are_given_with_one_more_password(
    client: FlaskClient, session: Session, moving_clock: MovingClock, path: str
) -> None:
    office = make_office(session)
    colleague = make_officer(session, office, duties=[Duty.DRAFTER])
    sign_in(client, make_officer(session, office))
    moving_clock.move(LATER)
    there = f"/desk/{office.slug}/{path.format(id=colleague.id)}"
    form = {"email": "new@court.example", "duties": ["cashier", "drafter"]}

    asked = client.post(there, data=form)
    answer = client.post(there, data=form | {"proof_password": PASSWORD})

    assert asked.status_code == 403
    assert asked.text.count('name="duties"') == 2
    assert answer.status_code == 303


def test_a_stranger_is_asked_to_sign_in_not_to_prove_anything(
    client: FlaskClient,
) -> None:
    assert client.get("/account/password").location.startswith("/sign-in?")
    assert client.get("/account/proof").location.startswith("/sign-in?")
