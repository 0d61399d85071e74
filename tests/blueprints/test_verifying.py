"""The verifier's room, and what the auditor sees of it."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Identity, IdentityLook, IdentityPaper, Notice, Role, User
from auction.rules.persons import IdentityState
from tests.factories import make_user, sign_in
from tests.identities import PERSON, add_paper, begin, hand_in, make_verifier, submit
from tests.moving_clock import NOON
from tests.web.uploads import made
from web import identity_files, keys

PDF = made.pdf()


@pytest.fixture
def verifier(client: FlaskClient, session: Session) -> User:
    person = make_verifier(session)
    sign_in(client, person)
    return person


@pytest.fixture
def identity(app: Flask, session: Session) -> Identity:
    """Let somebody hand himself in, with a real paper under the site's own keys."""
    with app.app_context():
        shown = begin(session, ring=keys.ring(), prints=keys.fingerprints())
        sealed = identity_files.keep(
            BytesIO(PDF), kind="passport", user_id=shown.user_id
        )
    add_paper(session, shown, file=sealed.file)
    return submit(session, shown)


def test_who_waits_is_listed_and_decided_are_listed_apart(
    client: FlaskClient,
    session: Session,
    verifier: User,  # noqa: ARG001
    identity: Identity,
) -> None:
    begin(session, facts=replace(PERSON, name="Not Yet Handed-In"))

    waiting = client.get("/verifier").text
    assert "Maria Example" in waiting
    assert "Not Yet" not in waiting
    assert "Nothing was decided yet." in client.get("/verifier/decided").text

    client.post(paper_path(identity), data={"reason": "check"})
    client.post(f"{path(identity)}/acceptance", data={"seen": seen(identity)})
    assert "Nobody waits" in client.get("/verifier").text
    assert "Maria Example" in client.get("/verifier/decided").text


def test_the_page_tells_what_was_said_with_its_number(
    client: FlaskClient,
    verifier: User,  # noqa: ARG001
    identity: Identity,
) -> None:
    page = client.get(path(identity)).text

    for said in ("Maria Example", "P 1234567", "1980-02-29", "Austria", "Germany"):
        assert said in page
    assert identity.user.email not in page


def test_a_paper_opens_once_the_reason_is_written_down(
    client: FlaskClient, session: Session, verifier: User, identity: Identity
) -> None:
    answer = client.post(paper_path(identity), data={"reason": "complaint"})

    assert answer.data == PDF
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    look = session.scalars(select(IdentityLook)).one()
    assert (look.user_id, look.reason, look.looked_at) == (
        verifier.id,
        "complaint",
        NOON,
    )
    assert "Somebody has complained or objected" in client.get(path(identity)).text


@pytest.mark.parametrize("reason", ["", "own", "curiosity"])
def test_without_a_reason_it_stays_closed(
    client: FlaskClient,
    session: Session,
    verifier: User,  # noqa: ARG001
    identity: Identity,
    reason: str,
) -> None:
    answer = client.post(paper_path(identity), data={"reason": reason})

    assert answer.status_code == 422
    assert "Please say why you open this paper." in answer.text
    assert PDF not in answer.data
    assert session.scalars(select(IdentityLook)).all() == []
    assert client.get(paper_path(identity)).status_code == 405


def test_without_its_key_a_paper_and_a_number_stay_closed(
    app: Flask,
    client: FlaskClient,
    verifier: User,  # noqa: ARG001
    identity: Identity,
) -> None:
    # The database and the files, as a thief or a restored backup has them.
    for key in Path(app.config["KEYS"]).glob("seal-*"):
        key.unlink()

    answer = client.post(paper_path(identity), data={"reason": "check"})

    assert answer.status_code == 409
    assert "its key is not here" in answer.text
    page = client.get(path(identity)).text
    assert "P 1234567" not in page
    assert "It cannot be read" in page


def test_a_paper_that_lies_in_anothers_place_does_not_open(
    app: Flask,
    client: FlaskClient,
    session: Session,
    verifier: User,  # noqa: ARG001
    identity: Identity,
) -> None:
    other = hand_in(session)
    paper, planted = identity.papers[0], other.papers[0]
    folder = Path(app.config["IDENTITY"])
    (folder / planted.file).write_bytes((folder / paper.file).read_bytes())

    answer = client.post(
        f"/verifier/identities/{other.id}/papers/{planted.id}",
        data={"reason": "check"},
    )

    assert answer.status_code == 409


