"""Reading a file as a grid of cells, whatever kind of file it is."""

from __future__ import annotations

from auction.rules.tables.csv_file import read_csv
from auction.rules.tables.grid import LARGEST, MOST_LINES, Grid, Shape, TableUnreadable
from auction.rules.tables.json_file import read_json
from auction.rules.tables.workbook import read_workbook

ZIP = b"PK"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # old workbooks, and all that have a password
LOCKED = "EncryptedPackage".encode("utf-16-le")
OTHERS = {
    b"%PDF": "This is a PDF file: a list has to be XLSX, CSV or JSON.",
    b"\x7fELF": "This is a program.",
    b"MZ": "This is a program.",
    b"\x89PNG": "This is a picture.",
    b"\xff\xd8\xff": "This is a picture.",
    b"GIF8": "This is a picture.",
    b"\x1f\x8b": "This file is packed: please unpack it first.",
    b"{\\rtf": "This is a text document: a list has to be XLSX, CSV or JSON.",
    b"<": "This is a web page or XML: a list has to be XLSX, CSV or JSON.",
}
FIRST_BYTES = 64


def read_grid(
    content: bytes, shape: Shape | None = None, *, most: int = MOST_LINES
) -> Grid:
    """Return the cells of a file; with ``most``, of its first lines only.

    Raises ``TableUnreadable`` with a sentence.
    """
    shape = shape or Shape()
    if len(content) > LARGEST:
        raise TableUnreadable(f"This file is larger than {LARGEST // 1024**2} MB.")
    if not content.strip():
        raise TableUnreadable("This file is empty.")
    _refuse_others(content)
    if content.startswith(ZIP):
        return read_workbook(content, shape, most=most)
    if is_json(content):
        return read_json(content, shape, most=most)
    return read_csv(content, shape, most=most)


def is_json(content: bytes) -> bool:
    """Say whether a file is JSON, as far as its first sign tells."""
    beginning = (
        content[:FIRST_BYTES].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    )
    return beginning.lstrip()[:1] in {b"[", b"{"}


def extension(content: bytes) -> str:
    """Return the ending under which a file is kept."""
    if content.startswith(ZIP):
        return "xlsx"
    return "json" if is_json(content) else "csv"


def _refuse_others(content: bytes) -> None:
    if content.startswith(OLE):
        if LOCKED in content:
            raise TableUnreadable("This file has a password: save it without one.")
        raise TableUnreadable("This is an old workbook (XLS): please save it as XLSX.")
    for beginning, sentence in OTHERS.items():
        if content.lstrip()[: len(beginning)] == beginning:
            raise TableUnreadable(sentence)
