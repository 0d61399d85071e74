from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Catalogue, Lot
from auction.rules.lifecycle import LotStatus
from tests.factories import make_catalogue, make_office

GOOD = {
    "external_id": "EX-1",
    "title": "Example delivery van",
    "category": "vehicle",
    "starting_price": 4500,
    "increment": "50.00",
    "opens_at": "2026-03-02T13:00:00+00:00",
    "closes_at": "2026-03-02T14:00:00+00:00",
    "fields": {"mileage": 90000},
}
BAD = GOOD | {"external_id": "EX-2", "deposit": "a lot"}
CSV = """\
external_id;title;category;starting_price;increment;opens_at;closes_at;field.mileage
EX-1;Example van;vehicle;4,500.00;50;2026-03-02 13:00;2026-03-02 14:00;90,000

EX-2;Example "press";machinery;2,000;50;2026-03-02 13:00;2026-03-02 14:00;
"""


def run(app: Flask, *words: str, answers: str | None = None) -> Result:
    return app.test_cli_runner().invoke(args=list(words), input=answers)


def import_lots(app: Flask, catalogue: Catalogue, file: Path, *more: str) -> Result:
    return run(app, "import-lots", str(file), "--catalogue", catalogue.slug, *more)


def list_of(folder: Path, *rows: Any) -> Path:
    file = folder / "lots.json"
    file.write_text(json.dumps(rows), encoding="utf-8")
    return file


def lots(session: Session) -> list[Lot]:
    session.rollback()
    return list(session.scalars(select(Lot).order_by(Lot.number)))


def test_a_json_list_becomes_drafts(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    catalogue = make_catalogue(session)

    result = import_lots(app, catalogue, list_of(tmp_path, GOOD))

    assert result.exit_code == 0, result.output
    assert "1 lot added" in result.output
    lot = lots(session)[0]
    assert (lot.number, lot.status) == (1, LotStatus.DRAFT)
    assert lot.fields == {"mileage": 90000}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_csv_list_becomes_drafts(
    app: Flask, session: Session, tmp_path: Path, encoding: str
) -> None:
    catalogue = make_catalogue(session)
    file = tmp_path / "lots.csv"
    file.write_text(CSV, encoding=encoding)

    result = import_lots(app, catalogue, file)

    assert result.exit_code == 0, result.output
    assert [lot.title for lot in lots(session)] == ["Example van", 'Example "press"']


def test_the_same_file_twice_adds_nothing(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    catalogue = make_catalogue(session)
    file = list_of(tmp_path, GOOD)
    import_lots(app, catalogue, file)

    result = import_lots(app, catalogue, file)

    assert result.exit_code == 0
    assert "0 lots added, 1 already there" in result.output
    assert len(lots(session)) == 1


def test_one_wrong_row_imports_nothing(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    catalogue = make_catalogue(session)

    result = import_lots(app, catalogue, list_of(tmp_path, GOOD, BAD))

    assert result.exit_code == 1
    assert "Row 2, deposit: Please enter an amount in figures" in result.output
    assert "Nothing was imported" in result.output
    assert lots(session) == []


def test_a_wrong_row_can_be_skipped(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    catalogue = make_catalogue(session)
    file = list_of(tmp_path, BAD, GOOD)

    result = import_lots(app, catalogue, file, "--skip-bad")

    assert result.exit_code == 0
    assert "1 row left out" in result.output
    assert [lot.external_id for lot in lots(session)] == ["EX-1"]


def test_a_problem_of_many_rows_is_told_once(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    catalogue = make_catalogue(session)
    rows = [GOOD | {"external_id": f"EX-{n}", "no\x1bte": ""} for n in range(500)]

    result = import_lots(app, catalogue, list_of(tmp_path, *rows))

    assert "Row 1 and 499 more, no?te: There is no such column." in result.output
    assert len(result.output.splitlines()) == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfet\x00i\x00", "not UTF-8"),
        (b"[{", "not JSON"),
        (b'{"lots": 7}', "a list of lots"),
        (b"", "name the columns"),
        (b"[]", "no lots"),
        (b"title,region\n,\n", "no lots"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_a_sentence(
    app: Flask, session: Session, tmp_path: Path, content: bytes, said: str
) -> None:
    catalogue = make_catalogue(session)
    file = tmp_path / "lots"
    file.write_bytes(content)

    result = import_lots(app, catalogue, file)

    assert result.exit_code == 1
    assert said in result.output
    assert "Traceback" not in result.output


def test_a_catalogue_that_is_not_there_is_refused(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    assert lots(session) == []

    result = run(
        app, "import-lots", str(list_of(tmp_path, GOOD)), "--catalogue", "none"
    )

    assert result.exit_code == 1
    assert "There is no such catalogue." in result.output


def test_a_catalogue_with_wrong_terms_is_refused_in_a_sentence(
    app: Flask, session: Session
) -> None:
    make_office(session)

    result = run(
        app,
        *("create-catalogue", "spring", "Spring", "--office", "example-court"),
        *("--procedure", "dice"),
    )

    assert result.exit_code == 1
    assert "There is no procedure called dice" in result.output
