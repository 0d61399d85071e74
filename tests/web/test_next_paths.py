"""Nobody is led on to another site, however its address is written."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.factories import PASSWORD, make_bidder
from tests.newcomers import open_account
from web.next_paths import here, is_of_this_site, safe_next

ELSEWHERE = [
    "https://thief.example/",
    "http://thief.example",
    "HTTPS://thief.example",
    "https:thief.example",
    "https:/thief.example",
    "https:///thief.example",
    "http:\\\\thief.example",
    "//thief.example",
    "///thief.example",
    "////thief.example/lots",
    "//thief.example@localhost/",
    "//localhost@thief.example/",
    "https://localhost@thief.example/",
    "https://localhost:80@thief.example/",
    "@thief.example",
    "/\\thief.example",
    "/\\/thief.example",
    "\\\\thief.example",
    "\\/thief.example",
    "/lots\\..\\..\\thief.example",
    "/%5cthief.example",
    "/%2f%2fthief.example",
    "/%2fthief.example",
    "%2f%2fthief.example",
    "/%252fthief.example",
    "/%25252525252fthief.example",
    "/.//thief.example",
    "/lots//thief.example",
    "/..//thief.example",
    "/\t/thief.example",
    "\t//thief.example",
    " //thief.example",
    "/ /thief.example",
    "/\n/thief.example",
    "/\r\nLocation: https://thief.example",
    "/%0d%0aLocation:%20https://thief.example",
    "/lots%00//thief.example",
    "javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,thief",
    "thief.example",
    "lots",
    "?next=//thief.example",
    "/\u2215thief.example",
    "/\uff0fthief.example",
    "/lots#//thief.example",
    "",
    "/" + "x" * 2000,
]
ON_THIS_SITE = [
    "/",
    "/my-bids",
    "/my-bids?page=2",
    "/lots/7",
    "/lots?q=forest+house&region=North&category=real_estate",
    "/lots?q=W%C3%A4lder%20%26%20Seen",
    "/desk/example-court/acts/7",
    "/account/second-factor?next=%2Fdesk%2Fexample-court",
    "/lots?sort=%2F%2Fis-only-a-word",
]


def test_there_are_forty_and_more_ways_to_write_another_site() -> None:
    assert len(set(ELSEWHERE)) == len(ELSEWHERE) >= 40


@pytest.mark.parametrize("path", ELSEWHERE)
def test_another_site_is_never_led_on_to(path: str) -> None:
    assert not is_of_this_site(path)


@pytest.mark.parametrize("path", ON_THIS_SITE)
def test_a_page_of_this_site_is_led_on_to_as_it_is(app: Flask, path: str) -> None:
    with app.test_request_context("/"):
        assert safe_next(path) == path


@pytest.mark.parametrize("path", ON_THIS_SITE)
def test_where_somebody_is_can_be_led_back_to(app: Flask, path: str) -> None:
    with app.test_request_context(path):
        assert is_of_this_site(here())


def test_no_sign_in_ends_on_another_site(client: FlaskClient, session: Session) -> None:
    form = {"email": make_bidder(session).email, "password": PASSWORD}

    led_to = {
        client.post("/sign-in", data=form | {"next": path}).location
        for path in ELSEWHERE
        if "\0" not in path
    }

    assert led_to == {"/"}


def test_neither_does_a_registration(client: FlaskClient, session: Session) -> None:
    form = {"name": "Anna", "password": PASSWORD}

    led_to = {
        open_account(client, session, form | {"email": f"a{n}@example.com"}, to=path)
        for n, path in enumerate(ELSEWHERE[::8])
    }

    assert led_to == {"/"}


def test_somebody_comes_back_to_a_page_with_a_name_in_another_script(
    client: FlaskClient, session: Session
) -> None:
    there = client.get("/my-bids?q=%E6%88%BF%E4%BA%A7").location
    form = {"email": make_bidder(session).email, "password": PASSWORD}

    page = client.get(there).text
    answer = client.post(
        "/sign-in", data=form | {"next": "/my-bids?q=%E6%88%BF%E4%BA%A7"}
    )

    assert 'value="/my-bids?q=%E6%88%BF%E4%BA%A7"' in page
    assert answer.location == "/my-bids?q=%E6%88%BF%E4%BA%A7"
