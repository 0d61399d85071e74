"""Texts and tables of office programs: ZIP files with XML inside, both looked through.

Every XML part must be well formed and must not define entities of its own.
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from pyexpat import ExpatError, ParserCreate

from auction.rules.archives import Caps, check_entries, open_archive, unpacked
from web.uploads import apart
from web.uploads.taking import FileBroken, FileRefused

CAPS = Caps(entries=1000)  # a text with its pictures
MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
XML = (".xml", ".rels")


class OfficeFileBroken(FileBroken):
    """This file is damaged or incomplete. Please save it anew and try again."""


class HasMacros(FileRefused):
    """This file has macros. Please save it without, or as a PDF."""


class NotAnOfficeFile(FileRefused):
    """This is an archive. Please unpack it and choose the documents inside."""


def make(content: bytes) -> apart.Made:
    """Look whether a text or a table is whole, and which; in the process apart."""
    with open_archive(BytesIO(content), CAPS) as archive:
        check_entries(archive)
        names = archive.namelist()
        form = next((form for form, main in MAIN.items() if main in names), None)
        if form is None or "[Content_Types].xml" not in names:
            raise NotAnOfficeFile
        if any(name.lower().endswith(("vbaproject.bin", ".vbs")) for name in names):
            raise HasMacros
        for entry in archive.infolist():
            if entry.filename.lower().endswith(XML):
                _check_xml(archive, entry)
    return {"form": form}, ()


def _check_xml(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    parser = ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    try:
        for chunk in unpacked(archive, entry):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except ExpatError:
        raise OfficeFileBroken from None


def _refuse(*_: object) -> None:
    raise OfficeFileBroken
