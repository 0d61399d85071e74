from __future__ import annotations

from decimal import Decimal

import pytest

from auction.rules.lot_list import ListUnreadable, rows_of


@pytest.mark.parametrize("text", ["title,region\nA,B\n", "title;region\r\nA;B"])
def test_a_list_is_separated_by_commas_or_semicolons(text: str) -> None:
    assert rows_of(text) == [{"title": "A", "region": "B"}]


def test_a_quoted_cell_may_hold_the_separator_and_lines() -> None:
    rows = rows_of('title,description\nA,"One, two\nthree ""four"""\n')

    assert rows == [{"title": "A", "description": 'One, two\nthree "four"'}]


def test_a_cell_without_a_heading_is_named_by_its_place() -> None:
    rows = rows_of("title,\nA,\nB,lost,astray\n")

    assert rows == [
        {"title": "A"},
        {"title": "B", "cell 2": "lost", "cell 3": "astray"},
    ]


@pytest.mark.parametrize(
    "text", ["[{}]", '{"lots": [{}]}', "\n [{}]\n"], ids=["list", "object", "spaces"]
)
def test_json_is_a_list_or_an_object_with_one(text: str) -> None:
    assert rows_of(text) == [{}]


def test_a_number_in_json_is_kept_exactly() -> None:
    assert rows_of('[{"a": 0.10}]') == [{"a": Decimal("0.10")}]


@pytest.mark.parametrize(
    "text",
    [
        "",
        ",,,\n",
        "title,title\nA,B\n",
        'title\n"never closed\n',
        f"title\n{'x' * 200_000}\n",
        "[{}",
        "[1, 2]",
        '{"lot": []}',
        '{"lots": {"a": 1}}',
        "[" * 200_000,
    ],
    ids=lambda text: repr(text)[:20],
)
def test_what_is_not_a_list_of_lots_is_refused(text: str) -> None:
    with pytest.raises(ListUnreadable):
        rows_of(text)
