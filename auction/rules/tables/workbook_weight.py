"""Looking at a workbook's parts before anything reads them.

XLSX is XML in a ZIP archive: a megabyte of it can be made to fill a machine's memory.
The archive is weighed as any other; what is counted here bounds what reading it costs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import chain
from zipfile import ZipFile, ZipInfo

from auction.rules.archives import (
    CHUNK,
    MEGABYTE,
    ArchiveBroken,
    ArchiveLocked,
    ArchiveTooMuch,
    Caps,
    open_archive,
    unpacked,
)
from auction.rules.tables.grid import MOST_LINES, TableUnreadable

# A sheet of coloured empty cells packs as tightly as can be; its cells are counted.
CAPS = Caps(entries=1_000, ratio_of_one=2_000)
LARGEST_XML = 48 * MEGABYTE  # unpacked, of all XML together
MOST_CELLS = 250_000  # of a sheet
TAGS_OF_A_CELL = 12  # to open and to close: a formula, rich text
MOST_CELLS_IN_ROW = 2_000  # empty ones with a colour included
MOST_ROWS = 5 * MOST_LINES  # empty ones included
MOST_TAGS = {"sharedStrings": 1_000_000, "": 60_000}  # of the other parts
DEEPEST = 1_000  # elements in one another
LONGEST_TAG = 400_000  # bytes: 32,767 characters of text, and to spare
XML = (".xml", ".rels", ".vml")
SHEETS = "xl/worksheets/"
ELEMENT = re.compile(rb"/?(?:[\w.-]+:)?([a-z]+)")
OPEN_DOCUMENT = "application/vnd.oasis.opendocument"


class WorkbookUnreadable(TableUnreadable):
    """This workbook is damaged: open it in your program and save it anew as XLSX."""


class WorkbookTooLarge(TableUnreadable):
    """This workbook holds far more than a list: save the list alone in a new one."""


def check_workbook(content: bytes) -> bool:
    """Refuse what is no workbook, or one that would cost too much to read.

    Return whether a formula in it has no value.
    """
    try:
        with open_archive(BytesIO(content), CAPS) as archive:
            _check_kind(archive)
            written = _written_parts(archive)
            counted = [_Part(archive, part).count() for part in written]
            return any(part.lacks_a_value for part in counted)
    except ArchiveLocked:
        locked = "This file has a password: save it without one."
        raise TableUnreadable(locked) from None
    except ArchiveTooMuch:
        raise WorkbookTooLarge from None
    except ArchiveBroken:
        raise WorkbookUnreadable from None


def _check_kind(archive: ZipFile) -> None:
    names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        return
    if "mimetype" in names and archive.getinfo("mimetype").file_size < CHUNK:
        kind = archive.read("mimetype").decode("ascii", "replace")
        if kind.startswith(OPEN_DOCUMENT):
            raise TableUnreadable(
                "This is an OpenDocument file: please save it as XLSX or CSV."
            )
    if "xl/workbook.bin" in names:
        raise TableUnreadable("This is a binary workbook: please save it as XLSX.")
    raise TableUnreadable("This is an archive of files, and no workbook.")


def _written_parts(archive: ZipFile) -> list[ZipInfo]:
    parts = archive.infolist()
    written = [part for part in parts if part.filename.lower().endswith(XML)]
    if sum(part.file_size for part in written) > LARGEST_XML:
        raise WorkbookTooLarge
    return written


class _Part:
    """One XML part of a workbook: its tags, rows and cells, counted as they come."""

    def __init__(self, archive: ZipFile, part: ZipInfo) -> None:
        self.archive, self.part = archive, part
        self.tags = self.depth = self.rows = self.cells = self.in_row = 0
        self.waits = self.is_text = self.lacks_a_value = False
        self.is_sheet = part.filename.startswith(SHEETS)
        is_strings = "sharedStrings" in part.filename
        self.most_tags = MOST_TAGS["sharedStrings" if is_strings else ""]

    def count(self) -> _Part:
        """Count what is in the part, and refuse it as soon as it is too much."""
        for tag in self._tags():
            self._go_deeper(tag)
            self.tags += 1
            if self.is_sheet:
                self._count_cell(tag)
            elif self.tags > self.most_tags:
                raise WorkbookTooLarge
        return self

    def _tags(self) -> Iterator[bytes]:
        rest = b""
        for chunk in chain(unpacked(self.archive, self.part), [b"<"]):
            if b"\x00" in chunk:  # UTF-16: no office's program writes it
                raise WorkbookUnreadable
            *whole, rest = (rest + chunk).split(b"<")
            yield from whole
            if len(rest) > LONGEST_TAG:
                raise WorkbookTooLarge

    def _go_deeper(self, tag: bytes) -> None:
        if tag[:1] in {b"!", b"?"}:  # no office's program writes comments into them
            if self.tags > 1 or not tag.startswith(b"?xml"):
                raise WorkbookUnreadable
        elif tag[:1] == b"/":
            self.depth -= 1
        elif self.tags and not _is_closed(tag.partition(b">")[0]):
            self.depth += 1
            if self.depth > DEEPEST:
                raise WorkbookTooLarge

    def _count_cell(self, tag: bytes) -> None:
        found = ELEMENT.match(tag)
        name = found[1] if found else b""
        if name == b"row":
            self.rows += not tag.startswith(b"/")
            self.in_row = 0
        elif name == b"c":
            self._count_value(tag)
        elif name == b"f":
            self.waits = not self.is_text
        elif name == b"v" and not tag.endswith((b"/>", b">")):
            self.waits = False
        expected = TAGS_OF_A_CELL * (self.rows + self.cells)
        if (
            self.rows > MOST_ROWS
            or self.cells > MOST_CELLS
            or self.in_row > MOST_CELLS_IN_ROW
            or self.tags > expected + self.most_tags
        ):
            raise WorkbookTooLarge

    def _count_value(self, tag: bytes) -> None:
        if tag.startswith(b"/"):
            self.lacks_a_value |= self.waits
            self.waits = False
        else:
            self.cells += 1
            self.in_row += 1
            self.is_text = b't="str"' in tag  # and text may be empty


def _is_closed(tag: bytes) -> bool:
    """Say whether a tag closes itself; one that is unclear is taken for open."""
    return tag.endswith(b"/") and not tag.count(b'"') % 2 and not tag.count(b"'") % 2
