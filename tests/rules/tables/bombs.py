"""Files made to fill a machine's memory or time; a program that reads one of them.

It prints the seconds, the megabytes that it grew by, and what was answered.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from random import randbytes
from time import perf_counter
from zipfile import ZIP_DEFLATED, ZipFile

from auction.rules.tables.grid import TableUnreadable
from auction.rules.tables.reading import read_grid
from tests.rules.tables.workbooks import by_hand, packed

MB = 1024 * 1024
ENTITIES = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">'
    for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
SHEET = "xl/worksheets/sheet1.xml"


def bombs() -> dict[str, bytes]:
    """Return the bombs by name; each is below the size that is taken.

    What packs too well is seen at once, so most have a picture of noise beside them.
    """
    cell = "<c><v>1</v></c>"
    return {
        "zeros": by_hand(more={"xl/media/a.png": bytes(90 * MB)}),
        "many zeros": by_hand(
            more={f"xl/media/{n}.png": bytes(9 * MB) for n in range(20)}
        ),
        "a million rows": _noisy("<row/>" * 1_000_000),
        "rows, all the first": _noisy('<row r="1"/>' * 1_000_000),
        "cells in one row": _noisy("<row>" + cell * 1_000_000 + "</row>"),
        "cells": _noisy(("<row>" + cell * 200 + "</row>") * 5000),
        "nothing but tags": _noisy("<x/>" * 6_000_000),
        "columns of one row": _noisy('<row><c r="XFD1"><v>1</v></c></row>' * 50_000),
        "strings": _noisy(strings="<si/>" * 6_000_000),
        "one string": _noisy(strings="<si><t>" + "a" * 40 * MB + "</t></si>"),
        "attributes": _noisy("<row " + 'a=">" ' * 4_000_000 + "/>"),
        "entities": _noisy("<row><c><v>&i;</v></c></row>", head=ENTITIES + "]>"),
        "styles": _noisy(more={"xl/styles.xml": "<xf/>" * 6_000_000}),
        "depth": _noisy("<a>" * 1_000_000 + "</a>" * 1_000_000),
        "another in it": _noisy(
            more={"xl/worksheets/a.zip": packed({"a": bytes(50 * MB)})}
        ),
        "parts": _noisy(more={f"xl/{n}.xml": "<a/>" for n in range(5000)}),
        "a list of parts": packed({f"{n}.xml": "" for n in range(60_000)}),
        "a lie about its size": _lying(),
        "a quoted list": b'"' + b"a,\n" * (3 * MB) + b'"',
        "commas": b"," * (9 * MB),
        "objects": b"[{}" + b",{}" * (3 * MB) + b"]",
        "short texts": b'[{"a": [""' + b',"ab"' * (9 * MB // 5) + b"]}]",
        "brackets": b"[" * (9 * MB),
        "a heavy sheet that is lawful": _noisy(
            "".join(
                f'<row r="{row}">'
                + '<c t="inlineStr"><is><t>Example</t></is></c>' * 12
                + "</row>"
                for row in range(1, 20_001)
            )
        ),
    }


def _noisy(
    *sheet: str, more: Mapping[str, str | bytes] | None = None, **parts: str
) -> bytes:
    noise = {"xl/media/noise.png": randbytes(MB)}
    return by_hand(*sheet, more={**noise, **(more or {})}, **parts)


def _lying() -> bytes:
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<row/>" * 10_000_000)
    content = bytearray(written.getvalue())
    content[content.rfind(b"PK\x01\x02") + 24 :][:4] = (1000).to_bytes(4, "little")
    return bytes(content)


def _peak() -> int:
    """Return the most memory that this process has had, in kilobytes (Linux)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0])


def main(path: Path) -> None:
    """Read one bomb, and print what it came to."""
    content = path.read_bytes()
    before = _peak()
    start = perf_counter()
    try:
        answer = f"{len(read_grid(content).lines)} lines"
    except TableUnreadable as refusal:
        answer = str(refusal)
    seconds = perf_counter() - start
    grown = (_peak() - before) // 1024
    print(f"{seconds:.2f}|{grown}|{answer}")  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]))
