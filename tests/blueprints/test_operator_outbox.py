"""The operator's outbox: the state of every mail, and nobody's secrets."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from auction.models import Mail, MailState, Role
from auction.services.mailing import write_mail
from tests.factories import make_user, sign_in
from tests.mail_servers import reach
from tests.moving_clock import NOON

OUTBOX = "/operator/outbox"
SECRETS = ("zacharias@example.com", "Secret subject", "Secret text")


def write(session: Session, *, is_private: bool = False, **columns: Any) -> Mail:
    mail = write_mail(
        session,
        to="zacharias@example.com",
        subject="Secret subject",
        text="Secret text: https://auctions.court.example/invitations/word",
        now=NOON,
        is_private=is_private,
    )
    for name, value in columns.items():
        setattr(mail, name, value)
    session.commit()
    return mail


@pytest.fixture
def operator(client: FlaskClient, session: Session) -> FlaskClient:
    sign_in(client, make_user(session, role=Role.OPERATOR))
    return client


@pytest.mark.parametrize("path", [OUTBOX, f"{OUTBOX}/1"])
def test_strangers_are_asked_to_sign_in(client: FlaskClient, path: str) -> None:
    assert client.get(path).location == f"/sign-in?next={path}"


@pytest.mark.parametrize("role", [Role.BIDDER, Role.OFFICER, Role.AUDITOR])
def test_the_outbox_is_the_operators_alone(
    client: FlaskClient, session: Session, role: Role
) -> None:
    mail = write(session)
    sign_in(client, make_user(session, role=role))

    answers = [client.get(path) for path in (OUTBOX, f"{OUTBOX}/{mail.id}")]
    answers.append(client.post(f"{OUTBOX}/failed/retry"))

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert not [word for word in SECRETS for page in answers if word in page.text]


def test_an_empty_outbox_says_so(operator: FlaskClient) -> None:
    assert "There is no mail here." in operator.get(OUTBOX).text


@pytest.mark.parametrize("is_sending", [True, False])
def test_of_a_private_mail_only_its_state_is_shown(
    app: Flask, operator: FlaskClient, session: Session, *, is_sending: bool
) -> None:
    app.config["MAIL"] = reach(25) if is_sending else None
    mail = write(session, is_private=True, tries=3, error="The mail server said 450")

    page = operator.get(OUTBOX).text

    assert "Private" in page
    assert "The mail server said 450" in page
    assert not [word for word in SECRETS if word in page]
    assert operator.get(f"{OUTBOX}/{mail.id}").status_code == 404


def test_without_a_mail_server_the_other_mails_can_be_read(
    operator: FlaskClient, session: Session
) -> None:
    mail = write(session)

    page = operator.get(OUTBOX).text
    letter = operator.get(f"{OUTBOX}/{mail.id}").text

    assert "no mail server" in page
    assert f'href="{OUTBOX}/{mail.id}"' in page
    assert "https://auctions.court.example/invitations/word" in letter
    assert "zacharias@example.com" in letter


def test_with_a_mail_server_no_text_can_be_read(
    app: Flask, operator: FlaskClient, session: Session
) -> None:
    app.config["MAIL"] = reach(25)
    mail = write(session)

    page = operator.get(OUTBOX).text

    assert "zacharias@example.com" in page
    assert "Secret subject" in page
    assert "no mail server" not in page
    assert operator.get(f"{OUTBOX}/{mail.id}").status_code == 404


def test_a_letter_that_does_not_exist_is_not_there(operator: FlaskClient) -> None:
    assert operator.get(f"{OUTBOX}/1").status_code == 404


def test_mails_are_counted_and_listed_by_their_state(
    operator: FlaskClient, session: Session
) -> None:
    ids = {
        MailState.WAITING: write(session).id,
        MailState.SENT: write(session, sent_at=NOON).id,
        MailState.FAILED: write(session, given_up_at=NOON).id,
    }

    assert f"{OUTBOX}/{ids[MailState.SENT]}" in operator.get(OUTBOX).text
    for state, mail_id in ids.items():
        page = operator.get(f"{OUTBOX}?state={state}").text
        assert f"{state.title()}: 1" in page
        assert [other for other in ids.values() if f"{OUTBOX}/{other}" in page] == [
            mail_id
        ]


def test_the_letters_that_the_operator_may_read_are_listed_alone(
    app: Flask, operator: FlaskClient, session: Session
) -> None:
    write(session, is_private=True)
    mail = write(session)

    page = operator.get(f"{OUTBOX}?state=readable").text
    app.config["MAIL"] = reach(25)

    assert f"{OUTBOX}/{mail.id}" in page
    assert "Private</td>" in operator.get(OUTBOX).text
    assert "Private</td>" not in page
    assert "Those that you may read" in page
    assert "Those that you may read" not in operator.get(OUTBOX).text


def test_the_newest_is_what_was_written_last(
    operator: FlaskClient, session: Session
) -> None:
    late = write(session, written_at=NOON + timedelta(seconds=2))
    early = write(session, written_at=NOON)

    page = operator.get(OUTBOX).text
    older = operator.get(f"{OUTBOX}?before={late.id}").text

    assert page.index(f'"{OUTBOX}/{late.id}"') < page.index(f'"{OUTBOX}/{early.id}"')
    assert f"{OUTBOX}/{early.id}" in older
    assert f"{OUTBOX}/{late.id}" not in older.split("<tbody>")[1]


def test_a_long_outbox_has_older_pages(operator: FlaskClient, session: Session) -> None:
    ids = [write(session).id for _ in range(51)]

    first = operator.get(OUTBOX).text
    second = operator.get(f"{OUTBOX}?before={ids[1]}").text

    assert f'href="{OUTBOX}/{ids[0]}"' not in first
    assert f"before={ids[1]}" in first
    assert f'href="{OUTBOX}/{ids[0]}"' in second
    assert "Older mails" not in second


@pytest.mark.parametrize(
    "query", ["state=odd", "before=x", "before=-1", f"before={'9' * 30}"]
)
def test_an_odd_address_shows_all(
    operator: FlaskClient, session: Session, query: str
) -> None:
    mail = write(session)

    assert f"{OUTBOX}/{mail.id}" in operator.get(f"{OUTBOX}?{query}").text


def test_what_failed_is_tried_again_at_once(
    operator: FlaskClient, session: Session
) -> None:
    mail = write(
        session, given_up_at=NOON, tries=5, next_try_at=NOON - timedelta(days=1)
    )
    assert "Try the failed ones again" in operator.get(OUTBOX).text

    answer = operator.post(f"{OUTBOX}/failed/retry", follow_redirects=True)

    assert "1 mail will be tried again now." in answer.text
    assert "Try the failed ones again" not in answer.text
    session.refresh(mail)
    assert (mail.state, mail.next_try_at) == (MailState.WAITING, NOON)


def test_the_operator_finds_the_outbox_from_every_page(operator: FlaskClient) -> None:
    assert 'href="/operator/offices"' in operator.get("/").text
    assert f'href="{OUTBOX}"' in operator.get("/operator/offices").text
