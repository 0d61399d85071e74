"""Checking what a lot says and shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auction.rules import papers
from auction.rules.checks.candidate import Candidate
from auction.rules.checks.codes import Check
from auction.rules.checks.finding import Problem
from auction.rules.procedure import Procedure

NOBODY = (
    "Nobody may bid: the procedure admits one kind of bidder or some countries, and "
    "the lot only others."
)


def check_content(lot: Candidate, procedure: Procedure) -> Iterator[Problem]:
    """Tell what a lot should say or show, and does not."""
    yield from _texts(lot)
    if not lot.admits_anybody:
        yield Problem(Check.ELIGIBILITY, "eligibility", NOBODY)
    if lot.missing:
        yield Problem(
            Check.FIELDS,
            "fields",
            f"{_count(lot.missing, 'thing')} that a lot of this category must say "
            f"{_is(lot.missing)} missing: {', '.join(lot.missing)}.",
        )
    if lot.unseen:
        numbers = ", ".join(str(number) for number in lot.unseen)
        yield Problem(
            Check.PHOTOS,
            "photos",
            f"{_count(lot.unseen, 'photo')} {_has(lot.unseen)} no text for those who "
            f"cannot see: no. {numbers}.",
        )
    absent = papers.missing(procedure.required_documents, lot.documents)
    if absent:
        yield Problem(
            Check.DOCUMENTS,
            "documents",
            f"{_count(absent, 'paper')} that must be published {_is(absent)} missing: "
            f"{', '.join(map(papers.kind_title, absent))}.",
        )


def _texts(lot: Candidate) -> Iterator[Problem]:
    if not lot.title.strip():
        yield Problem(Check.TITLE, "title", "There is no title yet.")
    if not lot.description.strip():
        yield Problem(Check.DESCRIPTION, "description", "There is no description yet.")


def _count(things: Sequence[object], name: str) -> str:
    return f"{len(things)} {name}" + ("" if len(things) == 1 else "s")


def _is(things: Sequence[object]) -> str:
    return "is" if len(things) == 1 else "are"


def _has(things: Sequence[object]) -> str:
    return "has" if len(things) == 1 else "have"
