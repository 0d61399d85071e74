"""The keys of this installation: they seal, by number, sign, and tell numbers apart.

They lie in ``instance/keys`` (mode 600), and never in a backup of the database.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from flask import current_app

from auction.fingerprints import Fingerprints
from auction.sealing import KeyRing, new_key
from auction.signing import Signer
from web.kept_secrets import kept
from web.whole_files import destroy

SEALING = re.compile(r"seal-([0-9]{4})\.key")


def ring() -> KeyRing:
    """Return the keys that seal; the first is made when it is first needed."""
    folder = _folder()
    if not any(folder.glob("seal-*.key")):
        kept(folder / "seal-0001.key", _new)
    return KeyRing(
        {
            int(found[1]): bytes.fromhex(path.read_text(encoding="ascii").strip())
            for path in folder.iterdir()
            if (found := SEALING.fullmatch(path.name))
        }
    )


def add_key() -> int:
    """Make a newer key, which seals from now on, and return its number."""
    number = ring().newest + 1
    kept(_file(number), _new)
    return number


def made_at(number: int) -> datetime:
    """Return when a key was made."""
    return datetime.fromtimestamp(_file(number).stat().st_mtime, tz=UTC)


def remove_key(number: int) -> None:
    """Remove a key for good; what is sealed with it opens no more."""
    destroy(_file(number))


def signer() -> Signer:
    """Return the key that signs; it is made when it is first needed."""
    return Signer(bytes.fromhex(kept(_folder() / "signing.key", _new)))


def fingerprints() -> Fingerprints:
    """Return what numbers are told by; with another key none would match."""
    return Fingerprints(bytes.fromhex(kept(_folder() / "fingerprints.key", _new)))


def _file(number: int) -> Path:
    return _folder() / f"seal-{number:04}.key"


def _folder() -> Path:
    return Path(current_app.config["KEYS"])


def _new() -> str:
    return new_key().hex()
