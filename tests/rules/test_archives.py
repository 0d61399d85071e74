"""ZIP files are weighed before anybody opens them."""

from __future__ import annotations

import resource
import struct
import zipfile
from io import BytesIO
from random import randbytes

import pytest

from auction.rules.archives import Caps, check_entries, open_archive
from auction.rules.refusal import Refusal
from tests.web.uploads import made

TOO_MUCH = "unpacks to more"


def check(content: bytes, caps: Caps | None = None) -> None:
    with open_archive(BytesIO(content), caps or Caps()) as archive:
        check_entries(archive)


def test_a_table_of_an_office_program_is_light_enough() -> None:
    check(made.xlsx())


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "damaged"),
        (b"PK\x03\x04", "damaged"),
        (made.xlsx()[:-30], "damaged"),
        (made.zip_of(bytes(10_000_000)), TOO_MUCH),
        (made.zip_of(made.zip_of(b"x"), "inner.zip"), "an archive inside"),
        (made.archive({f"{n}": b"" for n in range(201)}), TOO_MUCH),
        (made.archive({"../../etc/passwd": b"x"}), "not put together"),
        (made.archive({"a/..\\b": b"x"}), "not put together"),
        (made.archive({"/etc/passwd": b"x"}), "not put together"),
    ],
)
def test_a_bad_archive_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        check(content)


def test_what_unpacks_to_too_much_in_all_is_refused() -> None:
    content = made.archive({str(n): bytes(range(256)) * 400 for n in range(11)})

    check(content, Caps(unpacked=11 * 102_400))
    with pytest.raises(Refusal, match=TOO_MUCH):
        check(content, Caps(unpacked=11 * 102_400 - 1))


def test_many_entries_that_pack_too_well_together_are_refused() -> None:
    content = made.archive({str(n): bytes(500_000) for n in range(20)})

    check(content, Caps(ratio=2_000))
    with pytest.raises(Refusal, match=TOO_MUCH):
        check(content)


def test_one_entry_that_packs_too_well_is_refused_beside_another() -> None:
    content = made.archive({"noise": randbytes(100_000), "zeros": bytes(2_000_000)})

    check(content, Caps(ratio_of_one=2_000))
    with pytest.raises(Refusal, match=TOO_MUCH):
        check(content)


def test_two_entries_of_one_name_are_refused() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("a", b"1")
        with pytest.warns(UserWarning, match="Duplicate name"):
            packed.writestr("a", b"2")

    with pytest.raises(Refusal, match="not put together"):
        check(file.getvalue())


def test_an_archive_with_a_password_is_refused() -> None:
    content = bytearray(made.zip_of(b"x"))
    listing = content.index(b"PK\x01\x02")
    content[6] |= 1
    content[listing + 8] |= 1

    with pytest.raises(Refusal, match="locked with a password"):
        check(bytes(content))


def test_an_entry_that_claims_to_be_smaller_than_it_is_is_refused() -> None:
    content = bytearray(made.zip_of(bytes(500_000)))
    listing = content.index(b"PK\x01\x02")
    struct.pack_into("<L", content, 22, 100)
    struct.pack_into("<L", content, listing + 24, 100)

    with pytest.raises(Refusal, match="damaged"):
        check(bytes(content))


def test_a_huge_table_of_contents_is_not_even_read() -> None:
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", *[0] * 18) + b""
    listing = entry * 300_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0, 0, len(listing), 0, 0)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises(Refusal, match=TOO_MUCH):
        check(b"PK\x03\x04" + listing + end)

    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert after - before < 50 * 1024  # kB


def test_the_larger_form_of_archives_is_refused() -> None:
    content = made.zip_of(b"x")
    end = content.index(b"PK\x05\x06")
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, 0, 1)

    with pytest.raises(Refusal, match=TOO_MUCH):
        check(content[:end] + locator + content[end:])


def test_a_comment_at_the_end_harms_nobody() -> None:
    file = BytesIO(made.zip_of(b"x"))
    with zipfile.ZipFile(file, "a") as packed:
        packed.comment = b"made by a printer"

    check(file.getvalue())
