"""A person downloads what the site holds about him."""

from __future__ import annotations

import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from auction.models import IdentityLook, Mail, User
from auction.rules import too_often
from auction.services.verifying import OWN_LOOK
from tests.factories import PASSWORD, make_bidder, sign_in
from tests.identities import begin
from tests.moving_clock import MovingClock
from tests.web.uploads import made

DATA = "/account/data"


def opened(answer: TestResponse) -> ZipFile:
    return ZipFile(BytesIO(answer.data))


def hand_in_paper(client: FlaskClient, session: Session, user: User) -> None:
    identity = begin(session, user)
    answer = client.post(
        f"/identity/{identity.id}/papers",
        data={"kind": "passport", "paper": (BytesIO(made.pdf()), "passport.pdf")},
    )
    assert answer.status_code == 303, answer.text


def test_a_person_gets_one_file_with_all_of_it(
    client: FlaskClient, session: Session
) -> None:
    user = make_bidder(session, "Anna")
    sign_in(client, user)
    hand_in_paper(client, session, user)

    answer = client.post(DATA)

    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert "my-data-2026-03-02.zip" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    files = opened(answer)
    told = json.loads(files.read("data.json"))
    assert told["account"]["email"] == user.email
    (paper,) = [name for name in files.namelist() if name.startswith("papers/")]
    assert files.read(paper).startswith(b"%PDF-")
    assert b"data.json" in files.read("README.txt")


def test_he_is_told_by_mail_and_his_looks_are_written_down(
    client: FlaskClient, session: Session
) -> None:
    user = make_bidder(session, "Anna")
    sign_in(client, user)
    hand_in_paper(client, session, user)

    client.post(DATA)

    subjects = session.scalars(select(Mail.subject)).all()
    assert "Your data was downloaded" in subjects
    assert session.scalars(select(IdentityLook.reason)).all() == [OWN_LOOK]


def test_a_paper_whose_file_is_lost_is_named_and_the_rest_is_there(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    user = make_bidder(session, "Anna")
    sign_in(client, user)
    hand_in_paper(client, session, user)
    for file in Path(app.config["IDENTITY"]).iterdir():
        file.unlink()

    told = json.loads(opened(client.post(DATA)).read("data.json"))

    assert len(told["papers_that_cannot_be_opened"]) == 1


def test_the_password_is_asked_for_again(
    client: FlaskClient, session: Session, moving_clock: MovingClock
) -> None:
    sign_in(client, make_bidder(session))
    moving_clock.move(timedelta(minutes=11))

    asked = client.post(DATA)
    answer = client.post(DATA, data={"proof_password": PASSWORD})

    assert asked.status_code == 403
    assert asked.mimetype == "text/html"
    assert answer.mimetype == "application/zip"


def test_a_stranger_is_asked_to_sign_in(client: FlaskClient) -> None:
    assert client.post(DATA).status_code == 303
    assert client.get(DATA).location == "/sign-in?next=/account/data"


def test_the_page_says_what_is_in_it(client: FlaskClient, session: Session) -> None:
    sign_in(client, make_bidder(session))

    page = client.get(DATA)

    assert "Download my data" in page.text
    assert "your deposits, with every movement" in page.text
    assert 'href="/account/data"' in client.get("/account").text


def test_it_is_downloaded_only_so_often(client: FlaskClient, session: Session) -> None:
    sign_in(client, make_bidder(session))
    most = int(too_often.EXPORTING.partition("/")[0])

    answers = [client.post(DATA).status_code for _ in range(most + 1)]

    assert answers == [200] * most + [429]
