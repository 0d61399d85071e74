"""Saying what the columns of a list are, in the browser."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import ImportState, Lot
from blueprints.import_columns import rows_from
from tests.blueprints.lists import (
    HOME,
    PLAN,
    checked,
    errors,
    the_import,
    upload,
    uploaded,
    work,
)
from tests.factories import make_catalogue, make_officer, sign_in
from tests.moving_clock import NOON
from tests.rules.tables.workbooks import workbook
from tests.services.lists import LIST

PREAMBLE = "Liste der Bank;;\n\nNr;Titel;Startpreis\n7;Haus;1.000,00\n"


def chosen(page: str) -> dict[str, str]:
    """Return what is chosen for each column."""
    found = {}
    for name, options in re.findall(
        r'<select[^>]*name="(to-\d+)"[^>]*>(.*?)</select>', page, re.DOTALL
    ):
        selected = re.search(r'<option value="([^"]*)" selected', options)
        found[name] = selected[1] if selected else ""
    return found


def test_what_the_headings_mean_is_chosen_already(
    client: FlaskClient, session: Session
) -> None:
    here = uploaded(client, session, PREAMBLE.encode("latin-1"))

    page = client.get(f"{here}/columns").text

    assert chosen(page) == {
        "to-0": "external_id",
        "to-1": "title",
        "to-2": "starting_price",
    }
    assert "1 row below the headings in row 3, separated by a semicolon" in page
    assert "<span>Haus</span>" in page


def test_what_the_office_did_the_last_time_is_chosen_the_next(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    checked(app, client, session, LIST, **{"to-1": "location", "all-title": "Lot {no}"})
    there = upload(client, make_catalogue(session)).location

    page = client.get(f"{there}/columns").text

    assert chosen(page)["to-1"] == "location"
    assert 'name="all-title" value="Lot {no}"' in page
    assert 'name="all-opens_at" value=""' in page


def test_what_holds_for_all_begins_with_the_catalogue(
    client: FlaskClient, session: Session
) -> None:
    sign_in(client, make_officer(session))
    catalogue = make_catalogue(
        session, opens_at=NOON, time_zone="Europe/Berlin", stagger_seconds=90
    )

    page = client.get(f"{upload(client, catalogue).location}/columns").text

    assert 'name="all-opens_at" value="2026-03-02 13:00"' in page
    assert 'name="all-stagger" value="90"' in page


def test_a_list_that_is_told_what_it_is_waits_to_be_checked(
    client: FlaskClient, session: Session
) -> None:
    here = uploaded(client, session)

    answer = client.post(f"{here}/columns", data=PLAN)

    assert answer.location == here
    listed = the_import(session)
    assert listed.state is ImportState.CHECKING
    assert listed.mapping["price"] == {"to": "starting_price"}
    assert listed.constants["increment"] == "10"


def test_what_is_wrong_is_told_at_its_field_and_what_was_typed_stays(
    client: FlaskClient, session: Session
) -> None:
    here = uploaded(client, session)
    typed = PLAN | {"to-0": "", "to-1": "starting_price", "all-deposit": "a lot"}

    answer = client.post(f"{here}/columns", data=typed)

    assert answer.status_code == 422
    assert errors(answer.text) == ["to-0", "to-1", "to-3", "all-deposit"]
    assert '<a href="#to-0">no: Say what this column is, or leave' in answer.text
    assert 'name="all-deposit" value="a lot"' in answer.text
    assert chosen(answer.text)["to-1"] == "starting_price"
    assert the_import(session).state is ImportState.UPLOADED


def test_all_that_is_not_chosen_can_be_left_out(
    client: FlaskClient, session: Session
) -> None:
    here = uploaded(client, session)

    client.post(f"{here}/columns", data={"to-1": "title", "rest": "-"})

    assert the_import(session).mapping["price"] == {"to": "-"}


def test_the_fields_of_a_category_are_shown_without_saving(
    client: FlaskClient, session: Session
) -> None:
    here = uploaded(client, session)
    assert "all-field.mileage" not in client.get(f"{here}/columns").text

    answer = client.post(
        f"{here}/columns",
        data=PLAN | {"all-category": "vehicle", "then": "look", "to-0": "+"},
    )

    assert answer.status_code == 200
    assert 'name="all-field.mileage"' in answer.text
    assert chosen(answer.text)["to-0"] == "+"
    assert the_import(session).state is ImportState.UPLOADED


def test_a_field_of_its_category_can_hold_for_all(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    content = b"title;price\nA;5\nB;6\n"
    plan = {
        "to-0": "title",
        "to-1": "starting_price",
        "to-2": "",
        "to-3": "",
        "all-category": "vehicle",
        "all-field.fuel": "Diesel",
    }
    here = checked(app, client, session, content, **plan)

    client.post(f"{here}/start")
    work(app)

    fields = session.scalars(select(Lot.fields)).all()
    assert fields == [{"fuel": "Diesel"}] * 2


@pytest.mark.parametrize(
    ("shape", "stored", "first"),
    [
        ({"heading": "4"}, {"heading": 4}, "7"),
        ({"heading": "no"}, {}, "Nr"),
        ({"heading": "3", "no_headings": "yes"}, {"heading": -1}, "Column A"),
        ({"separator": ","}, {"separator": ","}, "Liste der Bank;;"),
    ],
)
def test_the_file_can_be_read_differently(
    client: FlaskClient,
    session: Session,
    shape: dict[str, str],
    stored: dict[str, object],
    first: str,
) -> None:
    here = uploaded(client, session, PREAMBLE.encode())

    answer = client.post(f"{here}/shape", data=shape)

    assert answer.location == f"{here}/columns"
    assert the_import(session).shape == stored
    assert f'for="to-0">{first}' in client.get(answer.location).text


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        ({"heading": "2"}, "There is nothing in row 2."),
        ({"encoding": "klingon"}, "There is no encoding called klingon."),
        ({"separator": "x"}, "A list is separated by"),
    ],
)
def test_a_shape_that_the_file_has_not_is_told(
    client: FlaskClient, session: Session, shape: dict[str, str], said: str
) -> None:
    here = uploaded(client, session, PREAMBLE.encode())
    client.post(f"{here}/shape", data=shape)

    page = client.get(f"{here}/columns")

    assert page.status_code == 200
    assert said in page.text
    assert "Read it so" in page.text


def test_a_sheet_is_chosen(client: FlaskClient, session: Session) -> None:
    content = workbook(
        sheets={"Notes": [["Note"], ["x"]], "Lots": [["Title", "Price"], ["A", 5]]}
    )
    here = uploaded(client, session, content)

    client.post(f"{here}/shape", data={"sheet": "Lots"})

    page = client.get(f"{here}/columns").text
    assert "on the sheet “Lots”" in page
    assert chosen(page) == {"to-0": "title", "to-1": "starting_price"}


def test_unknown_words_are_explained_once(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    here = checked(app, client, session, LIST + b"7;Hut;Laube;5,00\n")
    assert "kind: “Laube” (1 row)" in client.get(here).text

    client.post(
        f"{here}/words",
        data={"heading": "kind", "word": "Laube", "meaning": "real_estate"},
    )
    work(app)

    assert "The list is right: 4 lots" in client.get(here).text


def test_rows_with_problems_are_left_out_at_once(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    here = checked(app, client, session, LIST + b"7;Hut;house;x\n8;Hut;house;y\n")

    client.post(f"{here}/left-out", data={"which": "bad"})
    work(app)

    assert the_import(session).left_out == [5, 6]
    assert "The list is right: 3 lots" in client.get(here).text


def test_rows_are_left_out_by_their_numbers_and_taken_in_again(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    here = checked(app, client, session)
    client.post(f"{here}/left-out", data={"rows": "2-3"})
    work(app)
    assert "1 lot can be added" in client.get(here).text

    client.post(f"{here}/left-out", data={"rows": ""})
    work(app)

    assert "3 lots can be added" in client.get(here).text


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("7", {7}),
        ("7, 12-14", {7, 12, 13, 14}),
        ("7\n8;9", {7, 8, 9}),
        ("12 \N{EN DASH} 13", {12, 13}),
        ("14-12", set()),
        ("all", set()),
        ("1-999999", set(range(1, 20_001))),
    ],
)
def test_rows_are_named_as_people_name_them(text: str, rows: set[int]) -> None:
    assert rows_from(text) == rows


def test_an_import_that_is_done_is_not_planned_again(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    here = checked(app, client, session)
    client.post(f"{here}/start")
    work(app)

    answer = client.post(f"{here}/columns", data=PLAN)

    assert answer.status_code == 409
    assert "it is done with" in answer.text
    assert client.get(HOME).status_code == 200
