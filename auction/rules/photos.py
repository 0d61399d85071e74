"""The photos of a lot: how many, in which order, and the words beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from auction.rules.labels import clean
from auction.rules.refusal import Refusal

MOST = 40  # of one lot
LONGEST = 300  # characters of a caption, and of the words for those who cannot see

T = TypeVar("T")


class TooManyPhotos(Refusal):
    """A lot can have 40 photos. Remove one before you add another."""


class WordsTooLong(Refusal):
    """The words of photo {number} are longer than 300 characters."""


class Place(StrEnum):
    """Where somebody wants to have a photo."""

    EARLIER = "earlier"
    LATER = "later"
    FIRST = "first"


@dataclass(frozen=True, slots=True)
class Words:
    """What stands beside a photo, and what is read to those who cannot see it."""

    alt: str
    caption: str = ""


def check_words(words: Words, *, number: int) -> Words:
    """Return the words as they are kept, or refuse; ``number`` is the photo's."""
    kept = Words(clean(words.alt), clean(words.caption))
    if max(len(kept.alt), len(kept.caption)) > LONGEST:
        raise WordsTooLong(number=number)
    return kept


def moved(order: Sequence[T], what: T, place: Place) -> list[T]:
    """Return the order after one of them was moved; at an end it stays there."""
    rest = [other for other in order if other != what]
    at = list(order).index(what)
    wanted = {Place.EARLIER: at - 1, Place.LATER: at + 1, Place.FIRST: 0}[place]
    rest.insert(max(0, wanted), what)
    return rest
