"""Keeping passwords: Argon2id, with the least work that OWASP recommends."""

import os
from threading import BoundedSemaphore

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

MEMORY = 19 * 1024  # KiB for each hash
_at_once = BoundedSemaphore(4)  # so that a crowd signing in cannot fill the memory


def hash_password(password: str) -> str:
    """Return a password's hash in the PHC form."""
    with _at_once:
        kdf = Argon2id(
            salt=os.urandom(16), length=32, iterations=2, lanes=1, memory_cost=MEMORY
        )
        return kdf.derive_phc_encoded(password.encode())


def is_password(password: str, phc: str) -> bool:
    """Say whether a password is the one that was hashed."""
    with _at_once:
        try:
            Argon2id.verify_phc_encoded(password.encode(), phc)
        except InvalidKey:
            return False
        return True
