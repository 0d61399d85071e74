from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy.orm import Session

from auction.rules.lifecycle import LotStatus
from auction.rules.tables.reading import read_grid
from tests.factories import make_catalogue, make_lot


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["export-lots", *words])


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_catalogue_is_written_to_a_file(
    app: Flask, session: Session, tmp_path: Path, ending: str
) -> None:
    catalogue = make_catalogue(session)
    make_lot(session, catalogue, title="Example van")
    make_lot(session, title="Of another catalogue")
    file = tmp_path / f"lots.{ending}"

    result = run(app, str(file), "--catalogue", catalogue.slug)

    assert result.exit_code == 0, result.output
    assert "1 lot written to" in result.output
    grid = read_grid(file.read_bytes())
    assert [line.cells[1] for line in grid.lines] == ["title", "Example van"]


def test_only_lots_of_some_states_are_written(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    catalogue = make_catalogue(session)
    for status in (LotStatus.OPEN, LotStatus.SOLD):
        make_lot(session, catalogue, status=status)

    file = str(tmp_path / "lots.csv")
    result = run(app, file, "--catalogue", catalogue.slug, "--status", "sold")

    assert "1 lot written to" in result.output


@pytest.mark.parametrize(
    ("file", "slug", "said"),
    [
        ("lots.ods", "spring", "must end in .xlsx or .csv"),
        ("lots.csv", "none", "There is no such catalogue."),
    ],
)
def test_what_cannot_be_written_is_refused_in_a_sentence(
    app: Flask, session: Session, tmp_path: Path, file: str, slug: str, said: str
) -> None:
    make_catalogue(session, slug="spring")

    result = run(app, str(tmp_path / file), "--catalogue", slug)

    assert result.exit_code == 1
    assert said in result.output
