"""A real site in this process with a clock that a test moves, and a mail server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask

from auction import clock
from bench.site import prepared
from tests.browser.answering import answering
from tests.mail_servers import Postbox, serving
from tests.moving_clock import MovingClock
from web import list_worker
from web.extensions import db
from web.mail.postman import deliver
from web.mail.settings import MailSettings

LINK = re.compile(r"http://\S+")


@dataclass(frozen=True, kw_only=True)
class ClockedSite:
    """A running site, the hand on its clock, and the mail server that it uses."""

    app: Flask
    address: str
    clock: MovingClock
    postbox: Postbox
    mail: MailSettings
    folder: Path

    def wait_until(self, moment: datetime) -> None:
        """Let time go by, and the clockwork do what is due then."""
        self.clock.at = max(self.clock.at, moment)
        self.tick()

    def tick(self) -> None:
        """Do what is due now, as often as one thing leads to another."""
        for _ in range(3):
            self.app.extensions["clockwork"].sweep()
        with self.app.app_context():
            list_worker.work_on_all()

    def link_for(self, address: str) -> str:
        """Let the mails go out; return the link in the newest one to somebody."""
        mail = self.letters_to(address)[-1]
        found = LINK.search(mail.get_content())
        assert found, mail
        return found[0]

    def letters_to(self, address: str) -> list[EmailMessage]:
        """Let the mails go out; return all that somebody got, the oldest first."""
        with self.app.app_context():
            deliver(db.session(), self.mail)
        return [mail for mail in self.postbox.mails if mail["To"] == address]


@contextmanager
def clocked_site(folder: Path) -> Iterator[ClockedSite]:
    """Serve an empty installation on loopback."""
    moving, postbox = MovingClock(), Postbox()
    with pytest.MonkeyPatch.context() as patch, serving(postbox) as mail:
        patch.setattr(clock, "now", moving.now)
        app = prepared(f"sqlite:///{folder}/site.sqlite", folder)
        app.config["MAIL"] = mail
        with answering(app) as address:
            app.config["SITE_URL"] = address
            yield ClockedSite(
                app=app,
                address=address,
                clock=moving,
                postbox=postbox,
                mail=mail,
                folder=folder,
            )
        with app.app_context():
            db.engine.dispose()
