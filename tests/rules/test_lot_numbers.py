"""Lots are named by their numbers, as people write them."""

import pytest

from auction.rules.lot_numbers import NumbersUnreadable, read_numbers


@pytest.mark.parametrize(
    ("text", "ranges"),
    [
        ("7", ((7, 7),)),
        ("1-20, 25", ((1, 20), (25, 25))),
        (" 1 - 3 ;5;; ", ((1, 3), (5, 5))),
        ("1\N{EN DASH}3", ((1, 3),)),
    ],
)
def test_numbers_and_ranges_are_read(
    text: str, ranges: tuple[tuple[int, int], ...]
) -> None:
    assert read_numbers(text) == ranges


@pytest.mark.parametrize(
    "text", ["", " , ", "all", "3-1", "0", "-3", "1--2", "12345678", "1,x", "1," * 600]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(NumbersUnreadable):
        read_numbers(text)
