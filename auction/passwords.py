"""Keeping passwords: Argon2id, with the least work that OWASP recommends."""

import os
import unicodedata
from dataclasses import dataclass
from threading import BoundedSemaphore

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id


@dataclass(frozen=True, slots=True)
class Work:
    """How hard it is to try one password."""

    memory: int  # KiB for each hash
    iterations: int
    lanes: int


WORK = Work(memory=19 * 1024, iterations=2, lanes=1)
_at_once = BoundedSemaphore(4)  # so that a crowd signing in cannot fill the memory


def normal(password: str) -> str:
    """Return a password as it is hashed, however a keyboard composed its letters."""
    return unicodedata.normalize("NFC", password)


def hash_password(password: str) -> str:
    """Return a password's hash in the PHC form."""
    with _at_once:
        kdf = Argon2id(
            salt=os.urandom(16),
            length=32,
            iterations=WORK.iterations,
            lanes=WORK.lanes,
            memory_cost=WORK.memory,
        )
        return kdf.derive_phc_encoded(normal(password).encode())


def is_password(password: str, phc: str) -> bool:
    """Say whether a password is the one that was hashed."""
    with _at_once:
        try:
            Argon2id.verify_phc_encoded(normal(password).encode(), phc)
        except InvalidKey:
            return False
        return True


def is_outdated(phc: str) -> bool:
    """Say whether a hash was made with other work than is asked for now."""
    cost = f"m={WORK.memory},t={WORK.iterations},p={WORK.lanes}"
    return not phc.startswith(f"$argon2id$v=19${cost}$")
