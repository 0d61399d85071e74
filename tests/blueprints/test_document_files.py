"""Handing out documents: to whom, under which name, and as what."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Act, ActKind, Document, DocumentLook, Duty, Lot
from auction.rules.lifecycle import LotStatus
from tests.factories import (
    make_bidder,
    make_lot,
    make_office,
    make_officer,
    make_paper,
    sign_in,
)
from tests.moving_clock import NOON
from tests.web.uploads import made
from web.uploads import store

PDF = made.pdf()


def file_paper(
    app: Flask, session: Session, lot: Lot, form: str = "pdf", **columns: object
) -> Document:
    with app.app_context():
        name = store.keep_document(PDF, form)
    return make_paper(session, lot, file=name, size=len(PDF), **columns)


def path(document: Document) -> str:
    return f"/lots/{document.lot_id}/documents/{document.id}"


def looks(session: Session) -> list[int]:
    session.rollback()
    return list(session.scalars(select(DocumentLook.user_id)))


def test_everybody_may_open_a_public_document_of_a_public_lot(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    document = file_paper(app, session, make_lot(session), title="Lease 4/2026: “A”")

    answer = client.get(path(document))

    assert answer.data == PDF
    assert answer.mimetype == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename=")
    assert "filename*=UTF-8''Lease%204-2026-%20%E2%80%9CA%E2%80%9D.pdf" in disposition
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert looks(session) == []


def test_a_later_version_says_so_in_its_name(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    document = file_paper(app, session, make_lot(session), version=2)

    disposition = client.get(path(document)).headers["Content-Disposition"]

    assert disposition == 'attachment; filename="Valuation, version 2.pdf"'


@pytest.mark.parametrize(
    ("form", "media_type"),
    [
        ("txt", "text/plain; charset=utf-8"),
        ("csv", "text/csv; charset=utf-8"),
        ("html", "application/octet-stream"),
        ("svg", "application/octet-stream"),
    ],
)
def test_a_document_has_a_fixed_type_that_nothing_runs(
    app: Flask, client: FlaskClient, session: Session, form: str, media_type: str
) -> None:
    document = file_paper(app, session, make_lot(session), form)

    assert client.get(path(document)).headers["Content-Type"] == media_type


@pytest.mark.parametrize(
    "status", [LotStatus.DRAFT, LotStatus.SUBMITTED, LotStatus.APPROVED]
)
def test_a_document_of_a_lot_in_preparation_is_for_its_office(
    app: Flask, client: FlaskClient, session: Session, status: LotStatus
) -> None:
    document = file_paper(app, session, make_lot(session, status=status))
    assert client.get(path(document)).status_code == 404
    sign_in(client, make_officer(session, make_office(session, "another-court")))
    assert client.get(path(document)).status_code == 404

    sign_in(client, make_officer(session, duties=[Duty.CASHIER]))
    answer = client.get(path(document))

    assert answer.data == PDF
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_paper_of_the_data_room_is_for_its_office_and_each_look_is_kept(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    document = file_paper(app, session, make_lot(session), is_public=False)
    stranger = client.application.test_client()
    assert stranger.get(path(document)).status_code == 404
    for person in (
        make_bidder(session),
        make_officer(session, make_office(session, "another-court")),
    ):
        sign_in(client, person)
        assert client.get(path(document)).status_code == 404
    assert looks(session) == []

    auditor = make_officer(session, duties=[Duty.AUDITOR])
    sign_in(client, auditor)
    client.head(path(document))
    answer = client.get(path(document))
    client.get(path(document), headers={"If-None-Match": answer.headers["ETag"]})

    assert answer.data == PDF
    assert answer.headers["Cache-Control"] == "no-store"
    assert looks(session) == [auditor.id] * 2


@pytest.mark.parametrize("is_public", [True, False])
def test_no_document_can_be_fetched_by_its_digest(
    app: Flask, client: FlaskClient, session: Session, *, is_public: bool
) -> None:
    document = file_paper(app, session, make_lot(session), is_public=is_public)

    assert client.get(f"/uploads/{document.file}").status_code == 404


def test_a_document_is_found_under_its_own_lot_alone(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    document = file_paper(app, session, make_lot(session))
    other = make_lot(session)

    assert client.get(f"/lots/{other.id}/documents/{document.id}").status_code == 404
    assert client.get(f"/lots/{other.id}/documents/999999").status_code == 404


def test_a_document_of_earlier_days_is_found_where_it_was_put(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    with app.app_context():
        name = store.keep(PDF, "pdf", folder=store.pictures())
    document = make_paper(session, make_lot(session), file=name, kind="Gutachten")

    assert client.get(path(document)).data == PDF
    assert client.get(f"/uploads/{name}").data == PDF


def test_a_file_that_is_lost_is_not_there(
    client: FlaskClient, session: Session
) -> None:
    document = make_paper(session, make_lot(session), file=f"{'0' * 64}.pdf")

    assert client.get(path(document)).status_code == 404


@pytest.mark.parametrize(
    "name", ["../secret_key", "..%2fsecret_key", "x.pdf", f"{'0' * 64}.html"]
)
def test_nothing_else_can_be_fetched_from_the_uploads(
    app: Flask, client: FlaskClient, name: str
) -> None:
    (Path(app.config["UPLOADS"]).parent / "secret_key").write_text("secret")

    assert client.get(f"/uploads/{name}").status_code == 404


def test_the_lot_page_names_public_papers_and_counts_the_others(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)
    public = file_paper(app, session, lot)
    file_paper(app, session, lot, title="Loan of Zacharias", is_public=False)
    file_paper(app, session, lot, title="Guarantee of Zacharias", is_public=False)

    page = client.get(f"/lots/{lot.id}").text

    assert f'href="{path(public)}"' in page
    assert "Zacharias" not in page
    assert "2 documents are in the data room" in page


def test_the_paper_of_an_act_that_waits_is_not_even_counted(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)
    order = file_paper(app, session, lot, title="Order", is_public=False)
    session.add(
        Act(
            lot_id=lot.id,
            kind=ActKind.RECALL,
            public_text="x",
            document_id=order.id,
            asked_by_id=make_officer(session).id,
            asked_at=NOON,
        )
    )
    session.commit()

    page = client.get(f"/lots/{lot.id}").text

    assert "data room" not in page
    assert "Documents" not in page


def test_earlier_versions_are_folded_below_the_current_one(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    lot = make_lot(session)
    old = file_paper(app, session, lot, replaced_at=NOON)
    other = file_paper(app, session, lot, title="Lease", kind="lease")
    new = file_paper(app, session, lot, version=2)
    old.replaced_by_id = new.id
    session.commit()

    page = client.get(f"/lots/{lot.id}").text

    assert page.index(path(new)) < page.index(path(old)) < page.index(path(other))
    assert "Earlier versions (1)" in page
    assert client.get(path(old)).data == PDF
