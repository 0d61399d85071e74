"""One-time codes from an app (TOTP, RFC 6238), and those for when the app is lost."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import secrets
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP

# What every app takes; some ignore whatever an address says instead.
DIGITS, SECONDS = 6, 30
SEED = 20  # bytes, as RFC 4226, 4 recommends
DRIFT = 1  # steps by which a telephone's clock may be wrong

RECOVERY_CODES = 10
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another
GROUPS, IN_A_GROUP = 4, 4  # 79 bits: a stolen digest tells nothing
NOT_A_SIGN = re.compile(r"[^a-z0-9]")


def new_seed() -> bytes:
    """Return the secret that a person's app and the site will share."""
    return os.urandom(SEED)


def seed_as_text(seed: bytes) -> str:
    """Write a seed as apps let people type it: base32, in groups of four."""
    text = base64.b32encode(seed).decode()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def address_for_app(seed: bytes, *, email: str, site: str) -> str:
    """Return what the QR code says; ``site`` is how the app calls it."""
    return _totp(seed).get_provisioning_uri(email, site)


def step_at(now: datetime) -> int:
    """Return the number of a moment's step since 1970."""
    return int(now.timestamp()) // SECONDS


def code_at(seed: bytes, step: int) -> str:
    """Return the code that an app shows in a step."""
    return _totp(seed).generate(step * SECONDS).decode()


def step_of_code(
    seed: bytes, code: str, *, now: datetime, after: int | None
) -> int | None:
    """Return which step a code is of, if it is right, near enough and new.

    ``after``: the last step that was taken; its code and older ones are used up.
    """
    middle = step_at(now)
    for step in range(middle - DRIFT, middle + DRIFT + 1):
        if (after is None or step > after) and _is_code(seed, code, step):
            return step
    return None


def is_from_app(typed: str) -> bool:
    """Say whether somebody typed a code of the app, rather than a recovery code."""
    code = tidy_code(typed)
    return len(code) <= DIGITS and code.isdecimal()


def tidy_code(typed: str) -> str:
    """Return a code without the spaces and dashes that people type."""
    return NOT_A_SIGN.sub("", typed.lower())


def new_recovery_codes() -> list[str]:
    """Return ten codes to keep on paper, each of which is good once."""
    return [_recovery_code() for _ in range(RECOVERY_CODES)]


def recovery_digest(code: str, *, user_id: int) -> str:
    """Return what is kept of a person's recovery code: SHA-256, in hex."""
    return hashlib.sha256(f"{user_id} {tidy_code(code)}".encode()).hexdigest()


def _recovery_code() -> str:
    signs = "".join(secrets.choice(SIGNS) for _ in range(GROUPS * IN_A_GROUP))
    at = range(0, len(signs), IN_A_GROUP)
    return "-".join(signs[begin : begin + IN_A_GROUP] for begin in at)


def _is_code(seed: bytes, code: str, step: int) -> bool:
    try:
        _totp(seed).verify(code.encode(), step * SECONDS)
    except InvalidToken:
        return False
    return True


def _totp(seed: bytes) -> TOTP:
    return TOTP(seed, DIGITS, SHA1(), SECONDS)  # noqa: S303 - what apps compute
