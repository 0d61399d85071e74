"""Plain text, as people type it into a form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auction.rules.plain_text import TextUnfit, check_line, check_text


def checked(text: str) -> str:
    return check_text(text, called="The note", longest=20)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  a word ", "a word"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("one\n\ntwo", "one\n\ntwo"),
        ("one\n\n \n\ntwo", "one\n\ntwo"),
        ("a\tb", "a\tb"),
        ("Größe 東京 🏠", "Größe 東京 🏠"),
        ("x" * 20, "x" * 20),
    ],
)
def test_a_text_keeps_its_lines(typed: str, kept: str) -> None:
    assert checked(typed) == kept


@pytest.mark.parametrize("typed", ["", "  \n ", "x" * 21])
def test_a_text_of_another_length_is_refused_by_name(typed: str) -> None:
    with pytest.raises(TextUnfit, match="The note must have between 1 and 20"):
        checked(typed)


@pytest.mark.parametrize(
    "sign", ["\0", "\x07", "\x1b", "\x7f", "\x9b", "\u202e", "\u2066", "\ud800"]
)
def test_signs_that_nobody_can_read_are_refused(sign: str) -> None:
    with pytest.raises(TextUnfit, match="The note has control characters"):
        checked(f"a{sign}b")


def test_a_line_has_no_breaks() -> None:
    assert check_line(" Gate \n 2\tleft ", called="The place", longest=20) == (
        "Gate 2 left"
    )


@given(st.text(max_size=60))
def test_what_was_kept_is_kept_again(typed: str) -> None:
    try:
        kept = check_text(typed, called="The note", longest=60)
    except TextUnfit:
        return
    assert check_text(kept, called="The note", longest=60) == kept
