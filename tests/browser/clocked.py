"""A real site in this process with a clock that a test moves, and a mail server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from werkzeug.serving import make_server

from auction import clock
from bench.site import prepared
from tests.moving_clock import MovingClock
from web.extensions import db

LINK = re.compile(r"http://\S+")


@dataclass
class Letters:
    """What the mail server was given, the newest last."""

    kept: list[tuple[str, str]] = field(default_factory=list)  # to whom, what

    async def handle_DATA(  # noqa: N802 - aiosmtpd calls it so
        self,
        server: Any,  # noqa: ARG002
        session: Any,  # noqa: ARG002
        envelope: Any,
    ) -> str:
        letter = message_from_bytes(envelope.content)
        payload = letter.get_payload(decode=True)
        assert isinstance(payload, bytes)
        self.kept.append((envelope.rcpt_tos[0], payload.decode()))
        return "250 OK"

    def link_for(self, address: str) -> str:
        """Return the address in the newest letter to somebody."""
        text = next(text for to, text in reversed(self.kept) if to == address)
        found = LINK.search(text)
        assert found, text
        return found[0]


@dataclass(frozen=True, kw_only=True)
class ClockedSite:
    """A running site and the hand on its clock."""

    app: Flask
    address: str
    clock: MovingClock
    letters: Letters
    folder: Path

    def wait_until(self, moment: datetime) -> None:
        """Let time go by, and the clockwork do what is due then."""
        self.clock.at = max(self.clock.at, moment)
        self.tick()

    def wait(self, **span: int) -> None:
        """Let so much time go by."""
        self.wait_until(self.clock.at + timedelta(**span))

    def tick(self) -> None:
        """Do what is due now."""
        self.app.extensions["clockwork"].sweep()


@contextmanager
def clocked_site(folder: Path) -> Iterator[ClockedSite]:
    """Serve an empty installation on loopback."""
    moving, letters = MovingClock(), Letters()
    post = Controller(letters, hostname="127.0.0.1", port=0)
    post.start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", moving.now)
        app = prepared(f"sqlite:///{folder}/site.sqlite", folder)
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield ClockedSite(
                app=app,
                address=f"http://127.0.0.1:{server.port}",
                clock=moving,
                letters=letters,
                folder=folder,
            )
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
            post.stop()
            with app.app_context():
                db.engine.dispose()
