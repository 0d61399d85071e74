"""What a saved search may be called."""

from __future__ import annotations

import pytest

from auction.rules.plain_text import TextUnfit
from auction.rules.saved_searches import (
    LONGEST_NAME,
    MOST,
    TooManySearches,
    check_name,
    check_number,
)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  Forest\nin the   north ", "Forest in the north"),
        ("", "What it finds"),
        ("   ", "What it finds"),
    ],
)
def test_a_name_stands_on_one_line(typed: str, name: str) -> None:
    assert check_name(typed, otherwise="What it finds") == name


def test_a_name_that_nobody_typed_is_cut_to_fit() -> None:
    assert check_name("", otherwise="x" * 200) == "x" * LONGEST_NAME


def test_a_name_that_nobody_typed_is_cleaned() -> None:
    assert check_name("", otherwise="North\u202e") == "North"
    assert check_name("", otherwise="\u202e") == "A search"


@pytest.mark.parametrize("typed", ["x" * (LONGEST_NAME + 1), "a\x07b"])
def test_a_name_that_is_long_or_no_text_is_refused(typed: str) -> None:
    with pytest.raises(TextUnfit, match="The name"):
        check_name(typed, otherwise="")


def test_whoever_keeps_as_many_as_he_can_is_told_so() -> None:
    check_number(MOST - 1)

    with pytest.raises(TooManySearches, match="You keep 50 searches"):
        check_number(MOST)
