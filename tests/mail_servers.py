"""Real mail servers on loopback: a good one, and what may happen to it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from web.mail.settings import MailSettings, Security

LOOPBACK = "127.0.0.1"
SENDER = Address("Example Court", "auctions", "court.example")


class Postbox:
    """A mail server that keeps what it is given, and does as it is told.

    ``refuse`` has answers for recipients; ``after_data`` is called with each mail that
    arrived, before the server says that it took it: it may return another answer.
    """

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refuse: dict[str, str] = {}
        self.after_data: Callable[[SMTP, EmailMessage], str | None] | None = None

    @property
    def ids(self) -> list[str]:
        """The Message-IDs, in the order of arrival."""
        return [str(mail["Message-ID"]) for mail in self.mails]

    async def handle_RCPT(  # noqa: N802 - the server's own word
        self,
        server: SMTP,  # noqa: ARG002
        session: Session,  # noqa: ARG002
        envelope: Envelope,
        address: str,
        options: list[str],  # noqa: ARG002
    ) -> str:
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - the server's own word
        self,
        server: SMTP,
        session: Session,  # noqa: ARG002
        envelope: Envelope,
    ) -> str:
        content = cast("bytes", envelope.content)
        mail = message_from_bytes(content, policy=default)
        self.mails.append(mail)
        answer = self.after_data(server, mail) if self.after_data else None
        return answer or "250 OK"


def hang_up(server: SMTP, _: EmailMessage) -> None:
    """Die without another word."""
    cast("asyncio.Transport", server.transport).abort()


@contextmanager
def serving(postbox: Postbox, **ways: Any) -> Iterator[MailSettings]:
    """Run a mail server; return how to reach it."""
    with socket.socket() as free:
        free.bind((LOOPBACK, 0))
        port = free.getsockname()[1]
    controller = Controller(postbox, hostname=LOOPBACK, port=port, **ways)
    controller.start()
    try:
        yield reach(port)
    finally:
        controller.stop()


@contextmanager
def silent() -> Iterator[tuple[MailSettings, socket.socket]]:
    """Run a server that never says a word; return how to reach it, and its socket."""
    with socket.create_server((LOOPBACK, 0)) as server:
        yield reach(server.getsockname()[1], timeout=0.2), server


def reach(port: int, **ways: Any) -> MailSettings:
    """Return the settings for a server on this machine."""
    usual = {"security": Security.NONE, "timeout": 5.0, "sender": SENDER}
    all_ways: dict[str, Any] = usual | ways
    return MailSettings(host=LOOPBACK, port=port, **all_ways)
