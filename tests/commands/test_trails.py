"""Giving trails away, and verifying them, on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from auction import trail_verifier
from auction.models import Lot, TrailRow
from tests.factories import make_lot, make_paddle


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=list(words))


@pytest.fixture
def lot(session: Session) -> Lot:
    lot = make_lot(session)
    for _ in range(2):
        make_paddle(session, lot)
    return lot


def test_a_trail_that_is_given_away_fits(app: Flask, lot: Lot, tmp_path: Path) -> None:
    file = tmp_path / "trail.jsonl"

    result = run(app, "export-trail", str(lot.id), str(file))

    assert result.exit_code == 0, result.output
    assert len(file.read_text(encoding="utf-8").splitlines()) == 2
    assert trail_verifier.main([str(file)]) == 0


def test_a_lot_that_is_not_there_is_told_and_no_file_made(
    app: Flask, tmp_path: Path
) -> None:
    file = tmp_path / "trail.jsonl"

    result = run(app, "export-trail", "99", str(file))

    assert (result.exit_code, result.output) == (1, "Error: There is no lot 99.\n")
    assert not file.exists()


def test_a_database_whose_trails_fit_is_told(app: Flask, lot: Lot) -> None:
    assert lot.id
    assert run(app, "verify-trail").output == "Every row fits.\n"


def test_a_row_that_does_not_fit_is_named(
    app: Flask, session: Session, lot: Lot
) -> None:
    second = TrailRow.sequence == 2
    session.execute(update(TrailRow).where(second).values(digest="0" * 64))
    session.commit()

    result = run(app, "verify-trail")

    assert result.exit_code == 1
    assert f"Lot {lot.id}: row 2 is not as it was written." in result.output


def test_what_somebody_has_kept_is_compared(app: Flask, lot: Lot) -> None:
    kept = f"{lot.id}/3/{'a' * 64}"

    result = run(app, "verify-trail", "--checkpoint", kept)

    assert result.exit_code == 1
    assert f"Lot {lot.id}: row 3 is missing at the end." in result.output


@pytest.mark.parametrize("kept", ["", "3", "3/x/ab", "1/2/3/4"])
def test_what_is_no_checkpoint_is_told(app: Flask, kept: str) -> None:
    result = run(app, "verify-trail", "--checkpoint", kept)

    assert result.exit_code == 1
    assert "written as on a receipt" in result.output
