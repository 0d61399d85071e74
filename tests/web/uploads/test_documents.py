"""Documents that people send: which come in, and what the others are told."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader

from auction.rules.refusal import Refusal
from tests.web.uploads import made
from web.uploads import documents
from web.uploads.documents import read_document

NOT_A_DOCUMENT = "Please choose a PDF, a scan"
DAMAGED = "damaged or incomplete"
BOMB_XML = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]>'
    b"<document>&b;</document>"
)


def read(content: bytes, name: str = "paper.pdf") -> documents.Paper:
    return read_document(BytesIO(content), name)


@pytest.mark.parametrize(
    ("content", "name", "form"),
    [
        (made.pdf(), "report.pdf", "pdf"),
        (made.pdf(300), "report", "pdf"),
        (made.pdf() + b"\r\n", "report.pdf", "pdf"),
        (made.xlsx(), "tape.xlsx", "xlsx"),
        (made.docx(), "contract.docx", "docx"),
        (made.pdf(), "in truth a pdf.docx", "pdf"),
        ("Größe; Preis\n".encode(), "list.CSV", "csv"),
        (b"\xef\xbb\xbfNotice\r\n", "notice.txt", "txt"),
        (b"<script>alert(1)</script>", "notice.txt", "txt"),
    ],
)
def test_a_good_document_is_kept_byte_for_byte(
    content: bytes, name: str, form: str
) -> None:
    assert read(content, name) == documents.Paper(content, form)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_scan_becomes_a_pdf_of_one_upright_page(form: str) -> None:
    scan = made.photo((600, 400), form, exif=made.exif(orientation=6))

    paper = read(scan, "scan.jpg")

    assert paper.form == "pdf"
    assert b"SecretCamera" not in paper.content
    [page] = PdfReader(BytesIO(paper.content)).pages
    assert page.mediabox.height > page.mediabox.width
    assert page.mediabox.height == pytest.approx(842, abs=1)  # A4


def test_the_same_scan_gives_the_same_bytes() -> None:
    scan = made.photo((600, 400))

    assert read(scan) == read(scan)


def test_nothing_follows_a_scan_into_its_pdf() -> None:
    paper = read(made.photo() + b"<script>alert(1)</script>" + made.zip_of(b"secret"))

    assert b"script" not in paper.content
    assert b"PK\x03\x04" not in paper.content


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "x.pdf", "This file is empty."),
        (b"<html>no pdf</html>", "x.pdf", NOT_A_DOCUMENT),
        (b"%PDF-1.7\n<html>no pdf</html>", "x.pdf", DAMAGED),
        (b"%PDF-1.7\n<html>no pdf</html>\n%%EOF", "x.pdf", DAMAGED),
        (made.pdf(20)[:-200], "x.pdf", DAMAGED),
        (made.pdf(20)[:1000] + b"%%EOF", "x.pdf", DAMAGED),
        (made.pdf(0), "x.pdf", "no pages"),
        (made.pdf(password="open sesame"), "x.pdf", "locked with a password"),
        (made.pdf() + made.zip_of(b"x"), "x.pdf", "another file behind its end"),
        (made.pdf() + b"<script>alert(1)</script>", "x.pdf", "another file behind"),
        (b"\0\0" + made.pdf(), "x.pdf", NOT_A_DOCUMENT),
        (b"GIF89a/**/=1;alert(1)", "x.gif", NOT_A_DOCUMENT),
        (b"<svg onload='a()'/>", "x.jpg", NOT_A_DOCUMENT),
        (b"MZ\x90\0", "x.exe", NOT_A_DOCUMENT),
        (b"MZ\x90\0", "x.txt", "save it as UTF-8"),
        (b"text with \0", "x.txt", "save it as UTF-8"),
        ("Größe".encode("latin-1"), "x.csv", "save it as UTF-8"),
        ("Größe".encode("utf-16"), "x.txt", "save it as UTF-8"),
        (b" \r\n", "x.txt", "save it as UTF-8"),
        (made.zip_of(b"x"), "x.zip", "This is an archive."),
        (made.xlsx()[:-100], "x.xlsx", DAMAGED),
        (made.xlsx()[:1500] + made.xlsx()[1510:], "x.xlsx", DAMAGED),
        (made.docx({"word/vbaProject.bin": b"x"}), "x.docx", "has macros"),
        (made.docx({"word/styles.xml": b"<a><b></a>"}), "x.docx", DAMAGED),
        (made.docx({"word/styles.xml": BOMB_XML}), "x.docx", DAMAGED),
        (
            made.docx({"word/styles.xml": BOMB_XML.decode().encode("utf-16")}),
            "x.docx",
            DAMAGED,
        ),
        (
            made.docx({"word/embeddings/a.zip": made.zip_of(b"x")}),
            "x.docx",
            "has an archive inside",
        ),
        (
            made.docx({"word/media/a.bin": bytes(60_000_000)}),
            "x.docx",
            "unpacks to more",
        ),
        (made.photo((600, 400))[:2000], "scan.jpg", DAMAGED),
        (made.huge_png(10_000, 10_000), "scan.png", "40 million pixels"),
    ],
)
def test_a_bad_document_is_refused_with_a_sentence(
    content: bytes, name: str, sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence):
        read(content, name)


def test_a_document_that_is_too_large_is_refused() -> None:
    with pytest.raises(Refusal, match="larger than 15 MB"):
        read(made.pdf() + b" " * documents.LARGEST)


def test_every_form_has_a_fixed_type_that_no_browser_runs() -> None:
    for media_type in documents.TYPES.values():
        assert not {"html", "svg", "javascript"} & set(media_type.split("/"))


@pytest.mark.skipif(not made.REAL.exists(), reason="the real files are not here")
@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("scotus-transcript-p1.pdf", None),
        ("password-example.pdf", "locked with a password"),
        ("empty.pdf", "This file is empty."),
    ],
)
def test_real_papers_are_judged_rightly(name: str, sentence: str | None) -> None:
    content = (made.REAL / name).read_bytes()

    if sentence is None:
        assert read(content, name).content == content
    else:
        with pytest.raises(Refusal, match=sentence):
            read(content, name)