def test_acceptance_needs_a_look_and_tells_the_person(
    client: FlaskClient,
    session: Session,
    verifier: User,
    identity: Identity,
) -> None:
    accepts, data = f"{path(identity)}/acceptance", {"seen": seen(identity)}
    unseen = client.post(accepts, data=data)
    client.post(paper_path(identity), data={"reason": "check"})
    answer = client.post(accepts, data=data)

    assert unseen.status_code == 422
    assert "You have not opened a paper of this person" in unseen.text
    assert f'value="{seen(identity)}"' in unseen.text
    assert answer.status_code == 303
    session.refresh(identity)
    assert identity.state is IdentityState.ACCEPTED
    assert identity.decided_by_id == verifier.id
    notice = session.scalars(select(Notice)).one()
    assert notice.user_id == identity.user_id
    assert "Accept:" not in client.get(path(identity)).text


def test_a_refusal_needs_a_reason_and_tells_it(
    client: FlaskClient,
    session: Session,
    verifier: User,  # noqa: ARG001
    identity: Identity,
) -> None:
    short = {"seen": seen(identity), "reason": "No."}
    answer = client.post(f"{path(identity)}/refusal", data=short)
    assert answer.status_code == 422
    assert 'href="#reason"' in answer.text
    assert f'value="{seen(identity)}"' in answer.text

    good = short | {"reason": "The photo is blurred. Please send another."}
    assert client.post(f"{path(identity)}/refusal", data=good).status_code == 303

    session.refresh(identity)
    assert identity.state is IdentityState.REFUSED
    assert "blurred" in session.scalars(select(Notice.text)).one()


@pytest.mark.parametrize("seen_at", ["", "yesterday", "2020-01-01T00:00:00+00:00"])
def test_nothing_is_decided_that_was_not_seen(
    client: FlaskClient,
    verifier: User,  # noqa: ARG001
    identity: Identity,
    seen_at: str,
) -> None:
    answer = client.post(f"{path(identity)}/acceptance", data={"seen": seen_at})

    assert answer.status_code == 409


def test_the_verifier_is_told_of_another_account(
    app: Flask,
    client: FlaskClient,
    session: Session,
    verifier: User,  # noqa: ARG001
    identity: Identity,
) -> None:
    assert "Another account" not in client.get(path(identity)).text
    with app.app_context():
        prints = keys.fingerprints()
    other = hand_in(session, facts=replace(PERSON, name="Mary E."), prints=prints)

    page = client.get(path(identity)).text

    assert "Another account has shown the same." in page
    assert path(other) in page


def test_drafts_are_not_for_the_verifier(
    client: FlaskClient,
    session: Session,
    verifier: User,  # noqa: ARG001
) -> None:
    draft = begin(session)
    paper = add_paper(session, draft)

    assert client.get(path(draft)).status_code == 404
    answer = client.post(f"{path(draft)}/papers/{paper.id}", data={"reason": "check"})
    assert answer.status_code == 404


def test_a_paper_is_opened_at_its_own_identity_only(
    client: FlaskClient,
    session: Session,
    verifier: User,  # noqa: ARG001
    identity: Identity,
) -> None:
    other = hand_in(session)
    paper = session.scalars(
        select(IdentityPaper).where(IdentityPaper.identity_id == identity.id)
    ).one()

    answer = client.post(f"{path(other)}/papers/{paper.id}", data={"reason": "check"})

    assert answer.status_code == 404


def test_the_auditor_sees_who_looked_at_what_kind_when_and_why(
    client: FlaskClient, session: Session, verifier: User, identity: Identity
) -> None:
    client.post(paper_path(identity), data={"reason": "order"})
    sign_in(client, identity.user)
    client.get(f"/identity/{identity.id}/papers/{identity.papers[0].id}")
    sign_in(client, make_user(session, role=Role.AUDITOR))

    page = client.get("/audit/identity-looks").text

    assert verifier.name in page
    assert "Passport" in page
    assert "A court or an authority has asked" in page
    assert "The person himself" in page
    for hidden in (identity.name, identity.user.name, identity.user.email):
        assert hidden not in page


def path(identity: Identity) -> str:
    return f"/verifier/identities/{identity.id}"


def paper_path(identity: Identity) -> str:
    return f"{path(identity)}/papers/{identity.papers[0].id}"


def seen(identity: Identity) -> str:
    assert identity.submitted_at is not None
    return identity.submitted_at.isoformat()
