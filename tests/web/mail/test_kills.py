"""Senders are killed with mails in their hands, and none is lost."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from threading import Lock

import pytest
from aiosmtpd.smtp import SMTP
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Mail
from auction.services.mailing import write_mail
from tests.mail_servers import Postbox, serving

ROOT = Path(__file__).parents[3]
YESTERDAY = datetime.now(UTC) - timedelta(days=1)  # noqa: TID251 - as the senders do


class Murderer:
    """Kills the sender whose mail arrives, before it hears that it was taken."""

    def __init__(self) -> None:
        self.sender: subprocess.Popen[bytes] | None = None
        self.kills = 0
        self.most = 0
        self._lock = Lock()

    def strike(self, _: SMTP, __: EmailMessage) -> None:
        with self._lock:
            if self.sender is not None and self.kills < self.most:
                self.kills += 1
                self.sender.kill()
                self.sender = None


@pytest.mark.parametrize(
    "kills", [3, pytest.param(50, marks=[pytest.mark.soak, pytest.mark.timeout(600)])]
)
def test_no_mail_is_lost_however_often_its_sender_is_killed(
    session: Session, database_url: str, kills: int
) -> None:
    people = [f"person-{number}@example.com" for number in range(2 * kills)]
    for to in people:
        write_mail(
            session, to=to, subject="S", text="T", now=YESTERDAY, is_private=True
        )
    session.commit()
    postbox, murderer = Postbox(), Murderer()
    postbox.after_data, murderer.most = murderer.strike, kills

    with serving(postbox) as settings:
        codes: list[int] = []
        while not codes or codes[-1] != 0:
            assert len(codes) <= kills
            command = [sys.executable, "-m", "tests.web.mail.sender"]
            sender = subprocess.Popen(
                [*command, database_url, str(settings.port)], cwd=ROOT
            )
            murderer.sender = sender
            codes.append(sender.wait(timeout=60))

    assert len(codes) == kills + 1
    assert {str(mail["To"]) for mail in postbox.mails} == set(people)
    names = {(str(mail["To"]), str(mail["Message-ID"])) for mail in postbox.mails}
    assert len(names) == len(people)  # what came twice came under the same name
    assert max(Counter(postbox.ids).values()) <= kills + 1
    waiting = session.scalars(select(Mail.id).where(Mail.sent_at.is_(None))).all()
    assert waiting == []
