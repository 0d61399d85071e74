"""Which mails somebody gets, and the link that stops a kind of them."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import MailStop
from auction.rules.notice_kinds import OUTBID, STOPPABLE
from tests.factories import make_bidder, sign_in
from web.mail.site import Site


def stops(session: Session) -> set[tuple[int, str]]:
    session.rollback()
    return {(stop.user_id, stop.kind) for stop in session.scalars(select(MailStop))}


def link(app: Flask, user_id: int, kind: str = OUTBID) -> str:
    return f"/mail-stops/{Site.of(app).token(user_id, kind)}"


def test_the_link_of_a_mail_stops_its_kind_without_signing_in(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    anna = make_bidder(session)
    there = link(app, anna.id)

    asked = client.get(there)
    before = stops(session)
    answer = client.post(there)
    client.post(there)

    assert "Stop them" in asked.text
    assert before == set()
    assert (answer.status_code, answer.location) == (303, there)
    assert stops(session) == {(anna.id, OUTBID)}
    assert "These mails are stopped" in client.get(there).text


def test_a_mail_program_stops_it_with_one_post_and_no_csrf_token(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    anna = make_bidder(session)
    app.config["WTF_CSRF_ENABLED"] = True

    answer = client.post(link(app, anna.id), data={"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert stops(session) == {(anna.id, OUTBID)}


@pytest.mark.parametrize("kind", ["recalled", "deposit", "no such kind"])
def test_no_link_stops_what_is_always_sent(
    app: Flask, client: FlaskClient, session: Session, kind: str
) -> None:
    answer = client.post(link(app, make_bidder(session).id, kind))

    assert answer.status_code == 404
    assert stops(session) == set()


def test_a_forged_link_is_like_one_of_nobody(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    anna = make_bidder(session)
    forged = link(app, anna.id).rpartition(".")[0] + ".x"

    assert client.get(forged).status_code == 404
    assert client.post(forged).status_code == 404
    assert client.get(link(app, anna.id + 1000)).text == client.get(
        link(app, anna.id)
    ).text.replace(link(app, anna.id), link(app, anna.id + 1000))
    assert client.post(link(app, anna.id + 1000)).status_code == 303
    assert stops(session) == set()


def test_each_kind_is_chosen_on_ones_own_page(
    client: FlaskClient, session: Session
) -> None:
    anna, other = make_bidder(session), make_bidder(session)
    sign_in(client, anna)

    assert "Choose which mails you get" in client.get("/notices").text
    assert client.get("/mail-choices").text.count("checked") == len(STOPPABLE)
    client.post("/mail-choices", data={"kind": [OUTBID, "recalled", "nonsense"]})
    few = stops(session)
    client.post("/mail-choices", data={"kind": list(STOPPABLE)})

    assert few == {(anna.id, kind) for kind in STOPPABLE if kind != OUTBID}
    assert stops(session) == set()
    assert other.id not in {user_id for user_id, _ in few}
