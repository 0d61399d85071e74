"""A lot says what it is, shows it to everybody, and its papers are published."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auction.rules.checks import Check
from tests.rules.checks.candidates import COURT, found, only


@pytest.mark.parametrize("nothing", ["", "  ", "\n"])
def test_a_lot_has_a_title_and_a_description(nothing: str) -> None:
    assert found(title=nothing, description=nothing) == [Check.TITLE, Check.DESCRIPTION]


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        (
            ("Land area",),
            "1 thing that a lot of this category must say is missing: Land area.",
        ),
        (
            ("Land area", "Possession and use"),
            (
                "2 things that a lot of this category must say are missing: "
                "Land area, Possession and use."
            ),
        ),
    ],
)
def test_it_names_what_is_missing(missing: tuple[str, ...], said: str) -> None:
    assert only(missing=missing).sentence == said


def test_photos_have_a_text_for_those_who_cannot_see_them() -> None:
    assert only(unseen=(1, 3)).sentence == (
        "2 photos have no text for those who cannot see: no. 1, 3."
    )
    assert only(unseen=(2,)).sentence.startswith("1 photo has no text")


def test_a_lot_admits_somebody() -> None:
    finding = only(admits_anybody=False)

    assert (finding.check, finding.field) == (Check.ELIGIBILITY, "eligibility")
    assert finding.sentence.startswith("Nobody may bid")


def test_papers_that_the_procedure_asks_for_are_published() -> None:
    strict = replace(COURT, required_documents=("valuation_report", "floor_plan"))

    finding = only(strict)

    assert finding.sentence == (
        "1 paper that must be published is missing: Floor plan."
    )
    assert finding.law == "Fa Shi [2016] No. 18, article 13"
    assert "2 papers that must be published are missing: Valuation report, " in (
        only(strict, documents=frozenset({"invoice"})).sentence
    )
