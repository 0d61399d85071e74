"""Changing one's e-mail address, in the browser."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from auction.models import User
from tests.factories import PASSWORD, make_bidder, sign_in
from tests.letters import last_link_to, letters_to
from tests.moving_clock import MovingClock

HERE, NEW = "/account/address", "anna@new.example"


@pytest.fixture
def anna(session: Session) -> User:
    return make_bidder(session, "Anna", email="anna@old.example")


def test_somebody_changes_his_address(
    client: FlaskClient, session: Session, anna: User
) -> None:
    sign_in(client, anna)
    page = client.get(HERE).text
    asked = client.post(HERE, data={"email": NEW}, follow_redirects=True)

    done = client.post(last_link_to(session, NEW), follow_redirects=True)

    assert "anna@old.example" in page
    assert "Until then your address stays as it is." in asked.text
    assert f"The e-mail address {NEW} is confirmed." in done.text
    assert f"{NEW}, confirmed." in done.text


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("", "Please enter your e-mail address."),
        ("anna", "Please enter an e-mail address"),
        ("Anna@old.example", "This is the address that your account has."),
    ],
)
def test_what_is_no_new_address_is_refused(
    client: FlaskClient, session: Session, anna: User, email: str, sentence: str
) -> None:
    sign_in(client, anna)

    answer = client.post(HERE, data={"email": email})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert letters_to(session, email) == []


def test_whoever_sits_at_an_open_browser_is_asked_for_the_password(
    client: FlaskClient, session: Session, anna: User, moving_clock: MovingClock
) -> None:
    sign_in(client, anna)
    moving_clock.move(timedelta(minutes=11))

    refused = client.post(HERE, data={"email": NEW})
    written = letters_to(session, NEW)
    done = client.post(HERE, data={"email": NEW, "proof_password": PASSWORD})

    assert (refused.status_code, written) == (403, [])
    assert done.status_code == 303
    assert len(letters_to(session, NEW)) == 1


def test_nobody_learns_whether_the_new_address_has_an_account(
    client: FlaskClient, session: Session, anna: User
) -> None:
    make_bidder(session, "Other", email="taken@new.example")
    sign_in(client, anna)

    answers = [
        client.post(HERE, data={"email": email}, follow_redirects=True).text
        for email in ("taken@new.example", "other@new.example")
    ]

    assert answers[0] == answers[1].replace("other@", "taken@")


def test_a_stranger_is_asked_to_sign_in(client: FlaskClient, session: Session) -> None:
    answer = client.post(HERE, data={"email": NEW})

    assert answer.location == "/sign-in?next=/"
    assert letters_to(session, NEW) == []
