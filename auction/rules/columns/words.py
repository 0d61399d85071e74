"""Words that lists use for headings and categories, in several languages."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from auction.rules.categories import TITLES, Category

LISTS = Path(__file__).with_name("words.toml")


def plain(text: str) -> str:
    """Return a text without case, accents and signs, for comparing."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in letters if not unicodedata.combining(sign))
    return " ".join(re.findall(r"\w+", bare.replace("_", " ")))


@cache
def heading_words() -> Mapping[str, str]:
    """Return what is meant by a heading that we know, by its plain words."""
    return _by_word("headings")


@cache
def category_words() -> Mapping[str, str]:
    """Return the category that is meant by a word that we know."""
    titles = {plain(title): one.value for one, title in TITLES.items()}
    names = {plain(one.value): one.value for one in Category}
    return {**_by_word("categories"), **titles, **names}


@cache
def flag_words() -> Mapping[str, str]:
    """Return yes or no by the words for them."""
    return _by_word("flags")


def _by_word(name: str) -> Mapping[str, str]:
    lists: Mapping[str, str] = tomllib.loads(LISTS.read_text(encoding="utf-8"))[name]
    return {
        plain(word): meaning
        for meaning, words in reversed(list(lists.items()))
        for word in words.split(";")
    }
