"""ZIP files, and all that are ZIP files inside: weighed before anybody reads them."""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from auction.rules.refusal import Refusal

MEGABYTE = 1024 * 1024
CHUNK = 256 * 1024  # bytes
SMALL = MEGABYTE  # below this, how tightly something is packed harms nobody
BEGINNING = b"PK\x03\x04"
ENCRYPTED = 0x1  # a bit of an entry's flags
END = struct.Struct("<4s4H2LH")  # the end record: its sixth is the table's size
END_SIGN, ZIP64_SIGN = b"PK\x05\x06", b"PK\x06\x07"
FURTHEST_END = END.size + 65_535  # a comment may follow
LONGEST_LISTING = 1024  # bytes, for one entry
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError)


@dataclass(frozen=True, slots=True)
class Caps:
    """What an archive may hold at most; a ratio is of unpacked to packed bytes."""

    entries: int = 200
    unpacked: int = 100 * MEGABYTE  # bytes, of all entries together
    ratio: int = 200  # of all entries together
    ratio_of_one: int = 200


class ArchiveBroken(Refusal):
    """This file is damaged or incomplete. Please save it anew and try again."""


class ArchiveTooMuch(Refusal):
    """This file unpacks to more than this site can read. Please make it smaller."""


class ArchiveLocked(Refusal):
    """This file is locked with a password. Please save it without one."""


class ArchiveOdd(ArchiveBroken):
    """This file is not put together as it should be. Please save it anew."""


class ArchiveNested(Refusal):
    """This file has an archive inside. Please save it without embedded files."""


@contextmanager
def open_archive(file: BinaryIO, caps: Caps = Caps()) -> Iterator[zipfile.ZipFile]:
    """Open an archive whose table of contents claims nothing that it may not.

    Whoever unpacks an entry that is damaged, or not as long as was claimed, is told
    that the archive is broken.
    """
    try:
        _check_directory(file, caps)
        with zipfile.ZipFile(file) as archive:
            _check_claims(archive.infolist(), caps)
            yield archive
    except BROKEN:
        raise ArchiveBroken from None


def unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Unpack an entry, a piece at a time."""
    with archive.open(entry) as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def check_entries(archive: zipfile.ZipFile) -> None:
    """Unpack every entry, a piece at a time, and refuse an archive in another."""
    for entry in archive.infolist():
        for number, chunk in enumerate(unpacked(archive, entry)):
            if number == 0 and chunk.startswith(BEGINNING):
                raise ArchiveNested


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


def _check_claims(entries: Sequence[zipfile.ZipInfo], caps: Caps) -> None:
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise ArchiveLocked
    if len(entries) > caps.entries or _unpack_to_much(entries, caps):
        raise ArchiveTooMuch
    names = {entry.filename for entry in entries}
    if len(names) < len(entries) or any(_leads_out(name) for name in names):
        raise ArchiveOdd


def _unpack_to_much(entries: Sequence[zipfile.ZipInfo], caps: Caps) -> bool:
    total = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    return total > min(caps.unpacked, SMALL + caps.ratio * packed) or any(
        entry.file_size > max(SMALL, caps.ratio_of_one * entry.compress_size)
        for entry in entries
    )


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/")
