"""One world for all tests of a process, and a fresh copy of it whenever one asks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pysqlite3
import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import create_app
from auction import clock
from tests import databases
from tests.factories import PASSWORD
from tests.moving_clock import MovingClock
from tests.security import world
from tests.security.visitors import Visitor
from web.extensions import db


class Place:
    """A site over a copy of the world's database, which can be put back."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "world.sqlite"
        self.kept = folder / "kept.sqlite"
        url = databases.sqlite_url(folder, "world")
        databases.create_schema(url)
        self.app = create_app(
            {
                "TESTING": True,
                "SECRET_KEY": "for tests only, and long enough to be one",
                "SQLALCHEMY_DATABASE_URI": url,
                "UPLOADS": str(folder / "uploads"),
                "IMPORTS": str(folder / "imports"),
                "WTF_CSRF_ENABLED": False,
                "SECOND_FACTOR": "offered",  # its own tests require it
            }
        )
        with self.app.app_context():
            with Session(db.engine) as session:
                self.world = world.build(session, folder / "uploads")
            self._cookies = {visitor: self._sign_in(visitor) for visitor in Visitor}
            db.engine.dispose()
        self._copy(self.file, self.kept)

    def put_back(self) -> None:
        """Undo whatever was done to the database."""
        with self.app.app_context():
            db.engine.dispose()
        self._copy(self.kept, self.file)

    def _copy(self, one: Path, other: Path) -> None:
        with (
            closing(pysqlite3.connect(one)) as source,
            closing(pysqlite3.connect(other)) as target,
        ):
            source.backup(target)

    def browser_of(self, visitor: Visitor) -> FlaskClient:
        """Return a browser in which somebody is signed in, and has just come."""
        client = self.app.test_client()
        if cookie := self._cookies[visitor]:
            client.set_cookie("session", cookie)
        return client

    def sign_in_anew(self, visitor: Visitor) -> None:
        """Keep the world as it is now, with a new sign-in of somebody."""
        self._cookies[visitor] = self._sign_in(visitor)
        with self.app.app_context():
            db.engine.dispose()
        self._copy(self.file, self.kept)

    def _sign_in(self, visitor: Visitor) -> str | None:
        if visitor is Visitor.STRANGER:
            return None
        client = self.app.test_client()
        email = self.world.people[visitor]
        client.post("/sign-in", data={"email": email, "password": PASSWORD})
        cookie = client.get_cookie("session")
        return cookie.value if cookie else None


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", MovingClock().now)
        place = Place(tmp_path_factory.mktemp("world"))
        yield place
        with place.app.app_context():
            db.engine.dispose()
