"""Who has a right of priority claims it on the page, and a verifier decides."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from auction.models import IdentityPaper, Lot, Paddle, PriorityClaim, Role, User
from auction.rules.lifecycle import LotStatus
from tests.applicants import COURT, PRIORITY, ask, make_identity, make_known, make_sale
from tests.factories import make_bidder, make_lot, make_officer, make_user, sign_in
from tests.identities import make_verifier
from tests.moving_clock import NOON
from tests.web.uploads import made

DAY = timedelta(days=1)


def a_claimant(session: Session) -> tuple[Lot, User]:
    """Let somebody who is verified register for a lot that opens in four days."""
    lot = make_lot(
        session,
        make_sale(session, COURT, PRIORITY),
        status=LotStatus.ANNOUNCED,
        opens_at=NOON + 4 * DAY,
        closes_at=NOON + 6 * DAY,
        fields={"priority": "The tenant of the ground floor", "parties": "T. Enant"},
    )
    user = make_known(session)
    make_identity(session, user, name="Theodora Tenant")
    ask(session, lot, user)
    return lot, user


def send(client: FlaskClient, lot: Lot, **said: Any) -> TestResponse:
    form: dict[str, Any] = {
        "ground": "tenant",
        "explanation": "I rent the ground floor.",
        "paper": (made.pdf(), "lease.pdf"),
    } | said
    content, name = form["paper"]
    form["paper"] = (BytesIO(content), name)
    return client.post(f"/lots/{lot.id}/priority", data=form)


def test_a_claim_is_sealed_and_its_holder_reads_that_it_waits(
    client: FlaskClient, session: Session
) -> None:
    lot, user = a_claimant(session)
    sign_in(client, user)
    here = f"/lots/{lot.id}/registration"
    assert "Tenant" in client.get(here).text

    answer = send(client, lot)

    assert answer.status_code == 303
    assert "waits for the verifier" in client.get(here).text
    paper = session.scalars(select(IdentityPaper)).one()
    assert paper.kind == "priority_right"
    assert session.scalars(select(PriorityClaim)).one().paper_id == paper.id


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"ground": ""}, "ground"),
        ({"explanation": " "}, "explanation"),
        ({"explanation": "x" * 2001}, "explanation"),
        ({"paper": (b"", "")}, "paper"),
        ({"paper": (b"MZ", "lease.exe")}, "paper"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_is_kept(
    client: FlaskClient, session: Session, said: dict[str, Any], field: str
) -> None:
    lot, user = a_claimant(session)
    sign_in(client, user)

    answer = send(client, lot, **said)

    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert "explanation" in said or "I rent the ground floor." in answer.text
    assert session.scalars(select(PriorityClaim)).all() == []
    assert session.scalars(select(IdentityPaper)).all() == []


def test_after_the_moment_nobody_can_claim(
    client: FlaskClient, session: Session
) -> None:
    lot, user = a_claimant(session)
    lot.opens_at = NOON + 3 * DAY
    session.commit()
    sign_in(client, user)

    answer = send(client, lot)

    assert answer.status_code == 409
    assert "You bid like everybody else." in answer.text
    page = client.get(f"/lots/{lot.id}/registration").text
    assert "Claim the right" not in page
    assert "A right of priority could be claimed until" in page


def test_a_verifier_confirms_a_right_on_its_page(
    client: FlaskClient, session: Session
) -> None:
    lot, user = a_claimant(session)
    sign_in(client, user)
    send(client, lot)
    sign_in(client, make_verifier(session))
    claim = session.scalars(select(PriorityClaim)).one()
    one = f"/verifier/priority/{claim.id}"

    assert lot.title in client.get("/verifier/priority").text
    text = client.get(one).text
    assert "Theodora Tenant" in text
    assert "I rent the ground floor." in text
    assert "The tenant of the ground floor" in text
    assert "T. Enant" in text
    answer = client.post(f"{one}/confirmation", data={"rank": "2"})

    assert answer.status_code == 303
    assert session.scalars(select(Paddle.priority_rank)).one() == 2
    assert "Confirmed, with rank 2." in client.get(one).text


def test_the_paper_opens_on_the_page_of_the_person_with_a_reason(
    client: FlaskClient, session: Session
) -> None:
    lot, user = a_claimant(session)
    sign_in(client, user)
    send(client, lot)
    sign_in(client, make_verifier(session))
    paper = session.scalars(select(IdentityPaper)).one()
    person = f"/verifier/identities/{paper.identity_id}"

    assert f"{person}/papers/{paper.id}" in client.get(person).text
    without = client.post(f"{person}/papers/{paper.id}")
    opened = client.post(f"{person}/papers/{paper.id}", data={"reason": "check"})

    assert without.status_code == 422
    assert opened.data.startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("verb", "form", "field"),
    [
        ("confirmation", {"rank": "9"}, "rank"),
        ("confirmation", {"rank": ""}, "rank"),
        ("refusal", {"reason": "no"}, "reason"),
    ],
)
def test_a_verifier_who_says_too_little_decides_nothing(
    client: FlaskClient,
    session: Session,
    verb: str,
    form: dict[str, str],
    field: str,
) -> None:
    lot, user = a_claimant(session)
    sign_in(client, user)
    send(client, lot)
    sign_in(client, make_verifier(session))
    claim = session.scalars(select(PriorityClaim)).one()

    answer = client.post(f"/verifier/priority/{claim.id}/{verb}", data=form)

    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    session.refresh(claim)
    assert (claim.confirmed_at, claim.declined_at) == (None, None)


def test_who_is_declined_reads_the_reason_on_his_page(
    client: FlaskClient, session: Session
) -> None:
    lot, user = a_claimant(session)
    sign_in(client, user)
    send(client, lot)
    sign_in(client, make_verifier(session))
    claim = session.scalars(select(PriorityClaim)).one()

    client.post(
        f"/verifier/priority/{claim.id}/refusal",
        data={"reason": "The lease ended last year."},
    )
    sign_in(client, user)

    text = client.get(f"/lots/{lot.id}/registration").text
    assert "The lease ended last year. You bid like everybody else." in text


def test_nobody_but_a_verifier_sees_the_claims(
    client: FlaskClient, session: Session
) -> None:
    lot, user = a_claimant(session)
    sign_in(client, user)
    send(client, lot)
    claim = session.scalars(select(PriorityClaim)).one()
    others = [
        make_officer(session, lot.office),
        make_bidder(session, "Other"),
        make_user(session, role=Role.OPERATOR),
        make_user(session, role=Role.AUDITOR),
    ]

    for other in others:
        sign_in(client, other)
        for path in ("/verifier/priority", f"/verifier/priority/{claim.id}"):
            answer = client.get(path)
            assert answer.status_code == 403
            assert "Theodora" not in answer.text
        sent = client.post(f"/verifier/priority/{claim.id}/confirmation")
        assert sent.status_code == 403
