from __future__ import annotations

import pytest

from auction.rules.tables.grid import NO_HEADINGS, Shape, TableUnreadable
from auction.rules.tables.headings import Table, table_of
from auction.rules.tables.reading import read_grid

PREAMBLE = """\

 List of the bank;;Date:;21/10/2024;;
 No.;Town;Price;Discount;Kind

 14444 ;RJ ;602.282,59;26.23;House
 14445 ;RJ ;1.000,00;0.00;Flat
"""


def table(text: str, *known: str, heading: int | None = None) -> Table:
    grid = read_grid(text.encode(), Shape(heading=heading))
    return table_of(grid, lambda word: word in known)


def test_the_headings_are_found_below_a_preamble() -> None:
    found = table(PREAMBLE)

    assert found.grid.shape.heading == 3
    assert found.headings == ("No.", "Town", "Price", "Discount", "Kind")
    assert [line.number for line in found.lines] == [5, 6]


def test_of_two_likely_lines_the_first_names_the_columns() -> None:
    assert table("name,town\nAnna,Berlin\nBela,Wien\n").grid.shape.heading == 1


def test_a_heading_that_we_know_counts_more_than_any_text() -> None:
    text = "Bank,List,May,North\nPrice,No\n1,2\n"

    assert table(text, "Price", "No").grid.shape.heading == 2


def test_the_headings_can_be_said() -> None:
    found = table(PREAMBLE, heading=5)

    assert found.headings[0] == "14444"
    assert [line.number for line in found.lines] == [6]


def test_without_headings_columns_are_called_by_their_letters() -> None:
    found = table("1,x\n2,y\n", heading=NO_HEADINGS)

    assert found.headings == ("Column A", "Column B")
    assert len(found.lines) == 2


def test_a_heading_where_nothing_stands_is_refused() -> None:
    with pytest.raises(TableUnreadable, match="nothing in row 4"):
        table(PREAMBLE, heading=4)


def test_two_columns_of_the_same_name_stay_apart() -> None:
    assert table("price,note,price\n1,a,2\n").headings == ("price", "note", "price (2)")


def test_a_used_column_without_a_heading_is_called_by_its_letter() -> None:
    found = table("title,,end\nA,,\nB,lost,x,astray\n", "title")

    assert found.headings == ("title", "Column B", "end", "Column D")
    assert [column.is_named for column in found.columns] == [True, False, True, False]


def test_a_column_with_nothing_in_it_is_none() -> None:
    assert [c.letters for c in table("a,,b\n1,,2\n").columns] == ["A", "C"]


def test_a_heading_of_several_lines_is_one_line() -> None:
    assert table('"Price\n in  EUR",x\n1,2\n').headings == ("Price in EUR", "x")


@pytest.mark.parametrize("text", [",,,\n1,2\n", "1,2\n3,4\n", "https://a.example,5\n"])
def test_a_list_in_which_no_row_names_the_columns_is_refused(text: str) -> None:
    with pytest.raises(TableUnreadable, match="No row of this file names the columns"):
        table(text)
