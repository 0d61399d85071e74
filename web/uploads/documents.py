"""Documents: which sorts may come in, told by their bytes, then read by a real parser.

PDF, Word and Excel files and plain texts are kept byte for byte; scans that come as
pictures become a PDF. Anything else is refused: it can be printed into a PDF.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

from auction.rules.archives import BEGINNING
from web.uploads import apart
from web.uploads.pictures import is_picture
from web.uploads.taking import MEGABYTE, FileRefused, take

LARGEST = 15 * MEGABYTE
TYPES: Mapping[str, str] = {  # by the end of the name under which it is kept
    "pdf": "application/pdf",
    "txt": "text/plain",
    "csv": "text/csv",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
TEXTS = ("txt", "csv")
CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\r\f")


class NotADocument(FileRefused):
    """Please choose a PDF, a scan (JPEG, PNG, WebP), a Word, Excel or text file."""


class NotUtf8(FileRefused):
    """This text cannot be read. Please save it as UTF-8, or as a PDF."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as it is kept, and the end of its name."""

    content: bytes
    form: str


def read_document(file: IO[bytes], name: str, *, largest: int = LARGEST) -> Paper:
    """Return a document that somebody sent, or refuse it.

    ``name`` is believed only when it calls a text a text.
    """
    content = take(file, largest=largest)
    if content.startswith(b"%PDF-"):
        apart.work("pdf", content)
        return Paper(content, "pdf")
    if is_picture(content):
        _, made = apart.work("scan", content)
        return Paper(made[0], "pdf")
    if content.startswith(BEGINNING):
        words, _ = apart.work("office", content)
        return Paper(content, str(words["form"]))
    return Paper(content, _text_form(content, name))


def _text_form(content: bytes, name: str) -> str:
    form = PurePosixPath(name).suffix.lower().removeprefix(".")
    if form not in TEXTS:
        raise NotADocument
    _check_text(content)
    return form


def _check_text(content: bytes) -> None:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise NotUtf8 from None
    if not CONTROLS.isdisjoint(content) or not text.strip("\ufeff \t\r\n\f"):
        raise NotUtf8
