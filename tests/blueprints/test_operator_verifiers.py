"""The operator's page of the verifiers, and how one of them comes in."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Mail, Role, User
from auction.services import accounts
from tests.factories import PASSWORD, make_bidder, make_user, password_hash, sign_in
from tests.identities import make_verifier

VERA = "vera@verify.example"


@pytest.fixture(autouse=True)
def _little_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "hash_password", password_hash)


@pytest.fixture
def operator(client: FlaskClient, session: Session) -> User:
    person = make_user(session, role=Role.OPERATOR)
    sign_in(client, person)
    return person


def test_a_verifier_gets_from_the_letter_to_those_who_wait(
    client: FlaskClient, session: Session, operator: User
) -> None:
    assert "There is none yet." in client.get("/operator/verifiers").text
    client.post("/operator/verifiers", data={"email": VERA})
    assert f"{VERA} is invited" in client.get("/operator/verifiers").text
    letter = session.scalars(select(Mail).where(Mail.recipient == VERA)).one()
    path = re.search(r"/invitations/\S+", letter.text)
    assert path is not None
    client.post("/sign-out")

    assert "be a verifier" in client.get(path[0]).text
    there = client.post(path[0], data={"name": "Vera", "password": PASSWORD})

    assert there.location == "/verifier"
    assert "Who waits" in client.get("/verifier").text
    assert client.get("/desk").status_code == 403
    assert operator.id


def test_an_address_that_bids_is_refused_at_its_field(
    client: FlaskClient,
    session: Session,
    operator: User,  # noqa: ARG001
) -> None:
    answer = client.post(
        "/operator/verifiers", data={"email": make_bidder(session).email}
    )

    assert answer.status_code == 422
    assert 'href="#email"' in answer.text
    assert "which bids or sells" in answer.text


def test_a_verifier_is_let_go_after_a_question(
    client: FlaskClient,
    session: Session,
    operator: User,  # noqa: ARG001
) -> None:
    verifier = make_verifier(session)
    path = f"/operator/verifiers/{verifier.id}/dismissal"
    assert "Let Vera Verifier go?" in client.get(path).text

    client.post(path)

    assert "Vera Verifier" not in client.get("/operator/verifiers").text
    assert client.get(path).status_code == 404


def test_the_operator_sees_no_identity(
    client: FlaskClient,
    operator: User,  # noqa: ARG001
) -> None:
    assert client.get("/verifier").status_code == 403
    assert client.get("/identity").status_code == 403
    assert client.get("/audit/identity-looks").status_code == 403
