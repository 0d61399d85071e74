from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Catalogue, Document, Lot
from auction.money import Money
from auction.rules.columns.plan import Plan
from auction.rules.lifecycle import LotStatus
from auction.services.list_imports import plan_list
from tests.factories import make_catalogue, make_office, make_officer
from tests.moving_clock import NOON
from tests.rules.tables.workbooks import workbook
from tests.rules.tapes.tapes import as_workbook
from tests.services.lists import uploaded

DAY = timedelta(days=1)
GOOD: dict[str, Any] = {
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
    assert "Row 2, deposit: “a lot” is not a number" in result.output
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
    rows = [BAD | {"external_id": f"EX-{n}"} for n in range(500)]

    result = import_lots(app, catalogue, list_of(tmp_path, *rows))

    assert "Row 1 and 499 more, deposit: “a lot” is not a number." in result.output
    assert len(result.output.splitlines()) == 2


def test_a_column_that_nobody_knows_is_refused_and_steers_no_terminal(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    catalogue = make_catalogue(session)
    file = list_of(tmp_path, GOOD | {"no\x1bte": "x"})

    result = import_lots(app, catalogue, file, "--skip-bad")

    assert result.exit_code == 1
    assert "no?te: Say what this column is, or leave it out." in result.output
    assert lots(session) == []


@pytest.mark.parametrize(
    ("choice", "description"), [("append", "- **hue:** Old."), ("leave-out", "")]
)
def test_columns_that_nobody_knows_can_be_dealt_with_alike(
    app: Flask, session: Session, tmp_path: Path, choice: str, description: str
) -> None:
    catalogue = make_catalogue(session)
    file = list_of(tmp_path, GOOD | {"hue": "Old."})

    result = import_lots(app, catalogue, file, "--unknown", choice)

    assert result.exit_code == 0, result.output
    assert lots(session)[0].description == description


BANK_LIST = """\
Lista do banco;;21/10/2024
N° do imóvel;Endereço;Preço
14444;Rua Três de Maio 1;602.282,59
14445;Quadra 9;1.000,00
"""
BANK_MAPPING: dict[str, dict[str, Any]] = {
    "columns": {"N° do imóvel": "external_id", "Preço": {"to": "starting_price"}},
    "constants": {"category": "real_estate", "title": "Casa, {Endereço}"},
}


def bank_files(folder: Path) -> tuple[Path, Path]:
    listed, mapping = folder / "list.csv", folder / "mapping.json"
    listed.write_bytes(BANK_LIST.encode("latin-1"))
    mapping.write_text(json.dumps(BANK_MAPPING), encoding="utf-8")
    return listed, mapping


def test_a_list_of_another_kind_is_read_by_a_mapping(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    catalogue = make_catalogue(
        session, opens_at=NOON + DAY, closes_at=NOON + 3 * DAY, stagger_seconds=60
    )
    listed, mapping = bank_files(tmp_path)

    result = import_lots(
        app, catalogue, listed, "--mapping", str(mapping), "--set", "increment=1 %"
    )

    assert result.exit_code == 0, result.output
    first, second = lots(session)
    assert (first.external_id, first.title) == ("14444", "Casa, Rua Três de Maio 1")
    assert (first.starting_price, first.increment) == (
        *(Money(602_282_59), Money(6_022_83)),
    )
    assert first.opens_at == NOON + DAY
    assert second.closes_at - first.closes_at == timedelta(minutes=1)


def test_what_the_office_did_at_its_desk_is_done_here_as_well(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    catalogue = make_catalogue(session, opens_at=NOON, closes_at=NOON + DAY)
    listed, _ = bank_files(tmp_path)
    headings = ["N° do imóvel", "Endereço", "Preço"]
    columns = BANK_MAPPING["columns"] | {"Endereço": "title"}
    plan_list(
        session,
        import_id=uploaded(session, catalogue).id,
        officer_id=make_officer(session).id,
        headings=headings,
        plan=Plan.of(columns, {"category": "loan", "increment": "5"}),
        now=NOON,
    )

    result = import_lots(app, catalogue, listed)

    assert result.exit_code == 0, result.output
    assert lots(session)[0].title == "Rua Três de Maio 1"


def test_a_mapping_is_proposed_that_can_be_changed_and_used(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    catalogue = make_catalogue(session, opens_at=NOON, closes_at=NOON + DAY)
    listed, mapping = bank_files(tmp_path)

    proposed = import_lots(app, catalogue, listed, "--propose").output
    mapping.write_text(proposed, encoding="utf-8")
    more = ["--set", "category=loan", "--set", "increment=5"]
    result = import_lots(app, catalogue, listed, "--mapping", str(mapping), *more)

    assert json.loads(proposed)["columns"]["Preço"] == {"to": "starting_price"}
    assert result.exit_code == 0, result.output
    assert lots(session)[0].title == "Rua Três de Maio 1"


def test_a_workbook_becomes_drafts(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    catalogue = make_catalogue(session)
    file = tmp_path / "lots.xlsx"
    row = {key: value for key, value in GOOD.items() if key != "fields"}
    file.write_bytes(workbook(tuple(row), tuple(row.values())))

    result = import_lots(app, catalogue, file)

    assert result.exit_code == 0, result.output
    assert lots(session)[0].title == "Example delivery van"


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ("{", "not JSON"),
        ("[]", "must be an object with shape, columns, constants"),
        ('{"colums": {}}', "must be an object with shape, columns, constants"),
        ('{"columns": {"a": 7}}', "“a” must be a target"),
        ('{"columns": {"title": "titel"}}', "title: There is nothing called titel"),
    ],
)
def test_a_mapping_that_is_none_is_refused_in_a_sentence(
    app: Flask, session: Session, tmp_path: Path, mapping: str, said: str
) -> None:
    catalogue = make_catalogue(session)
    file = tmp_path / "mapping.json"
    file.write_text(mapping, encoding="utf-8")

    result = import_lots(
        app, catalogue, list_of(tmp_path, GOOD), "--mapping", str(file)
    )

    assert result.exit_code == 1
    assert said in result.output
    assert "Traceback" not in result.output


def test_what_holds_for_all_needs_a_field_and_a_value(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    catalogue = make_catalogue(session)

    result = import_lots(app, catalogue, list_of(tmp_path, GOOD), "--set", "title")

    assert result.exit_code == 1
    assert "--set needs FIELD=VALUE" in result.output


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x7fELF", "program"),
        (b"[{", "not JSON"),
        (b'{"lots": 7}', "a list of lots"),
        (b"", "empty"),
        (b",,\n1,2,3\n", "No row of this file names the columns"),
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


@pytest.mark.parametrize(("way", "count"), [("loans", 3), ("debtors", 2), ("pack", 1)])
def test_a_loan_tape_becomes_lots(
    app: Flask, session: Session, tmp_path: Path, way: str, count: int
) -> None:
    catalogue = make_catalogue(session, opens_at=NOON + DAY, closes_at=NOON + 2 * DAY)
    file = tmp_path / "tape.xlsx"
    file.write_bytes(as_workbook())
    said = ["starting_price=30 %", "increment=10", "rates=USD 0.5"]
    more = [word for one in said for word in ("--set", one)]

    result = import_lots(app, catalogue, file, "--tape", way, *more)

    assert result.exit_code == 0, result.output
    assert len(lots(session)) == count
    papers = session.scalars(select(Document.kind)).all()
    assert papers == (["loan_tape"] if way == "pack" else [])


def test_a_list_that_is_no_tape_is_not_read_as_one(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    catalogue = make_catalogue(session)

    result = import_lots(app, catalogue, list_of(tmp_path, GOOD), "--tape", "loans")

    assert result.exit_code == 1
    assert "This is no loan tape" in result.output
