import pytest

from auction.rules.labels import LONGEST, clean, download_name, label_of


@pytest.mark.parametrize(
    ("file_name", "label"),
    [
        ("Valuation report.pdf", "Valuation report"),
        ("valuation_report.PDF", "valuation report"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\Gutachten Müller.pdf", "Gutachten Müller"),
        ("con.jpg", "con"),
        ("No. 12.5 of 2026.pdf", "No. 12.5 of 2026"),
        ("评估报告.pdf", "评估报告"),
        ("تقرير.pdf", "تقرير"),
        ("report\u202efdp.exe", "reportfdp"),
        ("a\x00b\r\nc\td.pdf", "ab c d"),
        ("\u200b\ufeff.pdf", "Document"),
        ("", "Document"),
        ("....", "Document"),
        (".pdf", "Document"),
    ],
)
def test_the_name_of_a_file_becomes_a_label(file_name: str, label: str) -> None:
    assert label_of(file_name) == label


def test_a_label_has_a_bounded_length() -> None:
    assert len(label_of("x" * 5000 + ".pdf")) == LONGEST


def test_the_same_word_written_in_two_ways_becomes_one() -> None:
    assert clean("Mu\u0308ller") == clean("M\u00fcller") == "M\u00fcller"


@pytest.mark.parametrize(
    ("title", "parts", "name"),
    [
        ("Valuation report", (), "Valuation report.pdf"),
        ("Lease", ("version 2",), "Lease, version 2.pdf"),
        ("Order 4/2026: sale", (), "Order 4-2026- sale.pdf"),
        ("../../x", (), "-..-x.pdf"),
        ('a"b\r\nSet-Cookie: c', (), "a-b Set-Cookie- c.pdf"),
        ("\u202e", (), "Document.pdf"),
    ],
)
def test_a_saved_file_has_a_good_name(
    title: str, parts: tuple[str, ...], name: str
) -> None:
    assert download_name(title, form="pdf", parts=parts) == name
