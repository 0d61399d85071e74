"""The site, as its mails link to it.

A link that stops mails is signed with the site's secret: it works without signing in,
for one person and one kind of mail, and nobody can make one for another.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import Flask
from itsdangerous import BadSignature, URLSafeSerializer

from auction.services.posting import Letter

SALT = "mail stops"


@dataclass(frozen=True, slots=True)
class Site:
    """Where the site answers, and the secret with which it signs."""

    url: str  # "https://auctions.court.example"
    secret: str = field(repr=False)

    @classmethod
    def of(cls, app: Flask) -> Site:
        """Return the site that an app is."""
        return cls(app.config["SITE_URL"], app.config["SECRET_KEY"])

    def address(self, path: str) -> str:
        """Return the whole address of a page."""
        return f"{self.url}{path}"

    def token(self, user_id: int, kind: str) -> str:
        """Sign that somebody may stop the mails of a kind to himself."""
        return str(URLSafeSerializer(self.secret, SALT).dumps([user_id, kind]))

    def read_token(self, token: str) -> tuple[int, str] | None:
        """Return who may stop mails of which kind; None for a forged token."""
        try:
            user_id, kind = URLSafeSerializer(self.secret, SALT).loads(token)
        except BadSignature:
            return None
        return user_id, kind


def stop_link(letter: Letter, site: Site | None) -> str | None:
    """Return the address that stops mails like this one; None if nothing does."""
    if site is None or letter.stops_for_id is None:
        return None
    token = site.token(letter.stops_for_id, letter.kind)
    return site.address(f"/mail-stops/{token}")
