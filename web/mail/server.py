"""Talking to a mail server, which may be slow, rude or dead."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.headerregistry import Address
from smtplib import SMTP, SMTP_SSL, SMTPException

from auction.services.posting import Letter
from web.mail.failure import NotSent, while_connecting, while_sending
from web.mail.message import message_of
from web.mail.settings import MailSettings, Security
from web.mail.site import Site


@contextmanager
def talking(settings: MailSettings) -> Iterator[SMTP]:
    """Connect, secure the line, sign in; hang up in the end.

    Raises ``NotSent`` when it does not come to a talk.
    """
    try:
        smtp = _connect(settings)
    except (OSError, SMTPException) as failure:
        raise while_connecting(failure) from None
    try:
        yield smtp
    finally:
        with suppress(OSError, SMTPException):
            smtp.quit()
        smtp.close()


def hand_over(
    smtp: SMTP, letter: Letter, *, sender: Address, site: Site | None = None
) -> None:
    """Give the server one letter; ``NotSent`` unless it took it."""
    try:
        message = message_of(letter, sender=sender, site=site)
    except (ValueError, IndexError):  # what the parser says of "a<b@example.com"
        raise NotSent("No mail can be sent to this address.", "address") from None
    try:
        smtp.send_message(message, sender.addr_spec, [letter.recipient])
    except (OSError, SMTPException) as failure:
        raise while_sending(failure, is_private=letter.is_private) from None


def _connect(settings: MailSettings) -> SMTP:
    where = (settings.host, settings.port, settings.sender.domain)
    if settings.security is Security.TLS:
        context = ssl.create_default_context()
        smtp: SMTP = SMTP_SSL(*where, timeout=settings.timeout, context=context)
    else:
        smtp = SMTP(*where, timeout=settings.timeout)
    try:
        if settings.security is Security.STARTTLS:
            smtp.starttls(context=ssl.create_default_context())
        if settings.user:
            smtp.login(settings.user, settings.password)
        smtp.ehlo_or_helo_if_needed()
    except BaseException:
        smtp.close()
        raise
    return smtp
