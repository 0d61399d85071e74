"""Uploading a list, watching it, importing it, giving it up."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Duty, ImportState, ListImport, Lot
from auction.services import import_work
from blueprints import imports
from tests.blueprints.lists import HOME, checked, the_import, upload, uploaded, work
from tests.factories import (
    make_bidder,
    make_catalogue,
    make_lot,
    make_office,
    make_officer,
    sign_in,
)
from tests.moving_clock import NOON
from tests.rules.tables.workbooks import by_hand
from tests.services import lists
from tests.services.lists import LIST

WRONG = LIST + b"7;Hut;house;26.23\n"


def test_a_drafter_uploads_a_list_and_is_asked_for_its_columns(
    client: FlaskClient, session: Session
) -> None:
    here = uploaded(client, session)

    answer = client.get(here)

    assert answer.location == f"{here}/columns"
    listed = the_import(session)
    assert (listed.state, listed.file_name) == (ImportState.UPLOADED, "lots.csv")


def test_the_category_of_all_lots_can_be_said_at_once(
    client: FlaskClient, session: Session
) -> None:
    sign_in(client, make_officer(session))

    upload(client, make_catalogue(session), category="real_estate")

    assert the_import(session).constants == {"category": "real_estate"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "PDF file"),
        (b"PK\x03\x04broken", "damaged"),
        (by_hand("<row/>" * 200_000), "far more than a list"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old workbook"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_a_sentence(
    client: FlaskClient, session: Session, content: bytes, said: str
) -> None:
    sign_in(client, make_officer(session))

    answer = upload(client, make_catalogue(session), content)

    assert answer.status_code == 422
    assert said in answer.text
    assert session.scalar(select(ListImport.id)) is None


def test_a_file_that_is_too_large_is_refused_in_a_sentence(
    client: FlaskClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "LARGEST", 1000)
    sign_in(client, make_officer(session))

    answer = upload(client, make_catalogue(session), b"a;b\n" * 1000)

    assert answer.status_code == 422
    assert "This file is larger than" in answer.text


def test_without_a_file_there_is_nothing_to_upload(
    client: FlaskClient, session: Session
) -> None:
    sign_in(client, make_officer(session))

    answer = client.post(
        f"{HOME}/new", data={"catalogue": make_catalogue(session).slug}
    )

    assert answer.status_code == 422
    assert "Please choose a file." in answer.text


def test_nobody_uploads_into_the_catalogue_of_another_office(
    client: FlaskClient, session: Session
) -> None:
    elsewhere = make_catalogue(session, office=make_office(session, "another-court"))
    sign_in(client, make_officer(session))

    assert upload(client, elsewhere).status_code == 404


def test_an_office_without_a_catalogue_is_told_to_open_one(
    client: FlaskClient, session: Session
) -> None:
    sign_in(client, make_officer(session))

    assert "Open one first" in client.get(f"{HOME}/new").text


def test_a_list_is_checked_shown_and_imported(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    here = checked(app, client, session)

    page = client.get(here).text
    assert "The list is right: 3 lots can be added" in page
    assert "Import 3 lots" in page
    assert "like 1.234,56, as its cells show" in page
    assert "EUR\N{NBSP}1,234.56" in page

    assert client.post(f"{here}/start").location == here
    assert "Is being imported" in client.get(here).text
    work(app)

    assert "3 lots were added as drafts." in client.get(here).text
    assert len(session.scalars(select(Lot)).all()) == 3


def test_what_is_there_already_is_told(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    make_lot(session, make_catalogue(session, title="Last year"), external_id="3")

    here = checked(app, client, session)

    assert "3 is in Last year" in client.get(here).text


def test_every_problem_is_shown_by_row_and_column(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    here = checked(app, client, session, WRONG)

    page = client.get(here).text

    assert "1 problem in 1 row. Nothing can be imported while there is one." in page
    assert "“26.23” contradicts this column" in page
    assert "Leave out 1 row that has a problem" in page
    assert "/start" not in page


def test_problems_stand_on_several_pages(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    rows = b"".join(b"%d;Hut;house;1.2.%d\n" % (n, n) for n in range(100, 220))
    here = checked(app, client, session, LIST + rows)

    assert "Page 1 of 3" in client.get(here).text
    assert "“1.2.219” is not a number" in client.get(f"{here}?page=3").text
    assert "Page 3 of 3" in client.get(f"{here}?page=99").text


def test_problems_come_as_a_table_without_formulas(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    here = checked(app, client, session, b"no;title;kind;=1+1\n1;A;house;=cmd\n")

    answer = client.get(f"{here}/problems.csv")

    rows = list(csv.reader(StringIO(answer.data.decode("utf-8-sig"))))
    assert rows[0] == ["Row", "Column", "Problem"]
    assert rows[1][:2] == ["2", "'=1+1 (D)"]
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_while_somebody_works_the_page_tells_how_far_it_has_come(
    client: FlaskClient, session: Session
) -> None:
    here = uploaded(client, session)
    client.post(f"{here}/columns", data={"to-1": "title", "rest": "-"})
    claim = import_work.claim_next(session, now=NOON)
    assert claim is not None
    import_work.say_progress(session, claim=claim, done=250, total=3309, now=NOON)

    page, fragment = client.get(here).text, client.get(f"{here}/progress")

    for text in (page, fragment.text):
        assert "250 of 3,309 rows" in text
        assert 'hx-trigger="every 1s"' in text
        assert f'<a class="govuk-link" href="{here}">Look again</a>' in text
    assert fragment.status_code == 200
    assert "<html" not in fragment.text


def test_when_the_work_is_done_the_fragment_leads_to_the_page(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    here = checked(app, client, session)

    live = client.get(f"{here}/progress", headers={"HX-Request": "true"})
    plain = client.get(f"{here}/progress")

    assert live.headers["HX-Redirect"] == here
    assert plain.location == here


def test_an_import_is_abandoned(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    here = checked(app, client, session)

    answer = client.post(f"{here}/abandonment")

    assert answer.location == HOME
    assert the_import(session).state is ImportState.ABANDONED
    assert "This import was abandoned." in client.get(here).text
    assert client.post(f"{here}/start").status_code == 409
    assert client.post(f"{here}/abandonment").status_code == 409


def test_a_file_that_is_gone_fails_in_a_sentence(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    here = uploaded(client, session)
    for file in Path(app.config["IMPORTS"]).iterdir():
        file.unlink()

    assert "please upload it again" in client.get(f"{here}/columns").text
    answer = client.post(f"{here}/columns", data={})

    assert answer.status_code == 422


def test_the_imports_of_the_office_are_listed_and_no_others(
    client: FlaskClient, session: Session
) -> None:
    another = make_catalogue(session, office=make_office(session, "another-court"))
    lists.uploaded(session, another).file_name = "secret.csv"
    session.commit()
    uploaded(client, session)

    page = client.get(HOME).text

    assert "lots.csv" in page
    assert "Waits for its columns" in page
    assert "secret.csv" not in page


PLACES = ["", "/progress", "/problems.csv", "/columns"]
ACTS = ["/columns", "/shape", "/words", "/left-out", "/start", "/abandonment"]


@pytest.mark.parametrize("place", ["", "/new", *(f"/1{place}" for place in PLACES)])
def test_a_stranger_is_asked_to_sign_in(client: FlaskClient, place: str) -> None:
    assert client.get(f"{HOME}{place}").location.startswith("/sign-in")


@pytest.mark.parametrize("place", PLACES)
def test_another_office_sees_nothing(
    client: FlaskClient, session: Session, place: str
) -> None:
    listed = lists.uploaded(session)
    another = make_office(session, "another-court")
    sign_in(client, make_officer(session, another))

    for office in ("example-court", "another-court"):
        path = f"/desk/{office}/imports/{listed.id}{place}"
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("place", ACTS)
def test_another_office_does_nothing(
    client: FlaskClient, session: Session, place: str
) -> None:
    listed = lists.checked(session)
    another = make_office(session, "another-court")
    sign_in(client, make_officer(session, another))

    for office in ("example-court", "another-court"):
        path = f"/desk/{office}/imports/{listed.id}{place}"
        assert client.post(path).status_code == 404
    assert the_import(session).state is ImportState.CHECKED


@pytest.mark.parametrize("duty", [Duty.CASHIER, Duty.AUDITOR])
@pytest.mark.parametrize("place", ["/new", *(f"/1{act}" for act in ACTS)])
def test_another_duty_does_nothing(
    client: FlaskClient, session: Session, place: str, duty: Duty
) -> None:
    sign_in(client, make_officer(session, duties=[duty]))

    assert client.post(f"{HOME}{place}").status_code == 403


def test_an_auditor_may_look_on(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    here = checked(app, client, session, WRONG)
    auditor = app.test_client()
    sign_in(auditor, make_officer(session, duties=[Duty.AUDITOR]))

    page = auditor.get(here)

    assert page.status_code == 200
    assert "contradicts this column" in page.text
    assert "<form" not in page.text.partition("<main")[2]


def test_a_cashier_finds_no_way_to_the_imports(
    client: FlaskClient, session: Session
) -> None:
    sign_in(client, make_officer(session, duties=[Duty.CASHIER]))

    assert HOME not in client.get("/desk/example-court/lots").text
    assert client.get(HOME).status_code == 403


def test_a_bidder_has_no_desk(client: FlaskClient, session: Session) -> None:
    make_office(session)
    sign_in(client, make_bidder(session))

    assert client.get(HOME).status_code in (403, 404)
