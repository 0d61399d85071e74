from __future__ import annotations

from decimal import Decimal

import pytest

from auction.rules.tables.grid import TableUnreadable
from auction.rules.tables.reading import read_grid


@pytest.mark.parametrize(
    "text",
    ['[{"a": 1}]', '{"lots": [{"a": 1}]}', '\n [{"a": 1}]\n', '\ufeff[{"a": 1}]'],
    ids=["list", "object", "spaces", "mark"],
)
def test_json_is_a_list_or_an_object_with_one(text: str) -> None:
    grid = read_grid(text.encode())

    assert [line.cells for line in grid.lines] == [("a",), (1,)]


def test_objects_count_from_1_below_their_keys() -> None:
    grid = read_grid(b'[{"a": 1}, {"b": "x ", "a": null}]')

    assert [(line.number, line.cells) for line in grid.lines] == [
        (0, ("a", "b")),
        (1, (1, None)),
        (2, (None, "x")),
    ]
    assert grid.shape.heading == 0


def test_a_number_is_kept_exactly() -> None:
    assert read_grid(b'[{"a": 0.10}]').lines[1].cells == (Decimal("0.10"),)


def test_what_stands_inside_is_named_with_what_it_stands_in() -> None:
    grid = read_grid(b'[{"fields": {"mileage": 9}, "seller": {"name": "A"}}]')

    assert grid.lines[0].cells == ("field.mileage", "seller.name")


def test_a_list_of_texts_is_one_text() -> None:
    assert read_grid(b'[{"a": ["b", "c"]}]').lines[1].cells == ("b, c",)


@pytest.mark.parametrize(
    "text",
    [
        "[{}",
        "[1, 2]",
        '{"lot": []}',
        '{"lots": {"a": 1}}',
        '[{"a": NaN}]',
        "[" * 200_000,
        '[{"a": ' + "9" * 10_000 + "}]",
        "[" + ",".join(['{"a": 1}'] * 20_001) + "]",
        "[{" + ",".join(f'"k{n}": 1' for n in range(300)) + "}]",
    ],
    ids=lambda text: text[:12],
)
def test_what_is_not_a_list_of_lots_is_refused(text: str) -> None:
    with pytest.raises(TableUnreadable):
        read_grid(text.encode())
