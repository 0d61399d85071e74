import re

import pytest

from auction.rules import papers
from auction.rules.categories import Category


def test_every_kind_has_one_code_and_one_title() -> None:
    assert len(papers.BY_CODE) == len(papers.KINDS)
    assert len({kind.title for kind in papers.KINDS}) == len(papers.KINDS)
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", code) for code in papers.BY_CODE)


@pytest.mark.parametrize("category", Category)
def test_every_category_has_usual_kinds_and_can_choose_all_others(
    category: Category,
) -> None:
    usual, others = papers.kinds_for(category)

    assert papers.BY_CODE["valuation_report"] in usual
    assert usual[-1].code == "other"
    assert {*usual, *others} == set(papers.KINDS)
    assert not set(usual) & set(others)


@pytest.mark.parametrize(
    ("code", "category", "usual"),
    [
        ("cruise_report", Category.FOREST, True),
        ("cruise_report", Category.VEHICLE, False),
        ("loan_agreement", Category.LOAN, True),
        ("floor_plan", Category.REAL_ESTATE, True),
        ("floor_plan", Category.EQUITY, False),
        ("notice", Category.GOODS, True),
    ],
)
def test_a_paper_is_usual_where_such_lots_have_it(
    code: str, category: Category, *, usual: bool
) -> None:
    assert papers.kind_of(code).is_usual_for(category) is usual


def test_papers_that_name_debtors_begin_in_the_data_room() -> None:
    assert not papers.kind_of("loan_agreement").is_public
    assert not papers.kind_of("loan_tape").is_public
    assert papers.kind_of("valuation_report").is_public


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(papers.KindUnknown, match="choose what kind"):
        papers.kind_of("Gutachten")


def test_a_kind_of_earlier_days_is_named_as_it_was_written() -> None:
    assert papers.kind_title("tax_note") == "Note on taxes and charges"
    assert papers.kind_title("Gutachten") == "Gutachten"


def test_required_papers_that_are_not_there_are_named_in_their_order() -> None:
    required = ("valuation_report", "notice", "decision")

    assert papers.missing(required, ["notice", "lease"]) == (
        "valuation_report",
        "decision",
    )
    assert papers.missing(required, reversed(required)) == ()
