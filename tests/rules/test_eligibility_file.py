"""Who may bid is read from a procedure's file, and mistakes are named."""

from __future__ import annotations

from datetime import date

import pytest

from auction.rules.categories import Category
from auction.rules.eligibility import Answer, Applicant, judge
from auction.rules.narrowing import narrowed
from auction.rules.persons import PersonKind
from auction.rules.procedure import ProcedureInvalid, read_procedure
from auction.services.procedures import load_shipped, shipped
from tests.rules.shipped import EUR, changed, shipped_procedure

TODAY = date(2026, 3, 2)
NATURAL, COMPANY = PersonKind


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_procedure_says_who_may_bid(name: str) -> None:
    terms = shipped_procedure(name).eligibility

    assert terms is not None
    assert terms.kinds == {NATURAL, COMPANY}
    assert terms.age_at_least == 18
    assert terms.barred


def test_a_rule_without_a_source_does_not_cite_the_law_of_the_procedure() -> None:
    terms = shipped_procedure("movables").eligibility
    court = shipped_procedure("court-first-round").eligibility

    assert terms is not None
    assert court is not None
    found = judge(terms, Applicant(NATURAL, "AT", is_of_age=True), on=TODAY).findings
    assert {one.source for one in found} == {""}
    assert all(one.source for one in court.barred)


def test_claims_have_the_seven_groups() -> None:
    terms = shipped_procedure("bank-claims").eligibility

    assert terms is not None
    assert len(terms.barred) == 7
    assert [one.needed for one in terms.licences] == [False, False]


def test_the_parties_of_a_claim_matter_where_a_court_sells_one() -> None:
    terms = shipped_procedure("court-first-round").eligibility
    house = narrowed(terms, {}, category=Category.REAL_ESTATE)
    claim = narrowed(terms, {}, category=Category.LOAN)

    assert "claim-parties" not in {one.code for one in house.barred}
    assert "claim-parties" in {one.code for one in claim.barred}


def test_a_foreign_company_is_told_which_papers_a_court_wants() -> None:
    terms = shipped_procedure("court-first-round").eligibility
    rules = narrowed(terms, {}, category=Category.REAL_ESTATE, home="AT")

    ours = judge(rules, Applicant(COMPANY, "AT"), on=TODAY)
    foreign = judge(rules, Applicant(COMPANY, "BR"), on=TODAY)

    extra = {*foreign.of(Answer.WITH_PAPERS)} - {*ours.of(Answer.WITH_PAPERS)}
    assert [one.code for one in extra] == ["paper.translation"]


def test_a_procedure_without_the_section_is_open_to_everybody() -> None:
    text = load_shipped("movables")
    first, last = text.index("[eligibility]"), text.index("[publicity]")

    old = read_procedure(text[:first] + text[last:], currency=EUR, source="old")

    assert old.eligibility is None
    assert narrowed(old.eligibility, {}, category=Category.GOODS).asks_nothing


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ('kinds = ["natural", "company"]', 'kinds = ["cat"]', "natural, company"),
        ("age_at_least = 18", "age_at_least = 0", "at least 1"),
        ("age_at_least = 18", 'age_at_least = "18"', "a whole number"),
        ("age_at_least = 18", 'residence_only = ["XY"]', "ISO 3166-1"),
        ("age_at_least = 18", 'home = ["Austria"]', "ISO 3166-1"),
        ("age_at_least = 18", "age = 18", "age is not a key"),
        ('categories = ["loan"]', 'categories = ["cats"]', "must be of: loan"),
        ('code = "site-staff"', 'code = "court-staff"', "the same code twice"),
        ('code = "site-staff"\n', "", "barred[2].code is missing"),
        ("[[eligibility.barred]]", "[eligibility.barred]", "a list of tables"),
    ],
)
def test_a_mistake_is_named_by_its_key(right: str, wrong: str, told: str) -> None:
    text = changed("court-first-round", {right: wrong})
    if right.startswith("[["):
        first, last = text.index(wrong) + len(wrong), text.index("[publicity]")
        text = f'{text[:first]}\ncode = "x"\n\n{text[last:]}'

    with pytest.raises(ProcedureInvalid) as refused:
        read_procedure(text, currency=EUR, source="court.toml")

    assert str(refused.value).startswith("court.toml: eligibility")
    assert told in str(refused.value)


def test_countries_and_unions_are_taken_over() -> None:
    extra = 'residence_only = ["EU"]\nresidence_never = ["MT"]\nhome = ["EEA"]'
    procedure = shipped_procedure("movables", {"age_at_least = 18": extra})

    terms = procedure.eligibility
    assert terms is not None
    assert terms.home == ("EEA",)
    assert judge(terms, Applicant(COMPANY, "MT"), on=TODAY).answer is Answer.NO
    assert judge(terms, Applicant(COMPANY, "US"), on=TODAY).answer is Answer.NO
    assert judge(terms, Applicant(COMPANY, "FR"), on=TODAY).answer is not Answer.NO
