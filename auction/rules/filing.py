"""What a document of a lot must say of itself before it is filed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from auction.rules.labels import clean
from auction.rules.papers import kind_of
from auction.rules.refusal import Refusal

MOST = 60  # documents of one lot, earlier versions counted
LONGEST_TITLE = 200  # characters
OLDEST, NEWEST = date(1800, 1, 1), date(2199, 12, 31)


class TooManyDocuments(Refusal):
    """A lot can have 60 documents. Put some of them into one file."""


class TitleMissing(Refusal):
    """Please give the document a title of at most 200 characters."""


class DateOdd(Refusal):
    """Please check the date of the document: the year cannot be meant."""


class DateUnreadable(Refusal):
    """Please write the date like 2026-03-02."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a document says of itself; ``is_public`` or in the data room."""

    title: str
    kind: str
    is_public: bool
    dated_on: date | None = None


def check_label(label: Label) -> Label:
    """Return a label as it is kept, or refuse it."""
    kind_of(label.kind)
    title = clean(label.title)
    if not title or len(title) > LONGEST_TITLE:
        raise TitleMissing
    return Label(title, label.kind, label.is_public, check_date(label.dated_on))


def read_date(text: str) -> date | None:
    """Read the date of a paper; it may be left out."""
    if not text.strip():
        return None
    try:
        return check_date(date.fromisoformat(text.strip()))
    except ValueError:
        raise DateUnreadable from None


def check_date(dated_on: date | None) -> date | None:
    """Return the date of a paper, unless it is absurd."""
    if dated_on is not None and not OLDEST <= dated_on <= NEWEST:
        raise DateOdd
    return dated_on


def in_words(
    title: str, *, version: int, dated_on: date | None, is_public: bool
) -> str:
    """Name one version of a document for everybody; the data room keeps its titles."""
    if not is_public:
        return "a document in the data room"
    of_day = f" of {dated_on:%d %B %Y}" if dated_on else ""
    return f"{title}, version {version}{of_day}"
