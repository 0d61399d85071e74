"""ZIP files, and all that are ZIP files inside: weighed before anybody opens them."""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from web.uploads.taking import MEGABYTE, FileBroken, FileRefused

CHUNK = 256 * 1024  # bytes
SMALL = MEGABYTE  # below this, how tightly an entry is packed harms nobody
BEGINNING = b"PK\x03\x04"
ENCRYPTED = 0x1  # a bit of an entry's flags
END = struct.Struct("<4s4H2LH")  # the end record: its sixth is the table's size
END_SIGN, ZIP64_SIGN = b"PK\x05\x06", b"PK\x06\x07"
FURTHEST_END = END.size + 65_535  # a comment may follow
LONGEST_LISTING = 1024  # bytes, for one entry


@dataclass(frozen=True, slots=True)
class Caps:
    """What an archive may hold at most."""

    entries: int = 200
    unpacked: int = 100 * MEGABYTE  # bytes, of all entries together
    ratio: int = 200  # unpacked to packed, of one entry


class ArchiveBroken(FileBroken):
    """This file is damaged or incomplete. Please save it anew and try again."""


class ArchiveTooMuch(FileRefused):
    """This file unpacks to more than this site can read. Please make it smaller."""


class ArchiveLocked(FileRefused):
    """This file is locked with a password. Please save it without one."""


class ArchiveOdd(FileRefused):
    """This file is not put together as it should be. Please save it anew."""


class ArchiveNested(FileRefused):
    """This file has an archive inside. Please save it without embedded files."""


def check_archive(file: BinaryIO, caps: Caps = Caps()) -> None:
    """Refuse an archive that is broken, locked, a bomb, or has one inside.

    What its table of contents claims is judged first; then every entry is unpacked,
    a piece at a time, and must be as long as was claimed.
    """
    try:
        _check_directory(file, caps)
        with zipfile.ZipFile(file) as archive:
            _check_claims(archive.infolist(), caps)
            for entry in archive.infolist():
                for number, chunk in enumerate(unpacked(archive, entry)):
                    if number == 0 and chunk.startswith(BEGINNING):
                        raise ArchiveNested
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError):
        raise ArchiveBroken from None
    finally:
        file.seek(0)


def unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Unpack an entry, a piece at a time."""
    with archive.open(entry) as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def _check_directory(file: BinaryIO, caps: Caps) -> None:
    # Python reads the whole table of contents at once: it must not be a bomb itself.
    end = file.seek(0, os.SEEK_END)
    start = file.seek(max(0, end - FURTHEST_END))
    tail = file.read()
    at = len(tail) - END.size
    if at < 0 or tail[at:][:4] != END_SIGN or tail[-2:] != b"\0\0":
        at = tail.rfind(END_SIGN)  # a comment follows
    if at < 0 or start + at + END.size > end:
        raise ArchiveBroken
    _, _, _, _, _, size, _, _ = END.unpack_from(tail, at)
    is_zip64 = tail[max(0, at - 20) :][:4] == ZIP64_SIGN
    if is_zip64 or size > caps.entries * LONGEST_LISTING:
        raise ArchiveTooMuch


def _check_claims(entries: list[zipfile.ZipInfo], caps: Caps) -> None:
    total = sum(entry.file_size for entry in entries)
    if len(entries) > caps.entries or total > caps.unpacked:
        raise ArchiveTooMuch
    names = {entry.filename for entry in entries}
    if len(names) < len(entries) or any(_leads_out(name) for name in names):
        raise ArchiveOdd
    for entry in entries:
        if entry.flag_bits & ENCRYPTED:
            raise ArchiveLocked
        if entry.file_size > max(SMALL, caps.ratio * entry.compress_size):
            raise ArchiveTooMuch


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/")
