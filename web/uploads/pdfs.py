"""PDF files: opened by a real reader, and kept byte for byte for their signatures."""

import zipfile
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from web.uploads import apart
from web.uploads.taking import FileBroken, FileRefused


class PdfBroken(FileBroken):
    """This PDF is damaged or incomplete. Please save it anew and try again."""


class PdfLocked(FileRefused):
    """This PDF is locked with a password. Please save it without one."""


class PdfWithoutPages(FileRefused):
    """This PDF has no pages."""


class PdfHidesMore(FileRefused):
    """This PDF has another file behind its end. Please print it into a new PDF."""


def make(content: bytes) -> apart.Made:
    """Look whether a PDF is whole; in the process apart."""
    check_ends(content)
    try:
        pages = _pages(content)
    except PyPdfError:
        raise PdfBroken from None
    if not pages:
        raise PdfWithoutPages
    return {"pages": pages}, ()


def check_ends(content: bytes) -> None:
    """Refuse a PDF that is cut off, or that is another file as well."""
    if zipfile.is_zipfile(BytesIO(content)):
        raise PdfHidesMore
    end = content.rfind(b"%%EOF")
    if end < 0:
        raise PdfBroken
    if content[end + 5 :].strip(b"\0 \t\r\n\f"):
        raise PdfHidesMore


def _pages(content: bytes) -> int:
    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted:
        raise PdfLocked
    pages = len(reader.pages)
    if pages:
        for page in (reader.pages[0], reader.pages[-1]):
            page.mediabox  # noqa: B018 - it is read, or the file is broken
            page.get_contents()
    return pages
