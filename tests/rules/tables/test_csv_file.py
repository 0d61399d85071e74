from __future__ import annotations

import pytest

from auction.rules.tables.grid import Grid, Shape, TableUnreadable
from auction.rules.tables.reading import read_grid

PORTUGUESE = "Preço;Descrição\n1.234,56;Leilão às 10h\n"


def cells(grid: Grid) -> list[tuple[object, ...]]:
    return [line.cells for line in grid.lines]


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("latin-1", "windows-1252"),
        ("windows-1252", "windows-1252"),
    ],
)
def test_the_encoding_is_found_by_itself(encoding: str, found: str) -> None:
    grid = read_grid(PORTUGUESE.encode(encoding))

    assert cells(grid) == [("Preço", "Descrição"), ("1.234,56", "Leilão às 10h")]
    assert grid.shape.encoding == found


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("windows-1251", "Ціна;Опис\n1,5;Будинок\n"),
        ("windows-1250", "Cena;Popis\n1,5;Dům s číslem\n"),
        ("gb18030", "价格;说明\n1.5;住宅\n"),
    ],
)
def test_the_encoding_can_be_said(encoding: str, text: str) -> None:
    grid = read_grid(text.encode(encoding), Shape(encoding=encoding))

    assert (
        ";".join(str(cell) for cell in grid.lines[0].cells)
        == text.split("\n", maxsplit=1)[0]
    )


def test_an_encoding_that_cannot_be_is_refused_with_the_line() -> None:
    with pytest.raises(TableUnreadable, match=r"UTF-8.* line 2"):
        read_grid("a\nç\n".encode("latin-1"), Shape(encoding="utf-8"))


def test_bytes_that_mean_nothing_in_windows_1252_are_left_to_the_check() -> None:
    assert cells(read_grid(b"a;\xe7\x81\n")) == [("a", "ç\x81")]


@pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_the_separator_is_found_by_itself(sign: str, ends: str) -> None:
    text = ends.join([sign.join("abc"), sign.join("123"), sign.join("456")])

    grid = read_grid(text.encode())

    assert cells(grid) == [tuple("abc"), tuple("123"), tuple("456")]
    assert grid.shape.separator == sign


def test_the_separator_is_the_sign_that_stands_regularly() -> None:
    text = "no;title\n1;One, two, three\n2;Four\n3;Five, six\n"

    assert read_grid(text.encode()).lines[1].cells == ("1", "One, two, three")


def test_the_separator_can_be_said() -> None:
    grid = read_grid(b"a;b,c\n1;2,3\n", Shape(separator=","))

    assert cells(grid) == [("a;b", "c"), ("1;2", "3")]


def test_excels_own_first_line_is_no_row() -> None:
    grid = read_grid(b"sep=|\r\na|b;c\r\n1|2;3\r\n")

    assert [(line.number, line.cells) for line in grid.lines] == [
        (1, ("a", "b;c")),
        (2, ("1", "2;3")),
    ]


def test_rows_have_the_numbers_that_a_person_sees() -> None:
    text = '\nA list\n\na,b\n"two\nlines",x\n\n,,\ny,z\n'

    numbers = [line.number for line in read_grid(text.encode()).lines]

    assert numbers == [2, 4, 5, 8]


def test_a_quoted_cell_may_hold_the_separator_and_lines() -> None:
    grid = read_grid(b'title,description\nA,"One, two\nthree ""four"""\n')

    assert grid.lines[1].cells == ("A", 'One, two\nthree "four"')


def test_spaces_around_a_cell_are_no_part_of_it() -> None:
    assert read_grid(b" a ;\xa0b\n").lines[0].cells == ("a", "b")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b'a\n"never closed\n', "Row 2 is not CSV"),
        (b'a;b\n1;2\n"x"y;2\n', "Row 3 is not CSV"),
        (b"a;b\n1;\x00\n", "not a text file"),
        (b"%PDF-1.7\n", "PDF"),
        (b"<html><table>", "web page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64), "old workbook"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + "EncryptedPackage".encode("utf-16-le"),
            "has a password",
        ),
        (b"a" * (11 * 1024 * 1024), "larger than 10 MB"),
        (b"a,b\n" * 20_001, "more than 20,000 rows"),
        (b"," * 256 + b"x\n", "the cell IW1"),
        (b"x" * 200_000, "not CSV"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_is_no_list_is_refused_in_a_sentence(content: bytes, said: str) -> None:
    with pytest.raises(TableUnreadable, match=said):
        read_grid(content)


def test_only_the_first_lines_are_read_where_more_are_not_wanted() -> None:
    assert len(read_grid(b"a,b\n" * 1000, most=7).lines) == 7
