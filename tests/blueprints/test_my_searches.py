"""Searches that people keep: from the list of lots to what is new, and away again."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.event import listen, remove
from sqlalchemy.orm import Session

from auction.models import SavedSearch, User
from auction.rules.lifecycle import LotStatus
from auction.rules.saved_searches import MOST
from auction.services.saving_searches import keep_search
from tests.factories import (
    PASSWORD,
    make_bidder,
    make_catalogue,
    make_lot,
    sign_in,
)
from tests.moving_clock import NOON, MovingClock
from tests.racing import at_once
from web.lot_search import LONGEST

LATER = NOON + timedelta(minutes=10)


@pytest.fixture
def anna(client: FlaskClient, session: Session) -> User:
    anna = make_bidder(session, "Anna")
    sign_in(client, anna)
    return anna


def kept(session: Session) -> list[SavedSearch]:
    session.rollback()
    return list(session.scalars(select(SavedSearch).order_by(SavedSearch.id)))


def kept_now(session: Session) -> list[SavedSearch]:
    session.commit()
    return kept(session)


def announce(session: Session, title: str = "A forest", **columns: object) -> None:
    usual = {"announced_at": LATER, "closes_at": NOON + timedelta(days=20)}
    make_lot(session, title=title, **usual | columns)  # type: ignore[arg-type]


def test_a_visitor_who_keeps_a_search_signs_in_and_comes_back(
    client: FlaskClient, session: Session
) -> None:
    listed = client.get("/lots?q=forest&category=forest").text
    found = re.search(r'href="(/my-searches/new[^"]*)"', listed)
    assert found

    asked = client.get(client.get(unescape(found[1])).location).text
    there = re.search(r'name="next" value="([^"]+)"', asked)
    assert there
    anna = {"email": make_bidder(session).email, "password": PASSWORD}
    back = client.post("/sign-in", data=anna | {"next": unescape(there[1])})

    page = client.get(back.location).text
    assert "Keep this search" in page
    assert 'name="q" value="forest"' in page
    assert 'value="forest, Forest assets"' in page


def test_a_search_is_kept_without_its_state_and_order(
    client: FlaskClient, session: Session, anna: User
) -> None:
    answer = client.post(
        "/my-searches",
        data={
            "q": " forest ",
            "region": "North",
            "status": "open",
            "sort": "price",
            "page": "7",
            "unknown": "thing",
            "name": "Forest in the north",
            "mail": "y",
        },
    )

    assert (answer.status_code, answer.location) == (303, "/my-searches")
    (search,) = kept(session)
    assert search.query == "region=North&q=forest"
    assert (search.name, search.user_id) == ("Forest in the north", anna.id)
    assert (search.wants_mail, search.looked_at) == (True, NOON)


@pytest.mark.parametrize(
    ("sent", "query"),
    [
        ({"q": "x" * 5000}, "q=" + "x" * LONGEST),
        ({"category": "no such", "min": "-1", "max": "1e99"}, ""),
        ({"q": "'; DROP TABLE lots; --"}, "q=%27%3B+DROP+TABLE+lots%3B+--"),
        ({"q": "a&status=open&q=b"}, "q=a%26status%3Dopen%26q%3Db"),
        ({"q": "<script>"}, "q=%3Cscript%3E"),
        ({"region": "é\u202e"}, "region=%C3%A9%E2%80%AE"),
    ],
)
def test_whatever_is_sent_is_read_as_the_list_of_lots_reads_it(
    client: FlaskClient,
    session: Session,
    anna: User,  # noqa: ARG001 - she is signed in
    sent: dict[str, str],
    query: str,
) -> None:
    client.post("/my-searches", data=sent)

    (search,) = kept(session)
    assert search.query == query
    for page in (client.get("/my-searches"), client.get(f"/my-searches/{search.id}")):
        assert page.status_code == 200
        assert "<script>" not in page.text.partition("<main")[2]


def test_a_page_of_a_huge_search_is_still_a_page(
    client: FlaskClient,
    anna: User,  # noqa: ARG001 - she is signed in
) -> None:
    huge = "&".join(f"k{n}=v" for n in range(500)) + "&q=" + quote("ü" * 2000)

    assert client.get(f"/my-searches/new?{huge}").status_code == 200
    assert client.get("/my-searches/new?q=%00").status_code == 400


def test_the_same_search_is_kept_once(
    client: FlaskClient,
    session: Session,
    anna: User,  # noqa: ARG001 - she is signed in
) -> None:
    for sort in ("price", "bids"):
        client.post("/my-searches", data={"q": "forest", "sort": sort})

    assert len(kept(session)) == 1


def test_nobody_keeps_more_than_fifty(
    client: FlaskClient, session: Session, anna: User
) -> None:
    session.add_all(_search(anna, f"q={n}") for n in range(MOST))

    answer = client.post("/my-searches", data={"q": "one more", "name": "My words"})

    assert answer.status_code == 422
    assert "You keep 50 searches, and cannot keep more." in answer.text
    assert 'value="My words"' in answer.text
    assert 'name="q" value="one more"' in answer.text
    assert len(kept(session)) == MOST


def test_two_at_once_cannot_be_the_fiftieth(app: Flask, session: Session) -> None:
    anna = make_bidder(session)
    session.add_all(_search(anna, f"q={n}") for n in range(MOST - 1))
    session.commit()
    user_id = anna.id

    def keep(query: str) -> object:
        return lambda own: keep_search(
            own,
            user_id=user_id,
            name="",
            otherwise="One more",
            query=query,
            wants_mail=True,
            now=NOON,
        )

    at_once(app, [keep("q=a"), keep("q=b"), keep("q=c")])  # type: ignore[list-item]

    assert len(kept(session)) == MOST


def test_a_search_shows_how_many_lots_are_new_until_they_were_seen(
    client: FlaskClient, session: Session, anna: User, moving_clock: MovingClock
) -> None:
    session.add(_search(anna, "q=forest"))
    announce(session, "An old forest", announced_at=NOON - timedelta(days=1))
    announce(session, "A forest")
    announce(session, "Forest again")
    announce(session, "A chair")
    announce(session, "A recalled forest", status=LotStatus.RECALLED)
    moving_clock.at = LATER
    (search,) = kept_now(session)

    before = client.get("/my-searches").text
    page = client.get(f"/my-searches/{search.id}").text
    client.post(f"/my-searches/{search.id}/look", data=hidden_in(page))
    after = client.get("/my-searches").text

    assert "2 new lots" in before
    assert page.count("<article") == 2
    assert "Nothing new" in after


def test_looking_at_the_pages_changes_nothing(
    client: FlaskClient, session: Session, anna: User, moving_clock: MovingClock
) -> None:
    session.add(_search(anna, "q=forest"))
    (search,) = kept_now(session)
    moving_clock.at = LATER

    client.get("/my-searches")
    client.get(f"/my-searches/{search.id}")

    assert kept(session)[0].looked_at == NOON


@pytest.mark.parametrize("upto", ["", "yesterday", "2999-01-01T00:00:00+00:00"])
def test_nobody_has_seen_what_is_not_there_yet(
    client: FlaskClient, session: Session, anna: User, upto: str
) -> None:
    session.add(_search(anna, "q=forest"))
    (search,) = kept_now(session)

    client.post(f"/my-searches/{search.id}/look", data={"upto": upto})

    assert kept(session)[0].looked_at == NOON


def test_a_search_is_renamed_silenced_and_deleted(
    client: FlaskClient, session: Session, anna: User
) -> None:
    session.add(_search(anna, "q=forest"))
    (search,) = kept_now(session)
    path = f"/my-searches/{search.id}"

    client.post(path, data={"name": "Woods"})
    (changed,) = kept(session)
    assert (changed.name, changed.wants_mail) == ("Woods", False)

    refused = client.post(path, data={"name": "x" * 81})
    assert refused.status_code == 422
    assert 'href="#name"' in refused.text

    client.post(f"{path}/remove")
    assert kept(session) == []
    assert client.post(f"{path}/remove").status_code == 404


def test_nobody_touches_the_search_of_another(
    client: FlaskClient,
    session: Session,
    anna: User,  # noqa: ARG001 - she is signed in
) -> None:
    session.add(_search(make_bidder(session), "q=secret"))
    (search,) = kept_now(session)
    path = f"/my-searches/{search.id}"

    answers = [
        client.get(path),
        client.post(path, data={"name": "Mine"}),
        client.post(f"{path}/look"),
        client.post(f"{path}/remove"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert "secret" not in client.get("/my-searches").text
    assert kept(session)[0].name == "Kept"


def test_fifty_searches_cost_as_few_queries_as_one(
    client: FlaskClient, session: Session, engine: Engine
) -> None:
    one, many = make_bidder(session), make_bidder(session)
    session.add(_search(one, "q=0"))
    session.add_all(_search(many, f"q={n}&min=1&office=x") for n in range(MOST))
    make_lot(session, make_catalogue(session))

    assert queries_for(client, engine, one) == queries_for(client, engine, many)


def queries_for(client: FlaskClient, engine: Engine, user: User) -> int:
    sign_in(client, user)
    client.get("/my-searches")
    asked: list[object] = []

    def note(*event: object) -> None:
        asked.append(event)

    listen(engine, "before_cursor_execute", note)
    try:
        assert client.get("/my-searches").status_code == 200
    finally:
        remove(engine, "before_cursor_execute", note)
    return len(asked)


def hidden_in(page: str) -> dict[str, str]:
    found = re.search(r'name="upto" value="([^"]+)"', page)
    assert found
    return {"upto": found[1]}


def _search(user: User, query: str) -> SavedSearch:
    return SavedSearch(
        user_id=user.id,
        name="Kept",
        query=query,
        saved_at=NOON,
        looked_at=NOON,
        told_until=NOON,
    )
