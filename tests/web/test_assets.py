"""Static files keep for ever under a name that changes with their bytes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from web import assets

IMMUTABLE = {"public", "max-age=31536000", "immutable"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of static files, beside a secret that nobody may ask for."""
    (tmp_path / "secret.txt").write_text("the key of the house")
    folder = tmp_path / "static"
    (folder / "vendor").mkdir(parents=True)
    (folder / "vendor" / "site.min.css").write_text("p { color: green }")
    monkeypatch.setattr(assets, "FOLDER", folder)
    return folder


@pytest.fixture
def browser(folder: Path) -> FlaskClient:  # noqa: ARG001
    app = Flask("static-files-alone", static_folder=None)
    assets.init_app(app)
    return app.test_client()


def test_a_static_file_is_kept_for_a_year_under_its_digest(
    browser: FlaskClient,
) -> None:
    address = assets.asset("vendor/site.min.css")

    answer = browser.get(address, buffered=True)

    assert assets.HASHED.fullmatch(address)
    assert answer.text == "p { color: green }"
    assert answer.mimetype == "text/css"
    assert set(answer.headers["Cache-Control"].split(", ")) == IMMUTABLE


def test_a_file_that_changes_gets_another_address(folder: Path) -> None:
    before = assets.asset("vendor/site.min.css")

    changed = folder / "vendor" / "site.min.css"
    changed.write_text("p { color: darkgreen }")
    os.utime(changed, (0, 0))  # two writes may fall into one tick of the file system

    assert assets.asset("vendor/site.min.css") != before


def test_a_file_asked_for_by_its_plain_name_is_kept_for_a_minute(
    browser: FlaskClient,
) -> None:
    answer = browser.get("/static/vendor/site.min.css", buffered=True)

    assert answer.status_code == 200
    assert "max-age=60" in answer.headers["Cache-Control"]
    assert "immutable" not in answer.headers["Cache-Control"]


def test_a_digest_that_is_not_the_files_is_not_found(browser: FlaskClient) -> None:
    answer = browser.get("/static/vendor/site.min.00000000.css")

    assert answer.status_code == 404


def test_a_file_that_is_not_there_has_its_plain_address() -> None:
    assert assets.asset("vendor/none.css") == "/static/vendor/none.css"


@pytest.mark.parametrize(
    "name",
    ["../secret.txt", "vendor/../../secret.txt", "../secret.00000000.txt", "vendor"],
)
def test_nothing_beside_the_static_files_is_read(
    browser: FlaskClient, name: str
) -> None:
    answer = browser.get(f"/static/{name}")

    assert answer.status_code == 404
    assert assets.asset(name) == f"/static/{name}"
