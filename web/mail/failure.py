"""What went wrong with a mail, in words that may be kept."""

from __future__ import annotations

import re
from smtplib import (
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)

LONGEST = 300  # characters of a reason
FOR_GOOD = 500  # from this code on a server means never: RFC 5321, 4.2.1
GOING_AWAY = 421
ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}(?=\s|$)")  # RFC 3463


class NotSent(Exception):  # noqa: N818 - what one try comes to
    """A mail did not go through, this time.

    ``reason`` is kept with the mail; ``code`` is all that a log may say of it.
    ``is_refused``: the server will never take this mail. ``is_away``: any other mail
    would have met the same.
    """

    def __init__(
        self,
        reason: str,
        code: str,
        *,
        is_refused: bool = True,
        is_away: bool = False,
    ) -> None:
        self.reason = " ".join(reason.split())[:LONGEST]
        self.code = code
        self.is_refused = is_refused
        self.is_away = is_away
        super().__init__(code)


def while_connecting(failure: Exception) -> NotSent:
    """Tell why it did not come to a talk with the server."""
    if isinstance(failure, SMTPResponseException):
        said = f"{failure.smtp_code} {_text(failure.smtp_error)}"
        reason, code = f"The mail server said {said}", str(failure.smtp_code)
    else:
        reason, code = _silence(failure), type(failure).__name__
    return NotSent(reason, code, is_refused=False, is_away=True)


def while_sending(failure: Exception, *, is_private: bool) -> NotSent:
    """Tell why a server that talks did not take a mail.

    Servers like to repeat the address: of a private mail only the codes are kept.
    """
    said: bytes | str
    if isinstance(failure, SMTPRecipientsRefused):
        code, said = next(iter(failure.recipients.values()))
    elif isinstance(failure, SMTPResponseException):
        code, said = failure.smtp_code, failure.smtp_error
    elif isinstance(failure, SMTPNotSupportedError):
        sentence = "The mail server cannot send to addresses with letters like these."
        return NotSent(sentence, "SMTPUTF8")
    else:
        return NotSent(
            _silence(failure), type(failure).__name__, is_refused=False, is_away=True
        )
    is_away = code == GOING_AWAY or isinstance(failure, SMTPSenderRefused)
    text = _enhanced(_text(said)) if is_private else _text(said)
    return NotSent(
        f"The mail server said {code} {text}",
        str(code),
        is_refused=code >= FOR_GOOD and not is_away,
        is_away=is_away,
    )


def _silence(failure: Exception) -> str:
    if isinstance(failure, TimeoutError) or "timed out" in str(failure):
        return "The mail server did not answer in time."
    if isinstance(failure, SMTPServerDisconnected):
        return "The mail server hung up in the middle."
    if isinstance(failure, OSError) and failure.strerror:
        return f"The mail server could not be reached: {failure.strerror}."
    return f"The mail server could not be used: {failure}"


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said


def _enhanced(text: str) -> str:
    found = ENHANCED.match(text)
    return found[0] if found else ""
