"""A mail as it goes over the wire."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from auction.services.posting import Letter
from web.mail.site import Site, stop_link

LINE_FROM = re.compile("^From ", re.MULTILINE)


def message_of(
    letter: Letter, *, sender: Address, site: Site | None = None
) -> EmailMessage:
    """Write a letter as a message; each try of it gives the same bytes.

    The Message-ID is made from the row, so that a mail that comes twice can be known.
    Of a ``site`` it has the links, among them the one that stops such mails (RFC 8058).
    Raises ``ValueError`` when the address is none that a mail can be sent to.
    """
    message = EmailMessage()
    message["From"] = sender
    message["To"] = Address(addr_spec=letter.recipient)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.written_at)
    message["Message-ID"] = message_id(letter, domain=sender.domain)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no replies of machines
    stop = stop_link(letter, site)
    if stop:
        message["List-Unsubscribe"] = f"<{stop}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    text = "\n\n".join(_parts(letter, site, stop))
    message.set_content(text, cte="quoted-printable")  # any server takes that
    _hide_from(message)
    if letter.calendar:
        _attach(message, letter.calendar)
    # RFC 3282; last, because setting the content drops every header of that name.
    message["Content-Language"] = letter.language
    return message


def _parts(letter: Letter, site: Site | None, stop: str | None) -> Iterator[str]:
    yield letter.text
    if site and letter.path:
        yield site.address(letter.path)
    if stop:
        yield f"-- \nNo more mails of this kind, with one click:\n{stop}"


def _hide_from(message: EmailMessage) -> None:
    """Write a line's "From " so that nobody puts ">" before it, as smtplib does."""
    written = str(message.get_payload())
    message.set_payload(LINE_FROM.sub("=46rom ", written))


def _attach(message: EmailMessage, calendar: str) -> None:
    message.add_attachment(
        calendar.encode(),
        maintype="text",
        subtype="calendar",
        cte="base64",
        filename="lot.ics",
        params={"charset": "utf-8", "method": "PUBLISH"},
    )
    message.set_boundary("=-openhammer-calendar-=")  # the same bytes each time


def message_id(letter: Letter, *, domain: str) -> str:
    """Name a mail for ever: its number, and when it was written to the microsecond."""
    written = f"{letter.written_at:%Y%m%dT%H%M%S%f}"
    return f"<openhammer.{letter.id}.{written}@{domain}>"
