"""Confirming an e-mail address in the browser."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from auction.models import User
from tests.applicants import make_sale
from tests.factories import make_bidder, make_lot, sign_in
from tests.letters import last_link_to, letters_to
from tests.moving_clock import NOON, MovingClock

ADDRESS_ALONE = "[registration]\nidentity = false\naddress = true"
AGAIN = "/account/address/link"


@pytest.fixture
def anna(session: Session) -> User:
    return make_bidder(session, "Anna", email_confirmed_at=None)


def link_of(client: FlaskClient, session: Session, anna: User) -> str:
    sign_in(client, anna)
    client.post(AGAIN)
    return last_link_to(session, anna.email)


def test_the_account_sends_the_link_and_the_button_behind_it_confirms(
    client: FlaskClient, session: Session, anna: User
) -> None:
    sign_in(client, anna)
    page = client.get("/account").text
    sent = client.post(AGAIN, follow_redirects=True)
    link = last_link_to(session, anna.email)

    asked = client.get(link)
    done = client.post(link.partition("?")[0], follow_redirects=True)

    assert "not yet confirmed" in page
    assert "operator&#39;s Outbox" in sent.text
    assert "Confirm this address" in asked.text
    assert f"The e-mail address {anna.email} is confirmed." in done.text
    assert f"{anna.email}, confirmed." in done.text


def test_a_program_that_follows_the_link_confirms_nothing(
    app: Flask, client: FlaskClient, session: Session, anna: User
) -> None:
    link = link_of(client, session, anna)

    app.test_client().get(link)

    session.refresh(anna)
    assert anna.email_confirmed_at is None


def test_it_works_in_a_browser_where_nobody_is_signed_in(
    app: Flask, client: FlaskClient, session: Session, anna: User
) -> None:
    link = link_of(client, session, anna)

    stranger = app.test_client()
    answer = stranger.post(link, data={"next": "/my-bids"})

    session.refresh(anna)
    assert (answer.status_code, answer.location) == (303, "/my-bids")
    assert stranger.get("/my-bids").location == "/sign-in?next=/my-bids"
    assert anna.email_confirmed_at == NOON


def test_whoever_else_is_signed_in_stays_himself(
    app: Flask, client: FlaskClient, session: Session, anna: User
) -> None:
    link = link_of(client, session, anna)
    boris = make_bidder(session, "Boris", email_confirmed_at=None)
    other = app.test_client()
    sign_in(other, boris)

    page = other.post(link, follow_redirects=True).text

    session.refresh(boris)
    assert boris.email_confirmed_at is None
    assert f"The e-mail address {anna.email} is confirmed." in page
    assert boris.email in page


def test_a_link_that_was_used_says_so_and_leads_on(
    client: FlaskClient, session: Session, anna: User
) -> None:
    link = link_of(client, session, anna)
    client.post(link)

    again = client.get(link)

    assert again.status_code == 409
    assert "This link has been used" in again.text
    assert 'href="/account"' in again.text


def test_a_link_that_is_too_old_says_so_and_how_to_get_another(
    app: Flask,
    client: FlaskClient,
    session: Session,
    anna: User,
    moving_clock: MovingClock,
) -> None:
    link = link_of(client, session, anna)
    moving_clock.move(timedelta(hours=24))

    answer = app.test_client().post(link)

    assert answer.status_code == 409
    assert "good for 24 hours, which is over" in answer.text
    assert "sends you another link" in answer.text


def test_a_link_that_nobody_was_sent_is_not_there(client: FlaskClient) -> None:
    answer = client.get("/address/guessed")

    assert answer.status_code == 404
    assert "copy the whole address from the mail" in answer.text


def test_the_registration_asks_for_it_and_the_link_leads_back_there(
    client: FlaskClient, session: Session, anna: User
) -> None:
    lot = make_lot(session, make_sale(session, ADDRESS_ALONE))
    here = f"/lots/{lot.id}/registration"
    sign_in(client, anna)
    client.post(here)

    page = client.get(here).text
    client.post(AGAIN, data={"next": here})
    link = last_link_to(session, anna.email)
    asked = client.get(link)
    done = client.post(link, data={"next": here})

    assert f"Send the link to {anna.email}" in page
    assert f'value="{here}"' in asked.text
    assert done.location == here
    assert "Your bidder number for this lot is" in client.get(here).text


def test_nobody_is_sent_more_than_five_in_an_hour(
    client: FlaskClient, session: Session, anna: User, moving_clock: MovingClock
) -> None:
    sign_in(client, anna)
    sent = [client.post(AGAIN).status_code for _ in range(6)]
    moving_clock.move(timedelta(minutes=20))
    client.get("/account")  # a sign of life
    moving_clock.move(timedelta(minutes=20))
    client.get("/account")
    moving_clock.move(timedelta(minutes=20))

    later = client.post(AGAIN).status_code

    assert sent == [303] * 5 + [429]
    assert later == 303
    assert len(letters_to(session, anna.email)) == 6


def test_a_stranger_cannot_have_mails_written(
    client: FlaskClient, session: Session, anna: User
) -> None:
    answer = client.post(AGAIN)

    assert answer.location is not None
    assert answer.location.startswith("/sign-in")
    assert letters_to(session, anna.email) == []


def test_where_mail_is_sent_nobody_who_runs_the_site_reads_the_link(
    app: Flask, client: FlaskClient, session: Session, anna: User
) -> None:
    app.config["MAIL"] = object()

    link_of(client, session, anna)

    assert letters_to(session, anna.email)[0].is_private
