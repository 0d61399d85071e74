"""Powers of attorney in the browser: of the agent, and of the verifier."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from auction.models import Identity, IdentityLook, Lot, Mandate, User
from auction.rules.lifecycle import LotStatus
from auction.rules.mandates import MandateState
from auction.rules.persons import PersonKind
from tests.applicants import make_sale
from tests.factories import make_bidder, make_draft, make_lot, make_officer, sign_in
from tests.identities import COMPANY, hand_in, make_accepted, make_verifier
from tests.moving_clock import NOON, MovingClock
from tests.web.uploads import made

PDF = made.pdf()
OPENS = NOON + timedelta(days=1)


@pytest.fixture
def agent(client: FlaskClient, session: Session) -> User:
    person = make_bidder(session, "Agent")
    sign_in(client, person)
    return person


@pytest.fixture
def principal(session: Session, agent: User) -> Identity:
    return make_accepted(
        session, agent, COMPANY, kind=PersonKind.COMPANY, is_principal=True
    )


@pytest.fixture
def lot(session: Session) -> Lot:
    return make_lot(
        session,
        make_sale(session),
        status=LotStatus.ANNOUNCED,
        opens_at=OPENS,
        closes_at=OPENS + timedelta(days=1),
    )


def test_an_agent_finds_from_the_lot_to_the_form_and_files(
    client: FlaskClient, session: Session, principal: Identity, lot: Lot
) -> None:
    assert f'href="/lots/{lot.id}/mandate"' in client.get(f"/lots/{lot.id}").text
    page = client.get(f"/lots/{lot.id}/mandate").text
    assert f'<option value="{principal.id}">Example Holding AG</option>' in page

    assert file(client, lot, principal.id).status_code == 303

    mandate = session.scalars(select(Mandate)).one()
    assert (mandate.lot_id, mandate.identity_id) == (lot.id, principal.id)
    assert "Waits for the verifier" in client.get(f"/lots/{lot.id}/mandate").text
    mine = client.get(f"/identity/{principal.id}").text
    assert f'href="/lots/{lot.id}/mandate"' in mine


def test_who_has_shown_no_principal_is_told_where(
    client: FlaskClient,
    agent: User,  # noqa: ARG001
    lot: Lot,
) -> None:
    page = client.get(f"/lots/{lot.id}/mandate").text

    assert "First show for whom you act" in page
    assert "File it" not in page


@pytest.mark.parametrize(
    ("chosen", "content", "field"),
    [
        ("", PDF, "principal"),
        ("999", PDF, "principal"),
        ("one", PDF, "principal"),
        (None, b"", "paper"),
        (None, b"words", "paper"),
        (None, None, "paper"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(
    app: Flask,
    client: FlaskClient,
    session: Session,
    principal: Identity,
    lot: Lot,
    chosen: str | None,
    content: bytes | None,
    field: str,
) -> None:
    who = principal.id if chosen is None else chosen
    answer = file(client, lot, who, content)

    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert session.scalars(select(Mandate)).all() == []
    folder = Path(app.config["IDENTITY"])
    assert not folder.exists() or list(folder.iterdir()) == []


def test_too_late_is_too_late_and_nothing_is_kept(
    app: Flask,
    client: FlaskClient,
    principal: Identity,
    lot: Lot,
    moving_clock: MovingClock,
) -> None:
    lot_id = lot.id
    moving_clock.at = OPENS
    sign_in(client, principal.user)  # a day has gone

    assert "too late to file" in client.get(f"/lots/{lot_id}/mandate").text
    assert file(client, lot, principal.id).status_code == 409
    assert not Path(app.config["IDENTITY"]).exists()


def test_an_agent_takes_back_what_nobody_has_decided_on(
    app: Flask, client: FlaskClient, session: Session, principal: Identity, lot: Lot
) -> None:
    file(client, lot, principal.id)
    mandate = session.scalars(select(Mandate)).one()
    other = make_lot(session)
    path = f"/lots/{lot.id}/mandate/{mandate.id}/removal"

    wrong = client.post(f"/lots/{other.id}/mandate/{mandate.id}/removal")
    right = client.post(path)

    assert (wrong.status_code, right.status_code) == (404, 303)
    assert list(Path(app.config["IDENTITY"]).iterdir()) == []
    assert "File it" in client.get(f"/lots/{lot.id}/mandate").text


def test_it_is_for_bidders_and_for_public_lots(
    client: FlaskClient, session: Session, lot: Lot
) -> None:
    assert client.get(f"/lots/{lot.id}/mandate").status_code == 303
    sign_in(client, make_officer(session))

    assert client.get(f"/lots/{lot.id}/mandate").status_code == 403
    assert client.post(f"/lots/{lot.id}/mandate").status_code == 403
    sign_in(client, make_bidder(session))
    draft = make_draft(session)
    assert client.get(f"/lots/{draft.id}/mandate").status_code == 404


def test_a_verifier_reads_opens_and_confirms(
    client: FlaskClient, session: Session, principal: Identity, lot: Lot, agent: User
) -> None:
    himself = make_accepted(session, agent)
    file(client, lot, principal.id)
    mandate = session.scalars(select(Mandate)).one()
    sign_in(client, make_verifier(session))
    path = f"/verifier/mandates/{mandate.id}"

    assert path in client.get("/verifier/mandates").text
    page = client.get(path).text
    for said in (lot.title, "Example Holding AG", himself.name):
        assert said in page
    assert agent.email not in page

    closed = client.post(f"{path}/paper")
    assert closed.status_code == 422
    assert PDF not in closed.data
    opened = client.post(f"{path}/paper", data={"reason": "check"})
    assert opened.data == PDF
    assert opened.headers["Cache-Control"] == "no-store"
    looks = session.scalars(select(IdentityLook)).all()
    assert [one.paper_id for one in looks].count(mandate.paper_id) == 1

    assert client.post(f"{path}/confirmation").status_code == 303
    session.refresh(mandate)
    assert mandate.state is MandateState.CONFIRMED
    assert "No power of attorney waits." in client.get("/verifier/mandates").text


def test_a_verifier_declines_with_a_reason_that_the_agent_reads(
    client: FlaskClient, session: Session, principal: Identity, lot: Lot, agent: User
) -> None:
    file(client, lot, principal.id)
    mandate = session.scalars(select(Mandate)).one()
    sign_in(client, make_verifier(session))
    path = f"/verifier/mandates/{mandate.id}"

    short = client.post(f"{path}/refusal", data={"reason": "No"})
    assert short.status_code == 422
    assert 'href="#reason"' in short.text
    client.post(f"{path}/refusal", data={"reason": "Nobody has signed the power."})

    sign_in(client, agent)
    page = client.get(f"/lots/{lot.id}/mandate").text
    assert "Nobody has signed the power." in page
    assert "File it" in page


def test_who_is_not_verified_is_decided_on_first(
    client: FlaskClient, session: Session, agent: User, lot: Lot
) -> None:
    waits = hand_in(session, agent, COMPANY, kind=PersonKind.COMPANY, is_principal=True)
    file(client, lot, waits.id)
    mandate = session.scalars(select(Mandate)).one()
    sign_in(client, make_verifier(session))
    path = f"/verifier/mandates/{mandate.id}"

    assert "Decide first on who the principal is." in client.get(path).text
    assert client.post(f"{path}/confirmation").status_code == 409


def file(
    client: FlaskClient, lot: Lot, principal: object, content: bytes | None = PDF
) -> TestResponse:
    sent = {} if content is None else {"paper": (BytesIO(content), "power.pdf")}
    return client.post(
        f"/lots/{lot.id}/mandate",
        data={"principal": str(principal), **sent},
        content_type="multipart/form-data",
    )
