"""Signing in and out and opening an account, as a browser does it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from tests.factories import PASSWORD, make_bidder, make_lot, sign_in
from tests.moving_clock import MovingClock

HTMX = {"HX-Request": "true"}


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/my-bids").status_code == 200


def cookie_of(client: FlaskClient) -> str:
    cookie = client.get_cookie("session")
    assert cookie is not None
    return cookie.value


def test_somebody_signs_in_and_is_known_on_every_page(
    client: FlaskClient, session: Session
) -> None:
    user = make_bidder(session)

    answer = client.post(
        "/sign-in", data={"email": f" {user.email.upper()}", "password": PASSWORD}
    )

    assert (answer.status_code, answer.location) == (303, "/")
    assert "Sign out" in client.get("/").text


def test_a_refused_sign_in_keeps_the_address_and_never_the_password(
    client: FlaskClient, session: Session
) -> None:
    user = make_bidder(session)

    answer = client.post(
        "/sign-in", data={"email": user.email, "password": "not the password"}
    )

    assert answer.status_code == 422
    assert ">The e-mail address or the password is not right.<" in answer.text
    assert "Error: Sign in" in answer.text
    assert user.email in answer.text
    assert "not the password" not in answer.text
    assert not is_signed_in(client)


def test_an_empty_form_says_what_is_missing(client: FlaskClient) -> None:
    signing_in = client.post("/sign-in", data={})
    registering = client.post("/register", data={})

    assert (signing_in.status_code, registering.status_code) == (422, 422)
    assert "Please enter your password." in signing_in.text
    assert "Please enter your full name." in registering.text


def test_the_cookie_is_kept_from_scripts_and_from_other_sites(
    client: FlaskClient, session: Session
) -> None:
    user = make_bidder(session)

    answer = client.post("/sign-in", data={"email": user.email, "password": PASSWORD})

    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_stolen_cookie_is_dead_after_signing_out(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    sign_in(client, make_bidder(session))
    thief = app.test_client()
    thief.set_cookie("session", cookie_of(client))
    assert is_signed_in(thief)

    answer = client.post("/sign-out")

    assert (answer.status_code, answer.location) == (303, "/")
    assert not is_signed_in(client)
    assert not is_signed_in(thief)


def test_signing_in_again_gives_a_new_cookie_and_ends_the_old_one(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    anna, boris = make_bidder(session, "Anna"), make_bidder(session, "Boris")
    sign_in(client, anna)
    before = cookie_of(client)

    sign_in(client, boris)

    old = app.test_client()
    old.set_cookie("session", before)
    assert cookie_of(client) != before
    assert is_signed_in(client)
    assert not is_signed_in(old)


def test_a_cookie_planted_before_signing_in_opens_nothing_afterwards(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    with client.session_transaction() as planted:
        planted["_user_id"] = "a word that the thief knows"
    thief = app.test_client()
    thief.set_cookie("session", cookie_of(client))

    sign_in(client, make_bidder(session))

    assert is_signed_in(client)
    assert not is_signed_in(thief)


def test_a_sign_in_ends_by_itself_after_twelve_hours(
    client: FlaskClient, session: Session, moving_clock: MovingClock
) -> None:
    sign_in(client, make_bidder(session))

    moving_clock.move(timedelta(hours=12))

    assert not is_signed_in(client)


def test_nobody_looks_up_a_stranger(
    engine: Engine, client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)
    asked: list[str] = []
    event.listen(
        engine,
        "before_cursor_execute",
        lambda _c, _u, statement, *_: asked.append(statement),
    )

    client.get(f"/lots/{lot.id}")

    assert asked
    assert not [query for query in asked if "sign_ins" in query]


def test_nobody_signs_out_by_following_a_link(
    client: FlaskClient, session: Session
) -> None:
    sign_in(client, make_bidder(session))

    assert client.get("/sign-out").status_code == 405
    assert is_signed_in(client)


def test_a_stranger_who_signs_out_is_led_home(client: FlaskClient) -> None:
    assert client.post("/sign-out").location == "/"


def test_a_stranger_is_asked_to_sign_in_and_then_led_on(
    client: FlaskClient, session: Session
) -> None:
    user = make_bidder(session)

    sent = client.get("/my-bids?page=2")
    page = client.get(sent.location)
    answer = client.post(
        "/sign-in",
        data={"email": user.email, "password": PASSWORD, "next": "/my-bids?page=2"},
    )

    assert sent.status_code == 303
    assert sent.location == "/sign-in?next=/my-bids?page%3D2"
    assert 'value="/my-bids?page=2"' in page.text
    assert answer.location == "/my-bids?page=2"


def test_a_stranger_who_posts_comes_back_to_the_lot(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)

    answer = client.post(f"/lots/{lot.id}/registration")

    assert answer.location == f"/sign-in?next=/lots/{lot.id}"


def test_a_fragment_sends_the_whole_page_to_the_sign_in(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)

    answer = client.post(f"/lots/{lot.id}/registration", headers=HTMX)

    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == f"/sign-in?next=/lots/{lot.id}"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://thief.example/",
        "//thief.example",
        "/\\thief.example",
        "\\\\thief.example",
        "/\t/thief.example",
        "/\r\nLocation: https://thief.example",
        "javascript:alert(1)",
        "thief.example",
        " //thief.example",
    ],
)
def test_nobody_is_led_on_to_another_site(
    client: FlaskClient, session: Session, elsewhere: str
) -> None:
    user = make_bidder(session)

    form = {"email": user.email, "password": PASSWORD, "next": elsewhere}

    assert client.post("/sign-in", data=form).location == "/"


def test_another_site_cannot_sign_anybody_in(
    client: FlaskClient, session: Session
) -> None:
    user = make_bidder(session)

    answer = client.post(
        "/sign-in",
        data={"email": user.email, "password": PASSWORD},
        headers={"Sec-Fetch-Site": "cross-site"},
    )

    assert answer.status_code == 403
    assert not is_signed_in(client)


def test_a_form_without_its_token_is_refused(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    user = make_bidder(session)

    answer = client.post("/sign-in", data={"email": user.email, "password": PASSWORD})

    assert answer.status_code == 403
    assert "please go back, reload the page and try again" in answer.text


@pytest.mark.parametrize(
    ("path", "password"),
    [("/sign-in", "current-password"), ("/register", "new-password")],
)
def test_a_form_has_labels_and_tells_password_managers_what_it_asks(
    client: FlaskClient, path: str, password: str
) -> None:
    page = client.get(path).text

    (email,) = re.findall(r'<input[^>]* id="email"[^>]*>', page)
    (secret,) = re.findall(r'<input[^>]* id="password"[^>]*>', page)
    assert 'for="email"' in page
    assert 'for="password"' in page
    assert 'type="email"' in email
    assert 'type="password"' in secret
    assert re.findall(r'autocomplete="([^"]*)"', email + secret) == [
        "username",
        password,
    ]
