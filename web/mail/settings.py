"""Through which mail server the site sends, if it sends at all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from enum import StrEnum

from web.setting_words import SettingInvalid, choice, number

LOOPBACK = re.compile(r"localhost|127\.\d+\.\d+\.\d+|::1")


class Security(StrEnum):
    """How the talk with the mail server is kept from others' eyes."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


PORTS = {Security.NONE: 25, Security.STARTTLS: 587, Security.TLS: 465}


@dataclass(frozen=True, kw_only=True, slots=True)
class MailSettings:
    """A mail server, and from whom the mails come."""

    host: str
    port: int
    security: Security
    sender: Address
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = 10.0  # seconds for each answer of the server


def read_mail(environ: Mapping[str, str]) -> MailSettings | None:
    """Read the mail server's settings; None when there is no SMTP_HOST."""
    host = environ.get("SMTP_HOST", "").strip()
    if not host:
        return None
    words = [security.value for security in Security]
    security = Security(choice(environ, "SMTP_SECURITY", "starttls", among=words))
    user, password = environ.get("SMTP_USER", ""), environ.get("SMTP_PASSWORD", "")
    _check_password(host, security, user, password)
    return MailSettings(
        host=host,
        port=number(environ, "SMTP_PORT", PORTS[security], highest=65_535),
        security=security,
        sender=_sender(environ.get("MAIL_FROM", "").strip()),
        user=user,
        password=password,
    )


def _check_password(host: str, security: Security, user: str, password: str) -> None:
    if bool(user) != bool(password):
        raise SettingInvalid("SMTP_USER must be set together with SMTP_PASSWORD.")
    if user and security is Security.NONE and not LOOPBACK.fullmatch(host):
        raise SettingInvalid(
            "SMTP_SECURITY must be starttls or tls when there is a password: "
            "otherwise everybody on the way could read it."
        )


def _sender(text: str) -> Address:
    message = EmailMessage()
    message["From"] = text if text.isprintable() else ""
    header = message["From"]
    if len(header.addresses) == 1 and not header.defects:
        sender: Address = header.addresses[0]
        if sender.username and "." in sender.domain:
            return sender
    raise SettingInvalid(
        "MAIL_FROM must be the address from which mails come when SMTP_HOST is set, "
        "for example: Example Court <auctions@court.example>."
    )
