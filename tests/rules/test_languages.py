"""In which language somebody is written to."""

from __future__ import annotations

import pytest
from babel import Locale

from auction.rules.languages import LANGUAGES, USUAL, letters_in


@pytest.mark.parametrize(
    ("wanted", "language"),
    [("en", "en"), ("en-GB", "en"), ("en_US", "en"), ("hu", "en"), ("", "en")],
)
def test_letters_are_written_in_a_language_that_we_have(
    wanted: str, language: str
) -> None:
    assert letters_in(wanted) == language


def test_every_language_is_one_that_dates_can_be_written_in() -> None:
    assert USUAL in LANGUAGES
    for tag, name in LANGUAGES.items():
        assert Locale.parse(tag, sep="-").get_display_name() == name
