"""A mail as it goes over the wire."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from auction.services.posting import Letter


def message_of(letter: Letter, *, sender: Address) -> EmailMessage:
    """Write a letter as a message; each try of it gives the same bytes.

    The Message-ID is made from the row, so that a mail that comes twice can be known.
    Raises ``ValueError`` when the address is none that a mail can be sent to.
    """
    message = EmailMessage()
    message["From"] = sender
    message["To"] = Address(addr_spec=letter.recipient)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.written_at)
    message["Message-ID"] = message_id(letter, domain=sender.domain)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no replies of machines
    message.set_content(letter.text, cte="quoted-printable")  # any server takes that
    return message


def message_id(letter: Letter, *, domain: str) -> str:
    """Name a mail for ever: its number, and when it was written to the microsecond."""
    written = f"{letter.written_at:%Y%m%dT%H%M%S%f}"
    return f"<openhammer.{letter.id}.{written}@{domain}>"
