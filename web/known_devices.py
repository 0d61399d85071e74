"""Browsers in which somebody has signed in before.

Whoever tries passwords for somebody else's account soon locks it; its owner comes in
all the same, from a browser that keeps a signed cookie of an earlier sign-in. Such a
browser is counted by itself, so that a stolen one does not guess for ever. The cookie
names no account: its digests are the site's own. It is sent to the sign-in page only.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from flask import Response, after_this_request, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from auction import clock

DAYS = 400  # no browser keeps a cookie for longer
MOST = 5  # accounts in one browser
PATH = "/sign-in"
Devices = dict[str, tuple[str, int]]  # account: its number here, seconds of 1970


def number_of(account: str) -> str | None:
    """Return the number under which this browser is known to an account, if it is."""
    known = _devices().get(account)
    return known[0] if known else None


def remember(account: str) -> None:
    """Let this browser be known to an account from now on, or for longer."""
    known = _devices()
    number = number_of(account) or secrets.token_urlsafe(12)
    known.pop(account, None)
    kept = dict(list(known.items())[-(MOST - 1) :])
    kept[account] = (number, int(clock.now().timestamp()))
    cookie = _serializer().dumps(kept)

    @after_this_request
    def keep(response: Response) -> Response:
        response.set_cookie(
            _name(),
            str(cookie),
            max_age=timedelta(days=DAYS),
            path=PATH,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Lax",
        )
        return response


def _devices() -> Devices:
    try:
        read = _serializer().loads(request.cookies.get(_name(), ""))
    except BadSignature:
        return {}
    oldest = (clock.now() - timedelta(days=DAYS)).timestamp()
    return {name: (no, at) for name, (no, at) in read.items() if at > oldest}


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="known devices")


def _name() -> str:
    # With "__Secure-" a browser takes it by HTTPS only; "__Host-" allows no path.
    return f"{'__Secure-' * current_app.config['SESSION_COOKIE_SECURE']}device"
