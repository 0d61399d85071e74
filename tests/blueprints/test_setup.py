"""Setting up an installation in which nobody has an account yet."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Role, User
from auction.services import accounts
from tests.factories import PASSWORD, make_bidder, password_hash
from web import setup_code


@pytest.fixture(autouse=True)
def _little_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "hash_password", password_hash)


@pytest.fixture
def code(app: Flask) -> str:
    with app.app_context():
        return setup_code.code()


@pytest.fixture
def form(code: str) -> dict[str, str]:
    return {
        "code": code,
        "name": "Olga Operator",
        "email": "olga@court.example",
        "password": PASSWORD,
    }


def people(session: Session) -> list[User]:
    session.rollback()
    return list(session.scalars(select(User)))


def file_of(app: Flask) -> Path:
    return Path(app.config["SETUP_CODE"])


def test_the_code_is_in_a_file_that_nobody_else_can_read(app: Flask, code: str) -> None:
    assert file_of(app).read_text() == code
    assert file_of(app).stat().st_mode & 0o777 == 0o600
    assert len(code.replace("-", "")) == 16


def test_the_address_that_is_printed_fills_the_code_in(
    app: Flask, client: FlaskClient, session: Session, code: str
) -> None:
    page = client.get(f"/setup?code={code}").text

    assert f'value="{code}"' in page
    assert file_of(app).exists()
    assert people(session) == []


def test_whoever_has_the_code_becomes_the_operator(
    app: Flask, client: FlaskClient, session: Session, form: dict[str, str]
) -> None:
    answer = client.post("/setup", data=form, follow_redirects=True)

    assert answer.request.path == "/operator/offices"
    assert "The site is yours." in answer.text
    (olga,) = people(session)
    assert (olga.role, olga.email, olga.name) == (
        Role.OPERATOR,
        "olga@court.example",
        "Olga Operator",
    )
    assert not file_of(app).exists()


def test_a_code_may_be_typed_without_care(
    client: FlaskClient, session: Session, form: dict[str, str]
) -> None:
    careless = form["code"].replace("-", " ").lower()

    client.post("/setup", data=form | {"code": f" {careless} "})

    assert len(people(session)) == 1


def test_once_anybody_is_there_the_page_is_not(
    app: Flask, client: FlaskClient, session: Session, form: dict[str, str]
) -> None:
    make_bidder(session)

    assert client.get("/setup").status_code == 404
    assert client.post("/setup", data=form).status_code == 404
    assert len(people(session)) == 1
    assert file_of(app).exists()  # it opens nothing


def test_the_same_form_cannot_be_sent_twice(
    app: Flask, session: Session, form: dict[str, str]
) -> None:
    app.test_client().post("/setup", data=form)

    again = app.test_client().post("/setup", data=form | {"email": "eve@court.example"})

    assert again.status_code == 404
    assert len(people(session)) == 1


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("code", "ABCD-EFGH-JKLM-NPQR", "not the code that the site printed"),
        ("code", "\N{GREEK CAPITAL LETTER ALPHA}", "not the code"),
        ("code", "", "enter the set-up code"),
        ("name", "", "enter your full name"),
        ("email", "olga", "for example anna@example.com"),
        ("password", "short", "8 to 128 characters"),
    ],
)
def test_what_is_wrong_is_told_and_the_code_stays_good(
    app: Flask,
    client: FlaskClient,
    session: Session,
    form: dict[str, str],
    name: str,
    value: str,
    told: str,
) -> None:
    answer = client.post("/setup", data=form | {name: value})

    assert answer.status_code == 422
    assert told in answer.text
    assert f'href="#{name}"' in answer.text
    assert people(session) == []
    assert file_of(app).read_text() == form["code"]


def test_two_who_come_at_once_do_not_both_become_the_operator(
    app: Flask, session: Session, form: dict[str, str]
) -> None:
    barrier = Barrier(2)

    def come(number: int) -> int:
        barrier.wait()
        mine = form | {"email": f"olga{number}@court.example"}
        return app.test_client().post("/setup", data=mine).status_code

    app.extensions["tests.session"] = None  # it is one thread's own
    with ThreadPoolExecutor(2) as pool:
        codes = sorted(pool.map(come, range(2)))

    assert codes[0] == 303
    assert codes[1] in (404, 422)
    assert len(people(session)) == 1


def test_a_site_that_was_started_without_a_code_makes_one_when_it_is_asked(
    app: Flask, client: FlaskClient
) -> None:
    assert not file_of(app).exists()

    client.get("/setup")

    assert file_of(app).exists()
