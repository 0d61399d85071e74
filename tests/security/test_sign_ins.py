"""A sign-in is not fixed, not stolen, and ends when it should (S12, S13)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from multiprocessing import get_context

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from auction.models import Duty, User
from auction.rules.sign_ins import IDLE, SIGNED_IN_FOR
from auction.sealing import KeyRing
from auction.services import appointing, inviting, signing_in
from tests.factories import (
    PASSWORD,
    make_bidder,
    make_office,
    make_officer,
    make_user,
    sign_in,
)
from tests.moving_clock import NOON, MovingClock
from tests.second_factors import code_of, give_code, give_factor
from web import keys

NEW = "a longer and quite different sentence"
End = Callable[[FlaskClient, Session, MovingClock], object]


def cookie_of(client: FlaskClient, name: str = "session") -> str:
    cookie = client.get_cookie(name)
    assert cookie is not None
    return cookie.value


def with_cookie(app: Flask, value: str) -> FlaskClient:
    client = app.test_client()
    client.set_cookie("session", value)
    return client


def is_in(client: FlaskClient) -> bool:
    return client.get("/notices").status_code == 200


def sign_out(client: FlaskClient, *_: object) -> None:
    client.post("/sign-out")


def change_password(client: FlaskClient, *_: object) -> None:
    client.post("/account/password", data={"password": NEW})


def close_the_account(_: FlaskClient, session: Session, __: MovingClock) -> None:
    session.execute(update(User).values(closed_at=NOON))


def end_all_elsewhere(client: FlaskClient, *_: object) -> None:
    other = client.application.test_client()
    user = client.application.extensions["tests.user"]
    sign_in(other, user)
    other.post("/account/sign-ins/end-others")


def be_idle(_: FlaskClient, __: Session, clock: MovingClock) -> None:
    clock.move(IDLE)


def stay_all_day(client: FlaskClient, _: Session, clock: MovingClock) -> None:
    for _minutes in range(int(SIGNED_IN_FOR / timedelta(minutes=20))):
        assert is_in(client)
        clock.move(timedelta(minutes=20))


@pytest.mark.parametrize(
    "end",
    [
        sign_out,
        change_password,
        close_the_account,
        end_all_elsewhere,
        be_idle,
        stay_all_day,
    ],
)
def test_a_copied_cookie_is_worth_nothing_once_the_sign_in_has_ended(
    app: Flask,
    client: FlaskClient,
    session: Session,
    moving_clock: MovingClock,
    end: End,
) -> None:
    user = make_bidder(session)
    app.extensions["tests.user"] = user
    sign_in(client, user)
    thief = with_cookie(app, cookie_of(client))
    assert is_in(thief)

    end(client, session, moving_clock)

    assert thief.get("/notices").location == "/sign-in?next=/notices"
    assert thief.get("/notices", headers={"HX-Request": "true"}).status_code == 401


def test_the_cookie_is_another_one_after_each_step_of_signing_in(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    with app.app_context():
        ring = keys.ring()
    user = make_bidder(session)
    give_factor(session, user, ring)
    client.get("/sign-in")
    client.post("/sign-in", data={"email": user.email, "password": PASSWORD})
    half = cookie_of(client)
    client.post("/sign-in/code", data={"code": code_of(session, user, ring)})
    whole = cookie_of(client)

    assert half != whole
    assert is_in(client)
    assert not is_in(with_cookie(app, half))


def test_a_change_of_duties_ends_every_sign_in_of_that_person(
    client: FlaskClient, session: Session
) -> None:
    office = make_office(session)
    boss = make_officer(session, office)
    officer = make_officer(session, office, duties=[Duty.DRAFTER])
    sign_in(client, officer)

    appointing.set_duties(
        session,
        office_id=office.id,
        user_id=officer.id,
        manager_id=boss.id,
        duties=[Duty.CASHIER],
        now=NOON,
    )

    assert not is_in(client)


def test_who_changes_his_own_duties_gets_a_new_cookie(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    office = make_office(session)
    make_officer(session, office)
    boss = make_officer(session, office)
    sign_in(client, boss)
    old = cookie_of(client)

    client.post(f"/desk/{office.slug}/people/{boss.id}", data={"duties": ["approver"]})

    assert cookie_of(client) != old
    assert is_in(client)
    assert not is_in(with_cookie(app, old))


def test_who_accepts_an_invitation_gets_a_new_cookie(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    officer = make_officer(session)
    other = make_office(session, "another-court")
    words: list[str] = []

    def link(word: str) -> str:
        words.append(word)
        return word

    inviting.invite(
        session,
        office_id=other.id,
        by_id=make_officer(session, other).id,
        email=officer.email,
        duties=[Duty.DRAFTER],
        link=link,
        now=NOON,
    )
    sign_in(client, officer)
    old = cookie_of(client)

    client.post(f"/invitations/{words[0]}")

    assert cookie_of(client) != old
    assert client.get("/desk/another-court").status_code == 200
    assert not is_in(with_cookie(app, old))


def test_behind_https_a_browser_keeps_the_cookie_to_this_very_host(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    user = make_user(session)
    app.config.update(SESSION_COOKIE_SECURE=True, SESSION_COOKIE_NAME="__Host-session")

    answer = client.post(
        "/sign-in",
        data={"email": user.email, "password": PASSWORD},
        base_url="https://localhost",
    )

    device, cookie = answer.headers.getlist("Set-Cookie")
    assert device.startswith("__Secure-device=")
    assert cookie.startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_one_code_in_two_processes_at_once_lets_one_in(
    session: Session, database_url: str
) -> None:
    ring = KeyRing({1: bytes(32)})
    user = make_bidder(session)
    give_factor(session, user, ring)
    code = code_of(session, user, ring)
    words = [
        signing_in.sign_in(session, email=user.email, password=PASSWORD, now=NOON)
        for _ in range(2)
    ]
    session.commit()
    context = get_context("spawn")
    together, answers = context.Barrier(2), context.SimpleQueue()
    processes = [
        context.Process(
            target=give_code, args=(database_url, word, code, together, answers)
        )
        for word in words
    ]

    for process in processes:
        process.start()
    came = sorted(answers.get() for _ in processes)
    for process in processes:
        process.join()

    assert came == ["WrongCode", "let in"]
