"""What every test may ask for.

``app`` runs a test twice, on SQLite and on PostgreSQL. It pushes no application
context: every request has its own, as in life. ``session`` is the test's own; it is
committed before every request of a client, so that the site sees what the test did,
and the test sees afterwards what the site did.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app import create_app
from auction import clock, passwords
from auction.passwords import Work
from tests import databases
from tests.moving_clock import MovingClock
from tests.routes import compile_once
from web.extensions import db

# Passwords are hashed with the least work that Argon2id allows, from the start on.
passwords.WORK = Work(memory=8, iterations=1, lanes=1)
settings.register_profile("untimed", deadline=None)  # tests time nothing
settings.load_profile("untimed")
Rule._compile_builder = compile_once  # type: ignore[assignment,method-assign]  # noqa: SLF001

WITHOUT_CHROMIUM = "there is no Chromium here (apt-get install chromium)"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
COMPILED = Path(tempfile.gettempdir()) / "openhammer-templates"


@pytest.fixture
def moving_clock(monkeypatch: pytest.MonkeyPatch) -> MovingClock:
    """Stop the clock at noon."""
    moving = MovingClock()
    monkeypatch.setattr(clock, "now", moving.now)
    # What a clockwork measures against a clock that stands still must not outlive it.
    monkeypatch.setattr(clock, "_offset", clock.offset())
    return moving


@pytest.fixture(scope="session")
def sqlite_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = databases.sqlite_url(tmp_path_factory.mktemp("sqlite"), "auction")
    databases.create_schema(url)
    return url


@pytest.fixture(scope="session")
def postgresql_url(worker_id: str) -> str:
    url = databases.postgresql_url(f"auction_{worker_id}")
    databases.create_schema(url)
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Name a database with every table and no rows, of one kind and then the other."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def app(
    database_url: str,
    tmp_path: Path,
    moving_clock: MovingClock,  # noqa: ARG001 - everything begins at noon
) -> Iterator[Flask]:
    app = create_app(
        {
            "TESTING": True,
            "SECRET_KEY": "for tests only, and long enough to be one",
            "SQLALCHEMY_DATABASE_URI": database_url,
            "UPLOADS": str(tmp_path / "uploads"),
            "SETUP_CODE": str(tmp_path / "setup_code"),
            "IMPORTS": str(tmp_path / "imports"),
            "RUN_JOBS": False,
            "WTF_CSRF_ENABLED": False,
            "SECOND_FACTOR": "offered",  # its own tests require it
        }
    )
    COMPILED.mkdir(exist_ok=True)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(COMPILED))
    app.test_client_class = Visitor
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def engine(app: Flask) -> Engine:
    with app.app_context():
        return db.engine


@pytest.fixture
def session(app: Flask, engine: Engine) -> Iterator[Session]:
    with Session(engine) as session:
        app.extensions["tests.session"] = session
        yield session


@pytest.fixture
def client(app: Flask, session: Session) -> FlaskClient:  # noqa: ARG001
    return app.test_client()


@pytest.fixture(scope="session")
def chromium() -> str:
    """Name the browser's program."""
    if CHROMIUM is None:
        pytest.skip(WITHOUT_CHROMIUM)
    return CHROMIUM


class Visitor(FlaskClient):
    """Somebody's browser; between requests the test looks at what was committed."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        session = self.application.extensions.get("tests.session")
        if session is not None:
            session.commit()
        kwargs.setdefault("buffered", True)
        answer = super().open(*args, **kwargs)
        answer.request.environ["wsgi.input"].close()  # files that were sent
        return answer


@pytest.fixture(autouse=True)
def _no_rows_from_before(request: pytest.FixtureRequest) -> None:
    if "engine" in request.fixturenames or "app" in request.fixturenames:
        engine: Engine = request.getfixturevalue("engine")
        with engine.begin() as connection:
            databases.empty(connection)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if CHROMIUM is None:
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason=WITHOUT_CHROMIUM))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    unseen = sum(WITHOUT_CHROMIUM in str(report.longrepr) for report in skipped)
    if unseen:
        terminalreporter.section("NO BROWSER TESTS", sep="!", red=True, bold=True)
        terminalreporter.line(f"{unseen} tests were skipped: {WITHOUT_CHROMIUM}.")
