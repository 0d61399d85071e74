"""Sealing what nobody may read without the installation's keys: AES-256-GCM.

A sealed value is one byte for the form (1), four for the key number, the nonce and the
ciphertext. ``bound_to`` is authenticated with it: a value that is moved to another
row, say another person's, no longer opens.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FORM = b"\x01"
NONCE = 12  # bytes, as NIST SP 800-38D recommends
HEAD = len(FORM) + 4


class SealBroken(Exception):  # noqa: N818 - a state of things, told by its name
    """A sealed value was changed or moved, or its key is not here any more."""


@dataclass(frozen=True, slots=True, repr=False)
class KeyRing:
    """The keys of an installation by number, 32 bytes each; the highest one seals."""

    keys: Mapping[int, bytes]

    @property
    def newest(self) -> int:
        """The number of the key that seals."""
        return max(self.keys)

    def seal(self, plain: bytes, *, bound_to: str) -> bytes:
        """Return a value under seal, bound to what it belongs to: "user 7 totp"."""
        nonce = os.urandom(NONCE)
        sealed = AESGCM(self.keys[self.newest]).encrypt(nonce, plain, bound_to.encode())
        return FORM + self.newest.to_bytes(4, "big") + nonce + sealed

    def open(self, sealed: bytes, *, bound_to: str) -> bytes:
        """Return what is under a seal; ``SealBroken`` where it does not hold."""
        key = self.keys.get(key_number(sealed))
        if key is None:
            raise SealBroken
        nonce, body = sealed[HEAD : HEAD + NONCE], sealed[HEAD + NONCE :]
        try:
            return AESGCM(key).decrypt(nonce, body, bound_to.encode())
        except (InvalidTag, ValueError):
            raise SealBroken from None


def key_number(sealed: bytes) -> int:
    """Return which key a value is sealed with; ``SealBroken`` for other bytes."""
    if len(sealed) <= HEAD + NONCE or sealed[:1] != FORM:
        raise SealBroken
    return int.from_bytes(sealed[1:HEAD], "big")


def new_key() -> bytes:
    """Return a new key: 32 random bytes."""
    return os.urandom(32)
