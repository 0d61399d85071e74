"""Starting the site."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.factories import make_bidder
from web.commands import start


@pytest.fixture(autouse=True)
def _no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stop where the server would take over the process."""
    monkeypatch.setattr(start, "upgrade", lambda: None)  # the schema is there
    monkeypatch.setattr(os, "execv", lambda *_: None)


def told(app: Flask, demo: str = "--no-demo") -> str:
    result = app.test_cli_runner().invoke(args=["start", demo])
    assert result.exit_code == 0, result.output
    return result.output


def test_an_empty_site_prints_where_it_is_set_up_and_with_which_code(
    app: Flask,
) -> None:
    app.config["SITE_URL"] = "https://auctions.court.example"

    first, second = told(app), told(app)

    link = re.search(r"https://auctions\.court\.example/setup\?code=([\w-]+)", first)
    assert link
    assert Path(app.config["SETUP_CODE"]).read_text() == link[1]
    assert link[0] in second  # the same code, until it is used


def test_a_site_with_people_prints_no_code(app: Flask, session: Session) -> None:
    make_bidder(session)

    assert "setup" not in told(app)
    assert not Path(app.config["SETUP_CODE"]).exists()


def test_a_site_that_has_just_been_filled_with_the_demo_prints_no_code(
    app: Flask,
) -> None:
    output = told(app, "--demo")

    assert "operator@example.com" in output
    assert "Nobody has an account yet" not in output
    assert not Path(app.config["SETUP_CODE"]).exists()
