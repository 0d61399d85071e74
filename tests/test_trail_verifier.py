"""Whatever is done to a trail shows, and the row is named (R20)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from random import Random

from auction import trail_verifier
from auction.trail_verifier import BEGINNING, Checkpoint, digest, faults, line_of

LOTS, ROWS = 100, 3  # of each lot
Trail = list[bytes]


def rows_of(lot: int, count: int = ROWS, *, first: int = 40_000) -> Trail:
    """Write the trail of a lot, in which each bid is 10 euros above the last."""
    lines, previous = [], BEGINNING
    for sequence in range(1, count + 1):
        said = {
            "action": "bid",
            "actor": "paddle 4711",
            "at": f"2026-03-02T12:00:{sequence:02}.000000+00:00",
            "content": {"amount": first + 1_000 * sequence, "of": "M\u00fchle"},
            "lot": lot,
            "sequence": sequence,
        }
        entry = json.dumps(said, separators=(",", ":"), ensure_ascii=False)
        previous = digest(previous, entry)
        lines.append(line_of(previous, entry).encode() + b"\n")
    return lines


def end_of(lot: int, trail: Trail) -> Checkpoint:
    return Checkpoint(lot, len(trail), json.loads(trail[-1])["digest"])


def told(trail: Trail, *kept: Checkpoint) -> list[str]:
    return [fault.sentence for fault in faults(trail, kept)]


def test_trails_as_they_were_written_fit() -> None:
    trail = [line for lot in range(1, LOTS + 1) for line in rows_of(lot)]

    assert told(trail, end_of(7, rows_of(7))) == []


def test_every_changed_byte_of_three_hundred_rows_shows_at_its_row() -> None:
    random, changes = Random(20), 0
    for lot in range(1, LOTS + 1):
        trail = rows_of(lot)
        for number, line in enumerate(trail):
            for place in range(len(line)):
                changed = bytearray(line)
                changed[place] ^= 1 << random.randrange(8)
                found = faults([*trail[:number], bytes(changed), *trail[number + 1 :]])
                changes += 1
                assert number + 1 in {fault.line for fault in found}, changed
    assert changes > 50_000


def test_a_row_that_is_missing_doubled_or_moved_is_named() -> None:
    trail = rows_of(5, 20)
    missing = "Lot 5: row {} is missing, or not in its place."
    for number in range(1, 20):
        one, two = trail[number - 1 : number + 1]
        before, after = trail[: number - 1], trail[number + 1 :]
        assert told([*before, two, *after]) == [missing.format(number)]
        assert told([*before, one, one, two, *after]) == [missing.format(number + 1)]
        assert told([*before, two, one, *after]) == [missing.format(number)]


def test_a_row_of_another_lot_fits_nowhere() -> None:
    mine, other = rows_of(5), rows_of(6, first=50_000)
    strange = other[1].replace(b'\\"lot\\":6', b'\\"lot\\":5')

    assert told([mine[0], strange, mine[2]]) == [
        "Lot 5: row 2 is not as it was written."
    ]


def test_an_end_that_was_cut_off_shows_against_a_receipt() -> None:
    trail = rows_of(5, 20)
    for length in range(20):
        assert told(trail[:length]) == []
        assert told(trail[:length], end_of(5, trail)) == [
            "Lot 5: row 20 is missing at the end."
        ]


def test_a_trail_that_was_written_anew_shows_against_a_receipt() -> None:
    kept = end_of(5, rows_of(5, 2))
    forged = rows_of(5, first=30_000)

    assert told(forged) == []
    assert told(forged, kept) == ["Lot 5: row 2 is not what was kept of it."]


def test_what_is_no_row_is_told_by_its_line() -> None:
    nothing = [b"", b"{}\n", b"[1]\n", b"null\n", b"\xff\n", b"1" * 5000 + b"\n"]
    deep = b'{"digest":' + b"[" * 100_000 + b"\n"

    for line in (*nothing, deep):
        (fault,) = faults([*rows_of(5), line])
        assert str(fault) == "Line 4: This is no row of a trail."


def test_this_one_file_is_enough(tmp_path: Path) -> None:
    alone, file = tmp_path / "trail_verifier.py", tmp_path / "trail.jsonl"
    alone.write_bytes(Path(trail_verifier.__file__).read_bytes())
    file.write_bytes(b"".join(rows_of(5)))
    kept = str(end_of(5, rows_of(5)))

    def verified(*words: str) -> tuple[int, str]:
        command = [sys.executable, "-I", "-S", str(alone), str(file), *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout.strip()

    assert verified("--checkpoint", kept) == (0, "Every row fits.")
    assert verified("--checkpoint", kept.replace("5/3/", "5/4/")) == (
        1,
        "Lot 5: row 4 is missing at the end.",
    )
