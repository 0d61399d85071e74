"""May I bid? Every rule answers by itself, with its reason and its source."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from auction.rules.eligibility import (
    EVERYBODY,
    Answer,
    Applicant,
    Countries,
    Eligibility,
    Group,
    Licence,
    Paper,
    Verdict,
    judge,
)
from auction.rules.persons import PersonKind

TODAY = date(2026, 3, 2)
NATURAL, COMPANY = PersonKind
YES, WITH_PAPERS, DEPENDS, NO = Answer
BANKING = Licence("bank", "a licence as a bank", "Banking Act")
OFFICIALS = Group("officials", "civil servants", "Notice, 1")
PASSPORT = Paper("passport", "a passport", "Terms, 5", frozenset({NATURAL}))
EXTRACT = Paper("extract", "an extract", "Terms, 6", frozenset({COMPANY}))
APOSTILLE = Paper("apostille", "an apostille", "Terms, 7", foreigners_only=True)

EU_ONLY = {"residence": (Countries(only=("EU",), source="Terms, 2"),)}
NOT_RUSSIA = {"residence": (Countries(never=("RU",), source="Terms, 3"),)}
NATIONALS = {"nationality": (Countries(only=("ES",), source="Terms, 4"),)}


def terms(**rules: Any) -> Eligibility:
    return replace(EVERYBODY, source="Terms", **rules)


def person(country: str = "ES", **said: Any) -> Applicant:
    return Applicant(NATURAL, country, **said)


def company(country: str = "ES", **said: Any) -> Applicant:
    return Applicant(COMPANY, country, **said)


def born(*day: int) -> Applicant:
    return person(born_on=date(*day))


CASES = [
    # the terms, who asks, the answer, the rule that decides, a part of its sentence
    (EVERYBODY, person(), YES, None, ""),
    (EVERYBODY, company("BR"), YES, "residence", "Brazil is no obstacle"),
    (terms(kinds=frozenset({NATURAL})), person(), YES, "kind", "persons may bid"),
    (terms(kinds=frozenset({NATURAL})), company(), NO, "kind", "Only natural persons"),
    (terms(kinds=frozenset({COMPANY})), person(), NO, "kind", "Only companies"),
    (terms(age_at_least=18), born(2008, 3, 2), YES, "age", "at least 18"),
    (terms(age_at_least=18), born(2008, 3, 3), NO, "age", "at least 18"),
    (terms(age_at_least=18), born(2008, 2, 29), YES, "age", "at least 18"),
    (terms(age_at_least=18), person(), DEPENDS, "age", "at least 18"),
    (terms(age_at_least=18), person(is_of_age=True), YES, "age", "You are at least"),
    (terms(age_at_least=18), person(is_of_age=False), NO, "age", "must be at least"),
    (terms(age_at_least=18), company(is_of_age=False), YES, None, ""),
    (terms(**EU_ONLY), company("FR"), YES, "residence", "in France may bid"),
    (terms(**EU_ONLY), company("BR"), NO, "residence", "only who has its seat in the"),
    (terms(**EU_ONLY), person("CH"), NO, "residence", "You named Switzerland"),
    (terms(**NOT_RUSSIA), person("RU"), NO, "residence", "Nobody who lives in Russia"),
    (terms(**NOT_RUSSIA), person("BR"), YES, "residence", "in Brazil may bid"),
    (terms(**NATIONALS), person(), DEPENDS, "nationality", "a national of Spain"),
    (terms(**NATIONALS), person(nationality="ES"), YES, "nationality", "Nationals of"),
    (terms(**NATIONALS), person(nationality="FR"), NO, "nationality", "named France"),
    (terms(**NATIONALS), company("FR"), YES, None, ""),
    (terms(licences=(BANKING,)), company(), NO, "licence.bank", "Only who holds a lic"),
    (
        terms(licences=(BANKING,)),
        company(licences=frozenset({"bank"})),
        *(YES, "licence.bank", "You hold a licence as a bank"),
    ),
    (terms(licences=(replace(BANKING, needed=False),)), company(), YES, None, ""),
    (
        terms(barred=(OFFICIALS,)),
        person(),
        DEPENDS,
        "barred.officials",
        "These may not",
    ),
    (
        terms(barred=(OFFICIALS,)),
        person(clear_of=frozenset({"officials"})),
        *(YES, "barred.officials", "you are none of these: civil servants"),
    ),
    (
        terms(barred=(OFFICIALS,)),
        person(belongs_to=frozenset({"officials"})),
        *(NO, "barred.officials", "you are one of them"),
    ),
    (terms(papers=(PASSPORT,)), person(), WITH_PAPERS, "paper.passport", "A passport."),
    (terms(papers=(PASSPORT,)), company(), YES, None, ""),
    (terms(papers=(EXTRACT,)), company("BR"), WITH_PAPERS, "paper.extract", "An extr"),
    (terms(papers=(APOSTILLE,), home=("ES",)), company(), YES, None, ""),
    (
        terms(papers=(APOSTILLE,), home=("ES",)),
        company("BR"),
        *(WITH_PAPERS, "paper.apostille", "An apostille."),
    ),
    (
        terms(papers=(APOSTILLE,), home=("EU",)),
        person("FR", nationality="BR"),
        *(WITH_PAPERS, "paper.apostille", "An apostille."),
    ),
    (
        terms(papers=(APOSTILLE,)),
        company("BR"),
        *(WITH_PAPERS, "paper.apostille", "If you come from another country"),
    ),
]


@pytest.mark.parametrize(("rules", "who", "answer", "code", "sentence"), CASES)
def test_each_rule_answers_with_its_reason(
    rules: Eligibility, who: Applicant, answer: Answer, code: str | None, sentence: str
) -> None:
    verdict = judge(rules, who, on=TODAY)

    assert verdict.answer is answer
    if code is not None:
        found = {one.code: one for one in verdict.findings}[code]
        assert found.answer is answer
        assert sentence.casefold() in found.sentence.casefold()


def test_the_worst_answer_counts() -> None:
    rules = terms(papers=(PASSPORT,), barred=(OFFICIALS,), age_at_least=18)

    assert judge(rules, born(1990, 1, 1), on=TODAY).answer is DEPENDS
    assert judge(rules, born(2020, 1, 1), on=TODAY).answer is NO
    clear = person(is_of_age=True, clear_of=frozenset({"officials"}))
    assert judge(rules, clear, on=TODAY).answer is WITH_PAPERS


def test_every_finding_names_the_source_of_its_rule() -> None:
    rules = terms(
        **EU_ONLY,
        **NATIONALS,
        age_at_least=18,
        licences=(BANKING,),
        barred=(OFFICIALS,),
        papers=(PASSPORT,),
    )

    told = {one.code: one.source for one in judge(rules, person(), on=TODAY).findings}

    assert told == {
        "kind": "Terms",
        "age": "Terms",
        "residence": "Terms, 2",
        "nationality": "Terms, 4",
        "licence.bank": "Banking Act",
        "barred.officials": "Notice, 1",
        "paper.passport": "Terms, 5",
    }


def test_who_is_born_on_the_29th_of_february_is_of_age_on_the_1st_of_march() -> None:
    rules, leapling = terms(age_at_least=18), born(2008, 2, 29)

    assert judge(rules, leapling, on=date(2026, 2, 28)).answer is NO
    assert judge(rules, leapling, on=date(2026, 3, 1)).answer is YES


def test_two_rules_of_residence_must_both_admit_somebody() -> None:
    rules = terms(residence=(Countries(only=("EU",)), Countries(never=("FR",))))

    assert judge(rules, person("DE"), on=TODAY).answer is YES
    assert judge(rules, person("FR"), on=TODAY).answer is NO
    assert judge(rules, person("BR"), on=TODAY).answer is NO


def test_nothing_asked_is_answered_with_yes() -> None:
    assert Verdict(()).answer is YES
    assert EVERYBODY.asks_nothing
    assert replace(EVERYBODY, home=("AT",)).asks_nothing
    assert not terms(age_at_least=18).asks_nothing
