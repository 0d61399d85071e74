"""Which passwords are taken: long enough, and none that a thief would try first.

NIST SP 800-63B, 3.1.1.2: at least 8 characters, at least 64 allowed, any Unicode; no
rules on what kinds of characters there are; a list of common ones and words of the
context are refused. Letters that look the same are the same (NFC, as in RFC 8265, 4.2).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from zxcvbn.frequency_lists import FREQUENCY_LISTS

from auction.passwords import normal
from auction.rules.refusal import Refusal

SHORTEST, LONGEST = 8, 128  # characters
SITE = ("openhammer", "auction", "auctions")
AROUND = re.compile(r"^[\W\d_]+|[\W\d_]+$")  # digits and signs before and after words
BETWEEN = re.compile(r"[\W\d_]+")
SHORTEST_WORD = 3  # letters; what is shorter stands in many other words
SHORTEST_CORE = 4


class PasswordRefused(Refusal):
    """Please choose another password."""


class PasswordTooShort(PasswordRefused):
    """Please choose a password of 8 to 128 characters."""


class PasswordTooCommon(PasswordRefused):
    """This password is one of the first that a thief tries. Please choose another: a few words in a row that only you would put together."""  # noqa: E501


class PasswordTooNear(PasswordRefused):
    """Without your name, your address, and the names of the site and of your office, too little is left of this password. Please choose another."""  # noqa: E501


def check_password(password: str, *, about: Iterable[str]) -> None:
    """Refuse a password that is too short, too long or easily guessed.

    ``about`` is what others know of the person: names, and an address.
    """
    folded = normal(password)
    if not SHORTEST <= len(folded) <= LONGEST:
        raise PasswordTooShort
    folded = folded.casefold()
    if _is_common(folded):
        raise PasswordTooCommon
    rest = folded
    for word in sorted(_words((*SITE, *about)), key=len, reverse=True):
        rest = rest.replace(word, "")
    if rest != folded and len(rest) < SHORTEST:
        raise PasswordTooNear


def _is_common(folded: str) -> bool:
    once = folded[: (folded + folded).find(folded, 1)]  # "abcabcabc" is "abc"
    core = AROUND.sub("", folded)
    return (
        len(once) < SHORTEST
        or not {folded, once}.isdisjoint(_common())
        or (len(core) >= SHORTEST_CORE and core in _common())
    )


def _words(texts: Iterable[str]) -> set[str]:
    names = [text.partition("@")[0].casefold() for text in texts]
    found = {word for name in names for word in (name, *BETWEEN.split(name))}
    return {word for word in found if len(word) >= SHORTEST_WORD}


@cache
def _common() -> frozenset[str]:
    return frozenset(word.casefold() for word in FREQUENCY_LISTS["passwords"])
