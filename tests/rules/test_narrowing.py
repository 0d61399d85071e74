"""A lot narrows who may bid on it; it never opens what its procedure closes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from auction.rules.categories import Category
from auction.rules.eligibility import (
    EVERYBODY,
    Answer,
    Applicant,
    Licence,
    judge,
)
from auction.rules.narrowing import ELIGIBILITY, SOURCE, entries, narrowed, reader
from auction.rules.persons import PersonKind
from auction.rules.refusal import Refusal

TODAY = date(2026, 3, 2)
NATURAL, COMPANY = PersonKind
BANKING = Licence("bank", "a licence as a bank", "Banking Act", needed=False)
BANKS = replace(EVERYBODY, licences=(BANKING,))
GERMAN = Applicant(COMPANY, "DE", licences=frozenset({"bank"}))


def answer(said: dict[str, str], who: Applicant = GERMAN) -> Answer:
    terms = narrowed(BANKS, said, category=Category.LOAN)
    return judge(terms, who, on=TODAY).answer


@pytest.mark.parametrize(
    ("said", "admitted", "kept_out"),
    [
        ({"kinds": "company"}, GERMAN, Applicant(NATURAL, "DE")),
        ({"licence": "bank"}, GERMAN, Applicant(COMPANY, "DE")),
        ({"residence_only": "EU, CH"}, GERMAN, Applicant(COMPANY, "BR")),
        ({"residence_never": "BR"}, GERMAN, Applicant(COMPANY, "BR")),
    ],
)
def test_what_a_lot_says_keeps_others_out(
    said: dict[str, str], admitted: Applicant, kept_out: Applicant
) -> None:
    assert answer(said, admitted) is Answer.YES
    assert answer(said, kept_out) is Answer.NO


def test_a_lot_cannot_admit_whom_its_procedure_keeps_out() -> None:
    companies = replace(EVERYBODY, kinds=frozenset({COMPANY}))

    terms = narrowed(companies, {"kinds": "natural"}, category=Category.LOAN)

    assert judge(terms, GERMAN, on=TODAY).answer is Answer.NO
    assert judge(terms, Applicant(NATURAL, "DE"), on=TODAY).answer is Answer.NO


def test_the_parties_of_the_claim_and_others_are_groups_of_their_own() -> None:
    said = {
        "parties": "The debtor and\nthe two guarantors of this claim.",
        "barred": "heirs of the debtor.",
    }

    terms = narrowed(None, said, category=Category.LOAN)

    assert [(one.code, one.text, one.source) for one in terms.barred] == [
        (
            "lot-parties",
            (
                "The debtor and the two guarantors of this claim, and anybody who acts "
                "for them"
            ),
            SOURCE,
        ),
        ("lot-others", "heirs of the debtor", SOURCE),
    ]


def test_a_lot_may_ask_for_papers() -> None:
    terms = narrowed(None, {"papers": "a hunting licence."}, category=Category.FOREST)

    found = judge(terms, GERMAN, on=TODAY).of(Answer.WITH_PAPERS)
    assert [(one.sentence, one.source) for one in found] == [
        ("A hunting licence.", SOURCE)
    ]


def test_the_home_of_the_procedure_goes_before_that_of_the_office() -> None:
    europe = replace(EVERYBODY, home=("EU",))

    assert narrowed(europe, {}, category=Category.LOAN, home="AT").home == ("EU",)
    assert narrowed(None, {}, category=Category.LOAN, home="AT").home == ("AT",)
    assert narrowed(None, {}, category=Category.LOAN).home == ()


def test_a_licence_is_asked_only_where_the_procedure_offers_one() -> None:
    names = [one.name for one in entries(None)]

    assert f"{ELIGIBILITY}licence" not in names
    assert f"{ELIGIBILITY}licence" in [one.name for one in entries(BANKS)]


def test_a_licence_that_the_procedure_does_not_know_asks_for_nothing() -> None:
    assert narrowed(None, {"licence": "bank"}, category=Category.LOAN).asks_nothing


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("kinds", "company", "company"),
        ("kinds", "Companies only", "company"),
        ("kinds", " ", None),
        ("licence", "bank", "bank"),
        ("residence_only", "germany, eu,DE", "DE, EU"),
        ("residence_never", "", None),
        ("parties", " The debtor \n", "The debtor"),
    ],
)
def test_entries_are_read(name: str, typed: str, value: str | None) -> None:
    assert _read(name, typed) == value


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("kinds", "cats", "none of the answers. There are: natural, company."),
        ("licence", "hunting", "There are: bank."),
        ("residence_only", "Atlantis", "no country called Atlantis"),
        ("parties", "x" * 1_001, "longer than 1,000"),
    ],
)
def test_what_cannot_be_read_is_told(name: str, typed: str, told: str) -> None:
    with pytest.raises(Refusal) as refused:
        _read(name, typed)

    assert told in str(refused.value)


def _read(name: str, typed: str) -> str | None:
    entry = {one.name: one for one in entries(BANKS)}[ELIGIBILITY + name]
    return reader(entry)(typed)
