"""The documents' page of a lot: sent, described, replaced, removed, and who looked."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from auction.models import Act, ActKind, Duty, Lot, LotChange
from auction.rules.filing import MOST
from auction.rules.lifecycle import LotStatus
from tests.factories import make_lot, make_office, make_officer, make_paper, sign_in
from tests.moving_clock import NOON
from tests.web.uploads import made

PDF = made.pdf()
SAID = {"kind": "lease", "access": "public"}


@pytest.fixture
def lot(client: FlaskClient, session: Session) -> Lot:
    """Have a draft, and a signed-in drafter before it."""
    sign_in(client, make_officer(session, duties=[Duty.DRAFTER], name="Dora"))
    return make_lot(
        session,
        status=LotStatus.DRAFT,
        title="Example house",
        closes_at=NOON + timedelta(days=1),
    )


def path(lot: Lot) -> str:
    return f"/desk/example-court/lots/{lot.id}/documents"


def send(
    client: FlaskClient, lot: Lot, *files: tuple[bytes, str], **said: Any
) -> TestResponse:
    sent = [(BytesIO(content), name) for content, name in files]
    return client.post(path(lot), data={"documents": sent} | SAID | said)


def test_a_document_is_filed_with_what_was_said_of_it(
    app: Flask, client: FlaskClient, lot: Lot
) -> None:
    answer = send(client, lot, (PDF, "x.pdf"), title="Lease", dated_on="2020-05-01")

    assert (answer.status_code, answer.location) == (303, path(lot))
    [document] = lot.documents
    assert (document.title, document.kind) == ("Lease", "lease")
    assert (document.dated_on, document.is_public) == (date(2020, 5, 1), True)
    assert (Path(app.config["DOCUMENTS"]) / document.file).read_bytes() == PDF
    assert document.size == len(PDF)
    page = client.get(path(lot)).text
    assert "Added: 1 document." in page
    assert "1 May 2020, PDF, 1\N{NO-BREAK SPACE}kB" in page


def test_several_documents_are_called_like_their_files(
    client: FlaskClient, lot: Lot
) -> None:
    send(
        client,
        lot,
        (PDF, "papers/Land_register.pdf"),
        (made.photo(), "scan.jpg"),
        ("Größe".encode(), "notice.txt"),
        access="room",
    )

    assert [document.title for document in lot.documents] == [
        "Land register",
        "scan",
        "notice",
    ]
    assert [document.file[-3:] for document in lot.documents] == ["pdf", "pdf", "txt"]
    assert not any(document.is_public for document in lot.documents)


def test_a_bad_file_is_named_and_the_good_ones_are_kept(
    client: FlaskClient, lot: Lot
) -> None:
    answer = send(
        client,
        lot,
        (PDF, "good.pdf"),
        (made.pdf(password="x"), "locked.pdf"),
        (b"<html>", "page.pdf"),
        (made.zip_of(bytes(9_000_000)), "bomb.xlsx"),
    )

    assert answer.status_code == 422
    assert [document.title for document in lot.documents] == ["good"]
    assert "1 added, and 3 not" in answer.text
    assert "<bdi>locked.pdf</bdi>: This PDF is locked" in answer.text
    assert "<bdi>page.pdf</bdi>: Please choose a PDF" in answer.text
    assert "<bdi>bomb.xlsx</bdi>: This file unpacks to more" in answer.text


@pytest.mark.parametrize(
    ("said", "sentence", "field"),
    [
        ({"kind": ""}, "Please choose what kind of document it is.", "kind"),
        ({"kind": "Mietvertrag"}, "Not a valid choice.", "kind"),
        ({"access": ""}, "Please choose who may open it.", "access"),
        ({"title": "x" * 201}, "a title of at most 200", "title"),
        ({"dated_on": "1.5.2020"}, "write the date like 2026-03-02", "dated_on"),
        ({"dated_on": "0202-05-01"}, "the year cannot be meant", "dated_on"),
    ],
)
def test_what_is_not_said_rightly_is_marked_and_nothing_is_filed(
    client: FlaskClient, lot: Lot, said: dict[str, str], sentence: str, field: str
) -> None:
    answer = send(client, lot, (PDF, "x.pdf"), **{"title": "Typed title"} | said)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'href="#{field}' in answer.text
    assert said.get("title", "Typed title") in answer.text
    assert lot.documents == []


def test_no_file_at_all_is_said(client: FlaskClient, lot: Lot) -> None:
    answer = client.post(path(lot), data=SAID)

    assert answer.status_code == 422
    assert 'href="#documents">Please choose a file.' in answer.text


def test_one_title_is_not_for_several_documents(client: FlaskClient, lot: Lot) -> None:
    answer = send(client, lot, (PDF, "a.pdf"), (PDF, "b.pdf"), title="Lease")

    assert answer.status_code == 422
    assert "A title fits one document." in answer.text
    assert lot.documents == []


def test_what_there_is_no_room_for_is_named(
    client: FlaskClient, session: Session, lot: Lot
) -> None:
    for _ in range(MOST - 1):
        make_paper(session, lot)

    answer = send(client, lot, (PDF, "fits.pdf"), (PDF, "over.pdf"))

    assert "<bdi>over.pdf</bdi>: A lot can have 60 documents." in answer.text
    session.expire_all()
    assert len(lot.documents) == MOST


def test_the_label_of_a_document_is_corrected(
    client: FlaskClient, session: Session, lot: Lot
) -> None:
    document = make_paper(session, lot, kind="Gutachten", dated_on=date(2020, 5, 1))
    here = f"{path(lot)}/{document.id}"
    page = client.get(here).text
    assert 'value="2020-05-01"' in page
    assert 'value="Valuation"' in page

    wrong = client.post(here, data={"title": "", **SAID})
    right = client.post(
        here, data={"title": "Lease", "dated_on": "", **SAID, "access": "room"}
    )

    assert wrong.status_code == 422
    assert right.location == path(lot)
    session.expire_all()
    assert (document.title, document.kind) == ("Lease", "lease")
    assert (document.is_public, document.dated_on) == (False, None)


def test_a_newer_version_replaces_a_document_and_the_older_one_is_folded(
    client: FlaskClient, session: Session, lot: Lot
) -> None:
    document = make_paper(session, lot)
    here = f"{path(lot)}/{document.id}/versions"

    bad = client.post(here, data={"document": (BytesIO(b""), "x.pdf")})
    none = client.post(here)
    good = client.post(here, data={"document": (BytesIO(PDF), "x.pdf")})
    again = client.post(here, data={"document": (BytesIO(PDF), "x.pdf")})

    assert "This file is empty." in bad.text
    assert "Please choose a file." in none.text
    assert good.location == path(lot)
    assert again.status_code == 409
    page = client.get(path(lot)).text
    assert "version 2" in page
    assert "Earlier versions (1)" in page
    assert f"/lots/{lot.id}/documents/{document.id}" in page


def test_a_document_is_removed_from_a_draft(
    client: FlaskClient, session: Session, lot: Lot
) -> None:
    document = make_paper(session, lot)
    here = f"{path(lot)}/{document.id}/removal"

    answer = client.post(here)

    assert answer.location == path(lot)
    session.expire_all()
    assert lot.documents == []
    assert client.post(here).status_code == 404


def test_a_document_of_another_lot_is_not_there(
    client: FlaskClient, session: Session, lot: Lot
) -> None:
    document = make_paper(session, make_lot(session, status=LotStatus.DRAFT))
    here = f"{path(lot)}/{document.id}"

    assert client.get(here).status_code == 404
    assert client.get(f"{here}/looks").status_code == 404
    assert client.post(f"{here}/removal").status_code == 404


def test_an_announced_lot_takes_documents_for_a_public_reason(
    client: FlaskClient, session: Session, lot: Lot
) -> None:
    lot.status = LotStatus.OPEN
    session.commit()
    assert "everybody who registered is told" in client.get(path(lot)).text

    without = send(client, lot, (PDF, "a.pdf"))
    answer = send(client, lot, (PDF, "a.pdf"), (PDF, "b.pdf"), reason="Found at last.")

    assert "give the reason that everybody will read" in without.text
    assert answer.status_code == 303
    session.expire_all()
    assert [document.title for document in lot.documents] == ["a", "b"]
    reasons = session.scalars(select(LotChange.reason)).all()
    assert reasons == ["Found at last."] * 2


def test_a_document_of_an_announced_lot_is_replaced_and_withheld(
    client: FlaskClient, session: Session, lot: Lot
) -> None:
    lot.status = LotStatus.OPEN
    document = make_paper(session, lot)
    here = f"{path(lot)}/{document.id}"
    page = client.get(here).text
    assert "Do not show the earlier version any more" in page
    assert "What it is" not in page

    sent = {"document": (BytesIO(PDF), "x.pdf")}
    without = client.post(f"{here}/versions", data=sent)
    sent = {"document": (BytesIO(PDF), "x.pdf")}
    said = {"reason": "It named the tenant.", "withhold": "y"}
    answer = client.post(f"{here}/versions", data=sent | said)

    assert without.status_code == 422
    assert 'href="#reason"' in without.text
    assert answer.location == path(lot)
    stranger = client.application.test_client()
    public = stranger.get(f"/lots/{lot.id}").text
    assert "Version 1, no longer shown" in public
    assert stranger.get(f"/lots/{lot.id}/documents/{document.id}").status_code == 404
    assert client.post(f"{here}/removal").status_code == 409


@pytest.mark.parametrize("status", [LotStatus.SUBMITTED, LotStatus.APPROVED])
def test_what_waits_for_others_takes_no_documents(
    client: FlaskClient, session: Session, lot: Lot, status: LotStatus
) -> None:
    lot.status = status
    document = make_paper(session, lot)

    page = client.get(path(lot)).text
    answers = [
        send(client, lot, (PDF, "a.pdf"), reason="A reason of some length."),
        client.post(
            f"{path(lot)}/{document.id}/versions",
            data={"document": (BytesIO(PDF), "x.pdf")},
        ),
    ]

    assert 'name="documents"' not in page
    assert [answer.status_code for answer in answers] == [409, 409]
    session.expire_all()
    assert lot.documents == [document]


def test_a_paper_on_which_an_act_rests_is_not_offered_for_change(
    client: FlaskClient, session: Session, lot: Lot
) -> None:
    lot.status = LotStatus.OPEN
    order = make_paper(session, lot, is_public=False)
    act = Act(
        lot_id=lot.id,
        kind=ActKind.RECALL,
        public_text="x",
        document_id=order.id,
        asked_by_id=make_officer(session).id,
        asked_at=NOON,
    )
    session.add(act)
    session.commit()

    assert "Replace" not in client.get(path(lot)).text
    assert client.get(f"{path(lot)}/{order.id}").status_code == 409


def test_an_auditor_reads_the_list_and_changes_nothing(
    client: FlaskClient, session: Session, lot: Lot
) -> None:
    document = make_paper(session, lot, is_public=False)
    sign_in(client, make_officer(session, duties=[Duty.AUDITOR]))

    page = client.get(path(lot)).text

    assert "Valuation" in page
    assert "Opened 0 times" in page
    assert "Remove" not in page
    assert 'name="documents"' not in page
    assert send(client, lot, (PDF, "a.pdf")).status_code == 403
    assert client.post(f"{path(lot)}/{document.id}/removal").status_code == 403


def test_documents_are_nothing_for_another_office(
    app: Flask, client: FlaskClient, session: Session, lot: Lot
) -> None:
    document = make_paper(session, lot)
    sign_in(client, make_officer(session, make_office(session, "another-court")))
    mine = f"/desk/another-court/lots/{lot.id}/documents"

    for here in (path(lot), mine):
        assert client.get(here).status_code == 404
        assert client.get(f"{here}/{document.id}").status_code == 404
        assert client.get(f"{here}/{document.id}/looks").status_code == 404
        assert client.post(here, data=SAID).status_code == 404
    assert not Path(app.config["DOCUMENTS"]).exists()


def test_the_office_sees_who_opened_a_paper_of_the_data_room(
    client: FlaskClient, lot: Lot
) -> None:
    send(client, lot, (PDF, "x.pdf"), access="room")
    document = lot.documents[0]
    client.get(f"/lots/{lot.id}/documents/{document.id}")

    page = client.get(f"{path(lot)}/{document.id}/looks").text

    assert "Opened 1 time" in client.get(path(lot)).text
    assert "Dora" in page
    assert "12:00:00" in page
