"""Signing what an installation says, for anybody to check: Ed25519 (RFC 8032)."""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)


@dataclass(frozen=True, slots=True, repr=False)
class Signer:
    """An installation's own signing key, from 32 secret bytes."""

    secret: bytes

    def sign(self, text: str) -> str:
        """Return the signature of a text: 64 bytes, in hex."""
        return self._key.sign(text.encode()).hex()

    @property
    def public(self) -> str:
        """The public key that belongs to it: 32 bytes, in hex."""
        return self._key.public_key().public_bytes_raw().hex()

    @property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.secret)


def is_signed(text: str, *, signature: str, public: str) -> bool:
    """Say whether a signature (hex) is that of the text by a public key (hex)."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        key.verify(bytes.fromhex(signature), text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True
