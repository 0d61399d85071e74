"""Doors that open only so often: bids, searches, accounts, files, questions."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from limits import parse
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app import create_app
from auction.models import User
from auction.rules import too_often
from tests.factories import make_bidder, make_lot, make_paddle, sign_in
from tests.moving_clock import MovingClock
from web import limits
from web.extensions import db
from web.tries_storage import TriesStorage

HTMX = {"HX-Request": "true"}


def amount_of(rate: str) -> int:
    return int(rate.partition("/")[0])


def test_nobody_is_stopped_who_fights_for_a_lot(
    client: FlaskClient, session: Session, moving_clock: MovingClock
) -> None:
    lot = make_lot(session)
    paddle = make_paddle(session, lot)
    sign_in(client, paddle.user)
    path = f"/lots/{lot.id}/bids"

    for _ in range(40):  # a bid every second and a half, and its confirmation
        moving_clock.move(timedelta(milliseconds=1500))
        asked = client.post(path, data={"amount": "500"})
        assert asked.status_code != 429
        assert client.post(path, data={"amount": "500"}).status_code != 429


def test_a_machine_that_bids_without_end_is_told_to_wait(
    client: FlaskClient, session: Session, moving_clock: MovingClock
) -> None:
    lot = make_lot(session)
    user = make_paddle(session, lot).user
    sign_in(client, user)
    other = client.application.test_client()
    sign_in(other, make_paddle(session, lot).user)
    path = f"/lots/{lot.id}/bids"

    used_up(client.application, too_often.BIDDING, "bids", user)
    page = client.post(path, data={"amount": "500"})
    fragment = client.post(path, data={"amount": "500"}, headers=HTMX)
    program = client.post(path, headers={"Accept": "application/json"})

    assert page.status_code == 429
    assert page.headers["Retry-After"] == "60"
    assert "<h1" in page.text
    assert "Please wait a little" in page.text
    assert (
        "You have sent very many bids within a minute. "
        "Please try again in 60 seconds." in page.text
    )
    assert (fragment.status_code, fragment.headers["Retry-After"]) == (429, "60")
    assert fragment.headers["HX-Reswap"] == "none"
    assert 'id="notice"' in fragment.text
    assert "<html" not in fragment.text
    assert program.status_code == 429
    assert program.json is not None
    assert program.json["sentence"].startswith("You have sent very many bids")
    assert other.post(path, data={"amount": "500"}).status_code != 429

    moving_clock.move(timedelta(minutes=1))
    assert client.post(path, data={"amount": "500"}).status_code != 429


def test_maxima_and_matches_count_with_the_bids(
    client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)
    user = make_paddle(session, lot).user
    sign_in(client, user)
    used_up(client.application, too_often.BIDDING, "bids", user)

    assert client.post(f"/lots/{lot.id}/maxima").status_code == 429
    assert client.post(f"/lots/{lot.id}/matches").status_code == 429


def test_searches_are_counted_and_plain_lists_are_not(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    used_up(client.application, too_often.SEARCHING, "search")

    assert client.get("/lots?q=forest").status_code == 429
    assert client.get("/lots?region=North").status_code == 200
    assert client.get("/lots").status_code == 200
    monkeypatch.setitem(client.application.config, "RATE_LIMITS", False)
    assert client.get("/lots?q=forest").status_code == 200


def test_accounts_are_opened_only_so_often_from_one_address(
    client: FlaskClient,
) -> None:
    for _ in range(amount_of(too_often.REGISTERING)):
        assert client.post("/register").status_code == 422

    page = client.post("/register")

    assert page.status_code == 429
    assert "Very many accounts were asked for from where you are." in page.text
    elsewhere = client.post("/register", environ_overrides={"REMOTE_ADDR": "192.0.2.1"})
    assert elsewhere.status_code == 422


def test_whether_one_may_bid_is_asked_only_so_often(
    client: FlaskClient, session: Session
) -> None:
    path = f"/lots/{make_lot(session).id}/eligibility"
    used_up(client.application, too_often.ASKING, "eligibility")

    assert client.get(f"{path}?kind=natural").status_code == 429
    assert client.get(path).status_code == 200


def test_files_are_sent_only_so_often(client: FlaskClient, session: Session) -> None:
    lot = make_lot(session)
    user = make_bidder(session)
    sign_in(client, user)
    used_up(client.application, too_often.UPLOADING, "uploads", user)

    answer = client.post(
        f"/lots/{lot.id}/mandate", data={"paper": (BytesIO(b"%PDF"), "paper.pdf")}
    )

    assert answer.status_code == 429


def test_a_busy_database_stops_no_bids_and_no_searches(
    client: FlaskClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    lot = make_lot(session)
    sign_in(client, make_paddle(session, lot).user)

    def busy(*_: object, **__: object) -> int:
        raise OperationalError("INSERT", {}, TimeoutError("database is locked"))

    monkeypatch.setattr(TriesStorage, "incr", busy)

    assert client.get("/lots?q=forest").status_code == 200
    form = {"amount": "400.00", "idempotency_key": "0" * 32, "confirmed": "1"}
    assert client.post(f"/lots/{lot.id}/bids", data=form).status_code < 400


def test_one_person_is_written_to_only_so_often(app: Flask) -> None:
    with app.test_request_context():
        answers = [limits.may_write_to(f" Anna{'@'}Example.com") for _ in range(6)]

        assert answers == [True] * 5 + [False]
        assert limits.may_write_to("boris@example.com")


def test_a_proxy_that_is_trusted_tells_from_where_a_request_comes(app: Flask) -> None:
    behind = create_app(dict(app.config) | {"TRUSTED_PROXIES": 1})
    client = behind.test_client()

    def register(address: str) -> int:
        header = {"X-Forwarded-For": address}
        return client.post("/register", headers=header).status_code

    used_up(behind, too_often.REGISTERING, "register", address="198.51.100.1")

    assert register("198.51.100.1") == 429
    assert register("203.0.113.9, 198.51.100.1") == 429  # the first is only said
    assert register("198.51.100.2") == 422
    with behind.app_context():
        db.engine.dispose()


def used_up(
    app: Flask,
    rate: str,
    scope: str,
    user: User | None = None,
    *,
    address: str = "127.0.0.1",
) -> None:
    """Count as often as it is allowed, for an account or for this address."""
    item = parse(rate)
    with app.test_request_context(environ_overrides={"REMOTE_ADDR": address}):
        who = limits.digest("account", str(user.id)) if user else limits.from_address()
        TriesStorage().incr(
            item.key_for(who, scope), item.get_expiry(), amount=item.amount
        )
