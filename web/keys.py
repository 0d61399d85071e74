"""The keys of this installation: they seal, by number, sign, and tell numbers apart.

They lie in ``instance/keys`` (mode 600), and never in a backup of the database.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from flask import current_app

from auction.fingerprints import Fingerprints
from auction.sealing import KeyRing, new_key
from auction.signing import Signer
from web.kept_secrets import kept
from web.whole_files import destroy

SEALING = re.compile(r"seal-([0-9]{4})\.key")


class KeyFiles(Mapping[int, bytes]):
    """The keys in a folder, read when they are needed.

    One that is made meanwhile is found, too: somebody may seal with it what another,
    who has looked before, wants to open.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[int, bytes] = {}
        self._numbers = sorted(
            int(found[1])
            for path in folder.iterdir()
            if (found := SEALING.fullmatch(path.name))
        )

    def __getitem__(self, number: int) -> bytes:
        if number not in self._read:
            try:
                text = key_file(self._folder, number).read_text(encoding="ascii")
            except FileNotFoundError:
                raise KeyError(number) from None
            self._read[number] = bytes.fromhex(text.strip())
        return self._read[number]

    def __iter__(self) -> Iterator[int]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)


def ring() -> KeyRing:
    """Return the keys that seal; the first is made when it is first needed."""
    folder = _folder()
    if not any(folder.glob("seal-*.key")):
        kept(key_file(folder, 1), _new)
    return KeyRing(KeyFiles(folder))


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
    aside = _folder() / f".gone-{number:04}"  # nobody reads it half overwritten
    _file(number).rename(aside)
    destroy(aside)


def signer() -> Signer:
    """Return the key that signs; it is made when it is first needed."""
    return Signer(bytes.fromhex(kept(_folder() / "signing.key", _new)))


def fingerprints() -> Fingerprints:
    """Return what numbers are told by; with another key none would match."""
    return Fingerprints(bytes.fromhex(kept(_folder() / "fingerprints.key", _new)))


def key_file(folder: Path, number: int) -> Path:
    """Return where a key lies."""
    return folder / f"seal-{number:04}.key"


def _file(number: int) -> Path:
    return key_file(_folder(), number)


def _folder() -> Path:
    return Path(current_app.config["KEYS"])


def _new() -> str:
    return new_key().hex()
