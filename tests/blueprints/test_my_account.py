"""One's own account: where one is signed in, and the password."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Mail, SignIn, User
from tests.factories import (
    PASSWORD,
    make_bidder,
    make_lot,
    make_paddle,
    make_user,
    sign_in,
)
from tests.moving_clock import MovingClock

NEW = "a longer and quite different sentence"
LINUX = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}


def is_in(client: FlaskClient) -> bool:
    return client.get("/my-bids").status_code == 200


def another(app: Flask, user: User, **headers: str) -> FlaskClient:
    client = app.test_client()
    form = {"email": user.email, "password": PASSWORD}
    assert client.post("/sign-in", data=form, headers=headers).status_code == 303
    return client


def test_the_account_shows_every_browser_and_which_one_this_is(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    user = make_bidder(session)
    another(app, user, **LINUX)
    another(app, make_bidder(session), **LINUX)
    sign_in(client, user)
    another(app, user, **LINUX)

    page = client.get("/account").text

    headings = re.findall(r"<h3[^>]*>(.*?)</h3>", page)
    assert headings == ["A browser (this one)"] + 2 * ["Firefox on Linux"]
    assert user.email in page


def test_a_stranger_has_no_account_page(client: FlaskClient) -> None:
    assert client.get("/account").location == "/sign-in?next=/account"


def test_somebody_signs_another_browser_out(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    user = make_bidder(session)
    there = another(app, user)
    sign_in(client, user)
    (token,) = re.findall(
        r'name="sign_in"\s+value="(\w+)"', client.get("/account").text
    )

    answer = client.post("/account/sign-ins/end", data={"sign_in": token})

    assert answer.location == "/account"
    assert is_in(client)
    assert not is_in(there)


def test_nobody_signs_somebody_elses_browser_out(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    there = another(app, make_bidder(session))
    token = session.scalars(select(SignIn.token)).one()
    sign_in(client, make_bidder(session))

    client.post("/account/sign-ins/end", data={"sign_in": token})

    assert is_in(there)


def test_all_others_are_signed_out_at_once(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    user = make_bidder(session)
    others = [another(app, user) for _ in range(3)]
    sign_in(client, user)

    answer = client.post("/account/sign-ins/end-others", follow_redirects=True)

    assert "3 other browsers were signed out." in answer.text
    assert is_in(client)
    assert not any(is_in(other) for other in others)


def test_a_new_password_signs_every_other_browser_out_and_this_one_stays(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    user = make_bidder(session)
    there = another(app, user)
    sign_in(client, user)
    before = client.get_cookie("session")

    answer = client.post("/account/password", data={"password": NEW})

    old = app.test_client()
    assert before is not None
    old.set_cookie("session", before.value)
    assert answer.location == "/account"
    assert is_in(client)
    assert not is_in(there)
    assert not is_in(old)
    form = {"email": user.email}
    fresh = app.test_client()
    assert fresh.post("/sign-in", data=form | {"password": PASSWORD}).status_code == 422
    assert fresh.post("/sign-in", data=form | {"password": NEW}).status_code == 303


def test_whose_password_was_changed_is_told_by_a_private_mail(
    client: FlaskClient, session: Session
) -> None:
    user = make_bidder(session)
    sign_in(client, user)

    client.post("/account/password", data={"password": NEW})

    mail = session.scalars(select(Mail)).one()
    assert (mail.recipient, mail.is_private) == (user.email, True)
    assert NEW not in mail.text


def test_a_password_that_is_too_short_changes_nothing(
    client: FlaskClient, session: Session
) -> None:
    user = make_bidder(session)
    sign_in(client, user)

    answer = client.post("/account/password", data={"password": "short"})

    assert answer.status_code == 422
    assert "8 to 128 characters" in answer.text
    assert is_in(client)
    assert session.scalars(select(Mail)).all() == []


@pytest.mark.parametrize("path", ["/account/password", "/account/sign-ins/end-others"])
def test_an_example_account_stays_open_to_everybody_who_tries_it(
    app: Flask, client: FlaskClient, session: Session, path: str
) -> None:
    user = make_user(session, is_example=True)
    there = another(app, user, **LINUX)
    sign_in(client, user)

    answer = client.post(path, data={"password": NEW})

    page = client.get("/account").text
    assert answer.status_code == 409
    assert "a password that everybody knows" in page
    assert "Firefox on Linux" not in page
    assert there.get("/account").status_code == 200


def test_a_browser_in_which_nothing_is_done_is_signed_out(
    client: FlaskClient, session: Session, moving_clock: MovingClock
) -> None:
    sign_in(client, make_bidder(session))
    moving_clock.move(timedelta(minutes=29))
    assert is_in(client)

    moving_clock.move(timedelta(minutes=29))
    awake = is_in(client)
    moving_clock.move(timedelta(minutes=30))

    assert awake
    assert not is_in(client)


def test_what_a_page_fetches_by_itself_keeps_nobody_signed_in(
    client: FlaskClient, session: Session, moving_clock: MovingClock
) -> None:
    sign_in(client, make_bidder(session))
    for _ in range(3):
        moving_clock.move(timedelta(minutes=10))
        client.get("/my-bids", headers={"HX-Request": "true"})

    assert not is_in(client)


def test_who_watches_a_lot_is_told_until_when_he_is_signed_in(
    client: FlaskClient, session: Session, moving_clock: MovingClock
) -> None:
    user, lot = make_bidder(session), make_lot(session)
    make_paddle(session, lot, user)
    sign_in(client, user)
    moving_clock.move(timedelta(minutes=10))

    watching = client.get(f"/lots/{lot.id}/mine", headers={"HX-Request": "true"}).text
    client.get(f"/lots/{lot.id}")
    loaded = client.get(f"/lots/{lot.id}/mine", headers={"HX-Request": "true"}).text

    assert "12:30:00 UTC" in watching
    assert "12:40:00 UTC" in loaded
