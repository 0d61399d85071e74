"""Importing a loan tape in the browser: as lots, or as a pack with its data room."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Document, ImportState, Lot, LotViews
from auction.rules.lifecycle import LotStatus
from auction.rules.tables.reading import read_grid
from tests.blueprints.lists import errors, the_import, upload, uploaded, work
from tests.factories import make_catalogue, make_office, make_officer, sign_in
from tests.moving_clock import NOON
from tests.rules.tapes.tapes import CONSTANTS, SECRETS, as_json, as_workbook
from tests.services.lists import LIST

PLAN = {f"all-{name}": text for name, text in CONSTANTS.items()}
TAPE = as_workbook()


def imported(app: Flask, client: FlaskClient, here: str, way: str) -> str:
    """Say what the lots are, check the tape and import it; return its last page."""
    answer = client.post(f"{here}/tape", data=PLAN | {"lots": way})
    assert answer.location == here, answer.text
    work(app)
    page = client.get(here).text
    assert "The list is right" in page, page
    client.post(f"{here}/start")
    work(app)
    return client.get(here).text


@pytest.mark.parametrize("content", [TAPE, as_json()], ids=["xlsx", "json"])
def test_a_tape_is_known_when_it_is_uploaded(
    client: FlaskClient, session: Session, content: bytes
) -> None:
    here = uploaded(client, session, content)

    assert client.get(here).location == f"{here}/tape"
    page = client.get(f"{here}/tape").text
    assert "3, of which 1 is secured" in page
    assert "1 private person and 1 company" in page
    assert "EUR (2), USD (1)" in page


@pytest.mark.parametrize(("way", "count"), [("loans", 3), ("debtors", 2), ("pack", 1)])
def test_a_tape_becomes_lots(
    app: Flask, client: FlaskClient, session: Session, way: str, count: int
) -> None:
    here = uploaded(client, session, TAPE)

    page = imported(app, client, here, way)

    assert f"{count} {'lot was' if count == 1 else 'lots were'} added" in page
    session.rollback()
    assert len(session.scalars(select(Lot)).all()) == count


def test_the_list_of_loans_lies_in_the_data_room_of_the_pack(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    here = uploaded(client, session, TAPE)

    imported(app, client, here, "pack")

    session.rollback()
    paper = session.scalars(select(Document)).one()
    assert (paper.kind, paper.is_public) == ("loan_tape", False)
    content = (Path(app.config["DOCUMENTS"]) / paper.file).read_bytes()
    assert paper.size == len(content)
    assert len(read_grid(content).lines) == 4


def test_the_same_pack_twice_stays_one_with_one_list(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    sign_in(client, make_officer(session))
    catalogue = make_catalogue(session)
    imported(app, client, upload(client, catalogue, TAPE, "tape.xlsx").location, "pack")
    again = upload(client, catalogue, TAPE, "tape.xlsx").location
    client.post(f"{again}/tape", data=PLAN | {"lots": "pack"})
    work(app)

    assert "There is nothing new in this list." in client.get(again).text
    client.post(f"{again}/start")  # as if it had been new when the page was drawn
    work(app)

    session.rollback()
    assert len(session.scalars(select(Lot)).all()) == 1
    assert len(session.scalars(select(Document)).all()) == 1


@pytest.mark.parametrize("way", ["loans", "debtors", "pack"])
def test_nobody_outside_reads_the_name_of_a_private_debtor(
    app: Flask, client: FlaskClient, session: Session, way: str
) -> None:
    here = uploaded(client, session, TAPE)
    imported(app, client, here, way)
    session.rollback()
    lots = session.scalars(select(Lot)).all()
    for lot in lots:  # as if two officers had approved it, and its time had come
        lot.status, lot.announced_at = LotStatus.OPEN, NOON
        session.add(LotViews(lot_id=lot.id, views=0))
    slug = lots[0].catalogue.slug
    paper_ids = session.scalars(select(Document.id)).all()
    session.commit()

    stranger = app.test_client()
    public = ("/lots", f"/catalogues/{slug}", f"/catalogues/{slug}/lots.csv")
    for path in (*public, *(f"/lots/{lot.id}" for lot in lots)):
        answer = stranger.get(path)
        assert answer.status_code == 200, path
        assert not any(secret in answer.text for secret in SECRETS), path
    for paper_id in paper_ids:
        address = f"/lots/{lots[0].id}/documents/{paper_id}"
        assert stranger.get(address).status_code == 404


def test_what_is_wrong_is_told_at_its_field(
    client: FlaskClient, session: Session
) -> None:
    here = uploaded(client, session, TAPE)
    typed = PLAN | {"all-rates": "cheap", "all-deposit": "much"}

    answer = client.post(f"{here}/tape", data=typed)

    assert answer.status_code == 422
    assert errors(answer.text) == ["all-deposit", "all-rates", "lots-loans"]
    assert 'name="all-rates" value="cheap"' in answer.text
    assert the_import(session).state is ImportState.UPLOADED


def test_a_currency_without_a_rate_is_a_problem_of_its_rows(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    here = uploaded(client, session, TAPE)

    client.post(f"{here}/tape", data=PLAN | {"lots": "loans", "all-rates": ""})
    work(app)

    page = client.get(here).text
    assert "say what one USD is worth in EUR" in page
    assert f'href="{here}/tape">Say it differently' in page


def test_a_list_that_is_no_tape_has_no_such_page(
    client: FlaskClient, session: Session
) -> None:
    here = uploaded(client, session, LIST)

    assert client.get(f"{here}/tape").status_code == 404
    assert client.post(f"{here}/tape").status_code == 404


def test_another_office_sees_no_tape(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    here = uploaded(client, session, TAPE)
    other = app.test_client()
    sign_in(other, make_officer(session, make_office(session, "another-court")))

    assert other.get(f"{here}/tape").status_code == 404
    assert other.post(f"{here}/tape", data=PLAN).status_code == 404


def test_a_stranger_is_asked_to_sign_in(client: FlaskClient) -> None:
    path = "/desk/example-court/imports/1/tape"

    assert client.get(path).location.startswith("/sign-in")
