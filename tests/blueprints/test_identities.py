"""Showing who one is, in the browser."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from auction.models import Identity, IdentityLook, IdentityPaper, User
from auction.rules.persons import IdentityState, PersonKind
from tests.factories import make_bidder, make_officer, sign_in
from tests.identities import COMPANY, begin, make_accepted, refuse, submit
from tests.moving_clock import NOON
from tests.web.uploads import made
from web import keys

PDF = made.pdf()
FACTS = {
    "name": "Maria Example",
    "born_on": "1980-02-29",
    "nationality": "AT",
    "country": "DE",
    "address": "1 Example Square",
    "number": "P 1234567",
    "valid_until": "2030-01-01",
}
FIRM = {
    "name": "Example Holding AG",
    "country": "CH",
    "number": "CHE-123.456.789",
    "address": "2 Example Square",
    "capacity": "Managing director",
    "valid_until": "",
    "licence.financial_institution": "yes",
}


@pytest.fixture
def bidder(client: FlaskClient, session: Session) -> User:
    person = make_bidder(session)
    sign_in(client, person)
    return person


def test_a_person_gets_from_nothing_to_the_verifier(
    client: FlaskClient, session: Session, bidder: User
) -> None:
    page = client.get("/identity").text
    assert "You have not shown who you are yet." in page
    assert 'href="/identity/new/myself"' in page

    there = client.post("/identity/new/myself", data=FACTS)
    assert there.status_code == 303
    assert send_paper(client, there.location, PDF).status_code == 303
    assert client.post(f"{there.location}/submission").status_code == 303

    identity = session.scalars(select(Identity)).one()
    assert identity.user_id == bidder.id
    assert identity.state is IdentityState.SUBMITTED
    assert (identity.kind, identity.is_principal) == (PersonKind.NATURAL, False)
    assert "Waits for the verifier" in client.get("/identity").text


@pytest.mark.parametrize(
    ("who", "typed", "kind", "is_principal"),
    [
        ("my-company", FIRM, PersonKind.COMPANY, False),
        ("another-person", FACTS, PersonKind.NATURAL, True),
        ("another-company", FIRM, PersonKind.COMPANY, True),
    ],
)
def test_companies_and_principals_are_shown_beside_oneself(
    client: FlaskClient,
    session: Session,
    bidder: User,  # noqa: ARG001
    who: str,
    typed: dict[str, str],
    kind: PersonKind,
    *,
    is_principal: bool,
) -> None:
    assert client.get(f"/identity/new/{who}").status_code == 200

    page = client.post(f"/identity/new/{who}", data=typed, follow_redirects=True).text

    identity = session.scalars(select(Identity)).one()
    assert (identity.kind, identity.is_principal) == (kind, is_principal)
    assert typed["number"] in page
    if kind is PersonKind.COMPANY:
        assert identity.licences == ["financial_institution"]
        assert "A bank or another licensed financial institution" in page


def test_the_countries_can_be_chosen_by_their_names(
    client: FlaskClient,
    bidder: User,  # noqa: ARG001
) -> None:
    page = client.get("/identity/new/myself").text

    assert '<option value="AT">Austria</option>' in page
    assert len(re.findall("<option", page)) == 2 * 251


def test_what_is_wrong_is_told_at_its_entry_and_the_rest_stays_typed(
    client: FlaskClient, session: Session, bidder: User
) -> None:
    wrong = FACTS | {"born_on": "2030-01-01", "country": "XX", "name": ""}

    answer = client.post("/identity/new/myself", data=wrong)

    assert answer.status_code == 422
    assert "Error:" in answer.text
    assert "check the date of birth" in answer.text
    assert 'href="#country"' in answer.text
    assert '<a href="#name">Full name: this must not be empty.</a>' in answer.text
    assert 'value="P 1234567"' in answer.text
    assert bidder.id
    assert session.scalars(select(Identity)).all() == []


def test_a_draft_can_be_changed(
    app: Flask, client: FlaskClient, session: Session, bidder: User
) -> None:
    path = begun(app, session, bidder)
    assert 'value="Maria Example"' in client.get(f"{path}/facts").text

    client.post(f"{path}/facts", data=FACTS | {"name": "Maria Changed"})

    assert "Maria Changed" in client.get(path).text
    assert client.post(f"{path}/facts", data={"name": " "}).status_code == 422


def test_a_paper_lies_under_seal_and_comes_back_whole(
    app: Flask, client: FlaskClient, session: Session, bidder: User
) -> None:
    path = begun(app, session, bidder)

    send_paper(client, path, PDF)

    paper = session.scalars(select(IdentityPaper)).one()
    file = Path(app.config["IDENTITY"]) / paper.file
    assert b"%PDF" not in file.read_bytes()
    assert file.stat().st_mode & 0o777 == 0o600
    answer = client.get(f"{path}/papers/{paper.id}")
    assert answer.data == PDF
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")


def test_that_one_looks_at_ones_own_paper_is_written_down_too(
    app: Flask, client: FlaskClient, session: Session, bidder: User
) -> None:
    path = begun(app, session, bidder)
    send_paper(client, path, PDF)
    paper = session.scalars(select(IdentityPaper)).one()

    client.head(f"{path}/papers/{paper.id}")
    client.get(f"{path}/papers/{paper.id}")

    looks = session.scalars(select(IdentityLook)).all()
    assert [(one.user_id, one.reason) for one in looks] == [(bidder.id, "own")]


def test_a_photo_is_made_anew_so_that_it_does_not_tell_where_it_was_taken(
    app: Flask, client: FlaskClient, session: Session, bidder: User
) -> None:
    path = begun(app, session, bidder)

    send_paper(client, path, made.photo(exif=made.exif()), name="passport.jpg")

    paper = session.scalars(select(IdentityPaper)).one()
    kept = client.get(f"{path}/papers/{paper.id}").data
    assert kept.startswith(b"%PDF-")
    assert b"SecretCamera" not in kept


@pytest.mark.parametrize(
    ("content", "kind", "sentence"),
    [
        (b"", "passport", "empty"),
        (b"plain words", "passport", "Please choose a PDF"),
        (made.docx(), "passport", "Please choose a PDF"),
        (made.pdf(password="x"), "passport", "locked"),
        (PDF[:-20], "passport", "damaged"),
        (PDF, "", "what kind of paper"),
        (PDF, "articles", "what kind of paper"),
        (None, "passport", "Please choose a file."),
    ],
)
def test_what_is_no_paper_is_not_kept(
    app: Flask,
    client: FlaskClient,
    session: Session,
    bidder: User,
    content: bytes | None,
    kind: str,
    sentence: str,
) -> None:
    path = begun(app, session, bidder)

    answer = send_paper(client, path, content, kind=kind)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert session.scalars(select(IdentityPaper)).all() == []
    folder = Path(app.config["IDENTITY"])
    assert not folder.exists() or list(folder.iterdir()) == []


def test_a_paper_that_is_deleted_is_gone_from_the_disk(
    app: Flask, client: FlaskClient, session: Session, bidder: User
) -> None:
    path = begun(app, session, bidder)
    send_paper(client, path, PDF)
    paper = session.scalars(select(IdentityPaper)).one()

    client.post(f"{path}/papers/{paper.id}/removal")

    assert list(Path(app.config["IDENTITY"]).iterdir()) == []
    assert client.get(f"{path}/papers/{paper.id}").status_code == 404


def test_without_a_paper_it_is_not_handed_in(
    app: Flask, client: FlaskClient, session: Session, bidder: User
) -> None:
    answer = client.post(f"{begun(app, session, bidder)}/submission")

    assert answer.status_code == 422
    assert "add this paper first: passport" in answer.text


def test_what_waits_is_taken_back_to_be_changed(
    app: Flask, client: FlaskClient, session: Session, bidder: User
) -> None:
    path = begun(app, session, bidder)
    send_paper(client, path, PDF)
    client.post(f"{path}/submission")
    assert "Change it" not in client.get(path).text
    assert client.post(f"{path}/facts", data=FACTS).status_code == 409

    client.post(f"{path}/submission/removal")

    assert "Change it" in client.get(path).text


def test_a_refusal_is_read_where_it_can_be_mended(
    app: Flask, client: FlaskClient, session: Session, bidder: User
) -> None:
    path = begun(app, session, bidder)
    send_paper(client, path, PDF)
    identity = submit(session, session.scalars(select(Identity)).one())
    refuse(session, identity, reason="The photo of the passport is blurred.")

    page = client.get(path).text

    assert "The photo of the passport is blurred." in page
    assert "Hand it in" in page
    assert "blurred" in client.get("/notices").text


def test_what_was_accepted_can_be_shown_anew(
    app: Flask, client: FlaskClient, session: Session, bidder: User
) -> None:
    with app.app_context():
        ring = keys.ring()
    older = make_accepted(
        session, bidder, COMPANY, kind=PersonKind.COMPANY, ring=ring, is_principal=True
    )
    older_id = older.id
    assert 'value="CHE-123.456.789"' in client.get(f"/identity/{older_id}/renewal").text

    client.post(f"/identity/{older_id}/renewal", data=FIRM | {"name": "New Name AG"})

    newer = session.scalars(select(Identity).where(Identity.id != older_id)).one()
    assert (newer.name, newer.replaces_id) == ("New Name AG", older_id)
    assert (newer.kind, newer.is_principal) == (PersonKind.COMPANY, True)


def test_what_is_given_up_is_asked_for_once_and_gone(
    app: Flask, client: FlaskClient, session: Session, bidder: User
) -> None:
    path = begun(app, session, bidder)
    send_paper(client, path, PDF)
    assert "Give up Maria Example?" in client.get(f"{path}/removal").text

    client.post(f"{path}/removal")

    assert client.get(path).status_code == 404
    assert list(Path(app.config["IDENTITY"]).iterdir()) == []


def test_another_persons_identity_is_not_there(
    app: Flask, client: FlaskClient, session: Session, bidder: User
) -> None:
    path = begun(app, session, bidder)
    send_paper(client, path, PDF)
    paper = session.scalars(select(IdentityPaper)).one()
    sign_in(client, make_bidder(session, "Stranger"))

    assert client.get(path).status_code == 404
    assert client.get(f"{path}/papers/{paper.id}").status_code == 404
    assert send_paper(client, path, PDF).status_code == 404
    assert client.post(f"{path}/submission").status_code == 404


def test_officers_do_not_show_who_they_are(
    client: FlaskClient, session: Session
) -> None:
    sign_in(client, make_officer(session))

    assert client.get("/identity").status_code == 403
    assert client.post("/identity/new/myself", data=FACTS).status_code == 403


def begun(app: Flask, session: Session, person: User) -> str:
    with app.app_context():
        ring, prints = keys.ring(), keys.fingerprints()
    identity = begin(session, person, ring=ring, prints=prints, now=NOON)
    return f"/identity/{identity.id}"


def send_paper(
    client: FlaskClient,
    path: str,
    content: bytes | None,
    *,
    kind: str = "passport",
    name: str = "passport.pdf",
) -> TestResponse:
    sent = {} if content is None else {"paper": (BytesIO(content), name)}
    return client.post(
        f"{path}/papers",
        data={"kind": kind, **sent},
        content_type="multipart/form-data",
    )
