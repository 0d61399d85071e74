"""Files as people send them, good and bad, made here."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO

from PIL import Image
from pypdf import PdfWriter

from tests.real_data import REAL_DATA

REAL = REAL_DATA / "attachments"
ORIENTATION = 0x0112
GPS = 0x8825
RED, BLUE = (200, 30, 30), (30, 30, 200)


def photo(
    size: tuple[int, int] = (60, 40),
    form: str = "JPEG",
    *,
    colour: tuple[int, int, int] = RED,
    exif: Image.Exif | None = None,
) -> bytes:
    image = Image.new("RGB", size, colour)
    with BytesIO() as file:
        image.save(file, form, exif=exif or Image.Exif())
        return file.getvalue()


def exif(*, orientation: int = 1) -> Image.Exif:
    """Say where and with what a picture was taken, and how the camera was held."""
    words = Image.Exif()
    words[ORIENTATION] = orientation
    words[0x010F] = "SecretCamera"
    words.get_ifd(GPS)[2] = (48.0, 12.0, 30.0)
    return words


def huge_png(width: int, height: int) -> bytes:
    """Make a small file that is a PNG of very many black dots."""
    row = b"\0" * (1 + (width + 7) // 8)
    rows = zlib.compress(row * min(height, 10_000))  # the first ones will do
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    parts = (_part(b"IHDR", head), _part(b"IDAT", rows), _part(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _part(name: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + check


def pdf(pages: int = 1, *, password: str | None = None) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    if password is not None:
        writer.encrypt(password)
    with BytesIO() as file:
        writer.write(file)
        return file.getvalue()


def archive(entries: Mapping[str, bytes]) -> bytes:
    with BytesIO() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, content in entries.items():
                packed.writestr(name, content)
        return file.getvalue()


def xlsx() -> bytes:
    rows = "".join(f"<row r='{n}'><c><v>{n * 7919}</v></c></row>" for n in range(999))
    return archive(
        {
            "[Content_Types].xml": b"<Types/>",
            "xl/workbook.xml": b"<workbook/>",
            "xl/worksheets/sheet1.xml": f"<worksheet>{rows}</worksheet>".encode(),
        }
    )


def docx(extra: Mapping[str, bytes] | None = None) -> bytes:
    return archive(
        {
            "[Content_Types].xml": b"<Types/>",
            "word/document.xml": b"<document>Draft of the contract</document>",
            **(extra or {}),
        }
    )


def zip_of(content: bytes, name: str = "x.txt") -> bytes:
    return archive({name: content})
