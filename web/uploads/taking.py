"""Taking the bytes of a file, and the refusals that every sort of file knows."""

from typing import IO

from auction.rules.refusal import Refusal

MEGABYTE = 1024 * 1024


class FileRefused(Refusal):
    """This file cannot be used."""


class FileEmpty(FileRefused):
    """This file is empty."""


class FileTooLarge(FileRefused):
    """This file is larger than {largest} MB."""


class FileBroken(FileRefused):
    """This file is damaged or incomplete. Please save it anew and try again."""


def take(file: IO[bytes], *, largest: int) -> bytes:
    """Return the bytes of a file of at most ``largest`` bytes, or refuse it."""
    content = file.read(largest + 1)
    if not content:
        raise FileEmpty
    if len(content) > largest:
        raise FileTooLarge(largest=largest // MEGABYTE)
    return content
