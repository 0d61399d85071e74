"""What an installation can set, all in one place.

Everything comes from the environment. A value that makes no sense stops the start
with a sentence that names the variable.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from web.kept_secrets import kept
from web.mail.settings import MailSettings, read_mail
from web.setting_words import SettingInvalid, choice, flag, number

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
SITE_URL = re.compile(
    r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?|https?://\[[0-9a-fA-F:]+\](:[0-9]{1,5})?"
)
SECOND_FACTORS = ("required", "offered")
SECRET_LENGTH = 32  # characters; fewer can be guessed
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """What this installation runs with."""

    secret_key: str = field(repr=False)
    database_url: str = field(repr=False)  # may hold a password
    uploads: Path
    setup_code: Path
    imports: Path  # lists of lots, while they are being imported
    host: str = "127.0.0.1"
    port: int = 8000
    threads: int = 8
    workers: int = 1
    log_level: str = "INFO"
    trusted_hosts: tuple[str, ...] = ()  # none: any name will do
    trusted_proxies: int = 0  # so many say, truly, from where a request comes
    secure_cookies: bool = False  # on behind HTTPS
    rate_limits: bool = True  # how often somebody may try
    second_factor: str = "required"  # of those who work here
    site_url: str = ""  # how the site is written in mails; none: where it answers
    identity_retention_days: int = 365  # of papers, after their acceptance
    records_years: int = 10  # who they were who left is kept, for their bids
    mail: MailSettings | None = None  # none: mails stay in the outbox

    def as_flask(self) -> dict[str, Any]:
        """Return the settings under the names that Flask and its extensions know."""
        return {
            "SECRET_KEY": self.secret_key,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "UPLOADS": str(self.uploads),
            "SETUP_CODE": str(self.setup_code),
            "IMPORTS": str(self.imports),
            "HOST": self.host,
            "PORT": self.port,
            "THREADS": self.threads,
            "WORKERS": self.workers,
            "LOG_LEVEL": self.log_level,
            "TRUSTED_HOSTS": list(self.trusted_hosts) or None,
            # A browser takes a "__Host-" cookie from this very host only, by HTTPS.
            "SESSION_COOKIE_NAME": f"{'__Host-' * self.secure_cookies}session",
            "SESSION_COOKIE_SECURE": self.secure_cookies,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "MAX_CONTENT_LENGTH": 16 * MEGABYTE,
            "WTF_CSRF_TIME_LIMIT": None,  # a page left open overnight must still post
            "TRUSTED_PROXIES": self.trusted_proxies,
            "RATE_LIMITS": self.rate_limits,
            "RUN_JOBS": False,
            "SECOND_FACTOR": self.second_factor,
            "SITE_URL": self.site_url or f"http://{self.host}:{self.port}",
            "IDENTITY_RETENTION": timedelta(days=self.identity_retention_days),
            "RECORDS_YEARS": self.records_years,
            "MAIL": self.mail,
        }


def from_environment(environ: Mapping[str, str], instance: Path) -> Settings:
    """Read the settings, or refuse with a sentence that names the variable."""
    return Settings(
        secret_key=_secret_key(environ, instance),
        database_url=_database_url(environ, instance),
        uploads=instance / "uploads",
        setup_code=instance / "setup_code",
        imports=instance / "imports",
        host=environ.get("HOST") or "127.0.0.1",
        port=number(environ, "PORT", 8000, highest=65_535),
        threads=number(environ, "THREADS", 8, highest=256),
        workers=number(environ, "WORKERS", 1, highest=64),
        log_level=choice(environ, "LOG_LEVEL", "INFO", among=LOG_LEVELS),
        trusted_hosts=tuple(environ.get("TRUSTED_HOSTS", "").replace(",", " ").split()),
        trusted_proxies=number(environ, "TRUSTED_PROXIES", 0, lowest=0, highest=9),
        secure_cookies=flag(environ, "SECURE_COOKIES"),
        rate_limits=flag(environ, "RATE_LIMITS", usual=True),
        second_factor=choice(
            environ, "SECOND_FACTOR", "required", among=SECOND_FACTORS
        ),
        site_url=_site_url(environ),
        identity_retention_days=number(
            environ, "IDENTITY_RETENTION_DAYS", 365, highest=36_500
        ),
        records_years=number(environ, "RECORDS_YEARS", 10, highest=100),
        mail=read_mail(environ),
    )


def _database_url(environ: Mapping[str, str], instance: Path) -> str:
    text = environ.get("DATABASE_URL") or f"sqlite:///{instance}/openhammer.sqlite"
    try:
        url = make_url(text)
    except ArgumentError:
        # The text itself may hold a password, so it is not repeated.
        raise SettingInvalid(
            "DATABASE_URL must be a database's address, for example "
            "sqlite:////srv/openhammer.sqlite or postgresql://user@host/openhammer."
        ) from None
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise SettingInvalid(
            "DATABASE_URL must begin with sqlite: or postgresql:, "
            f"not {url.drivername}:."
        )
    if url.get_backend_name() == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    return url.render_as_string(hide_password=False)


def _site_url(environ: Mapping[str, str]) -> str:
    text = environ.get("SITE_URL", "").strip().rstrip("/")
    if text and not SITE_URL.fullmatch(text):
        raise SettingInvalid(
            "SITE_URL must be the site's address without a path, "
            f"for example https://auctions.court.example, not {text!r}."
        )
    return text


def _secret_key(environ: Mapping[str, str], instance: Path) -> str:
    key = environ.get("SECRET_KEY") or kept(
        instance / "secret_key", lambda: secrets.token_hex(32)
    )
    if len(key) < SECRET_LENGTH:
        raise SettingInvalid(
            f"SECRET_KEY must have at least {SECRET_LENGTH} characters; "
            "leave it unset and a good one is made."
        )
    return key
