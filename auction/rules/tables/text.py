"""Turning the bytes of a text file into text, in whatever encoding it is."""

from __future__ import annotations

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Mapping

from auction.rules.tables.grid import TableUnreadable

ENCODINGS: Mapping[str, str] = {
    "utf-8": "Unicode (UTF-8)",
    "utf-16-le": "Unicode (UTF-16)",
    "utf-16-be": "Unicode (UTF-16, big-endian)",
    "windows-1252": "Western European (Windows-1252, Latin-1)",
    "windows-1250": "Central European (Windows-1250)",
    "windows-1251": "Cyrillic (Windows-1251)",
    "windows-1253": "Greek (Windows-1253)",
    "windows-1254": "Turkish (Windows-1254)",
    "gb18030": "Chinese (GB 18030)",
    "big5": "Chinese, traditional (Big5)",
}
MARKS = {BOM_UTF8: "utf-8", BOM_UTF16_LE: "utf-16-le", BOM_UTF16_BE: "utf-16-be"}
SAMPLE = 4096  # bytes


def decode(content: bytes, encoding: str | None = None) -> tuple[str, str]:
    """Return the text of a file, and the encoding that it is in."""
    encoding = encoding or find_encoding(content)
    if encoding not in ENCODINGS:
        raise TableUnreadable(f"There is no encoding called {encoding}.")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as broken:
        if encoding == "windows-1252":  # five of its bytes mean nothing, Latin-1's do
            text = content.decode("latin-1")
        else:
            line = content[: broken.start].count(b"\n") + 1
            raise TableUnreadable(
                f"This is not text in {ENCODINGS[encoding]}: there is a byte in line "
                f"{line} that means nothing in it."
            ) from None
    if "\x00" in text:
        raise TableUnreadable("This is not a text file.")
    return text.removeprefix("\ufeff"), encoding


def find_encoding(content: bytes) -> str:
    """Return the encoding that a file names or that its bytes allow.

    What is not Unicode is taken for Windows-1252, which holds all of Latin-1.
    """
    for mark, encoding in MARKS.items():
        if content.startswith(mark):
            return encoding
    if len(content) % 2 == 0:
        unmarked = _half_empty(content[:SAMPLE])
        if unmarked:
            return unmarked
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "windows-1252"
    return "utf-8"


def _half_empty(sample: bytes) -> str | None:
    """Return UTF-16 if every other byte is mostly empty, as in Latin text it is."""
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        half, other = sample[start::2], sample[1 - start :: 2]
        if half.count(0) > len(half) // 2 and 0 not in other:
            return encoding
    return None
