"""Everybody can read who may bid, and the answer that was given."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from auction.rules.eligibility import (
    EVERYBODY,
    Applicant,
    Countries,
    Eligibility,
    Group,
    Licence,
    Paper,
    judge,
)
from auction.rules.persons import PersonKind
from auction.rules.plain_eligibility import answer_in_words, eligibility_in_words

NATURAL, COMPANY = PersonKind
TODAY = date(2026, 3, 2)
OFFICIALS = Group("officials", "civil servants", "Notice")
PASSPORT = Paper("passport", "a passport", "Terms", frozenset({NATURAL}))


def test_without_terms_everybody_may_bid() -> None:
    assert eligibility_in_words(None) == ["Whoever has an account may bid."]
    assert eligibility_in_words(EVERYBODY) == ["Whoever has an account may bid."]


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        ({"age_at_least": 18}, "Companies and natural persons of 18 years or more may"),
        ({"kinds": frozenset({COMPANY})}, "Only companies may bid."),
        ({"kinds": frozenset({NATURAL})}, "Only natural persons may bid."),
        (
            {"residence": (Countries(only=("EU",)),)},
            "Only who lives or has a seat in the European Union may bid.",
        ),
        (
            {"nationality": (Countries(never=("RU",)),)},
            "Nobody who is a national of Russia may bid.",
        ),
        (
            {"licences": (Licence("bank", "a licence as a bank", ""),)},
            "Only who holds a licence as a bank may bid.",
        ),
        (
            {"licences": (Licence("bank", "a licence as a bank", "", needed=False),)},
            "Where its page says so, a lot needs a licence as a bank.",
        ),
        ({"barred": (OFFICIALS,)}, "declares to be none of them: (1) civil servants."),
        ({"papers": (PASSPORT,)}, "Natural persons show a passport."),
        (
            {"papers": (Paper("x", "an apostille", "", foreigners_only=True),)},
            "Bidders from abroad show an apostille.",
        ),
    ],
)
def test_each_term_is_a_sentence(terms: dict[str, object], sentence: str) -> None:
    rules = replace(EVERYBODY, **terms)  # type: ignore[arg-type]

    assert sentence in "\n".join(eligibility_in_words(rules))


@pytest.mark.parametrize(
    ("terms", "who", "sentence"),
    [
        (EVERYBODY, Applicant(COMPANY, "BR"), "A company from Brazil: yes."),
        (
            replace(EVERYBODY, papers=(PASSPORT,)),
            Applicant(NATURAL, "BR"),
            "A person from Brazil: yes, with these papers.",
        ),
        (
            replace(EVERYBODY, papers=(PASSPORT,), barred=(OFFICIALS,)),
            Applicant(NATURAL, "BR"),
            (
                "A person from Brazil: yes, with these papers, if you can declare what "
                "follows."
            ),
        ),
        (
            replace(EVERYBODY, barred=(OFFICIALS,)),
            Applicant(COMPANY, "BR"),
            "A company from Brazil: yes, if you can declare what follows.",
        ),
        (
            replace(EVERYBODY, age_at_least=18),
            Applicant(NATURAL, "BR"),
            "A person from Brazil: it depends on what you have not said yet.",
        ),
        (
            replace(EVERYBODY, kinds=frozenset({NATURAL})),
            Applicant(COMPANY, "BR"),
            "A company from Brazil: no.",
        ),
    ],
)
def test_the_answer_is_one_plain_sentence(
    terms: Eligibility, who: Applicant, sentence: str
) -> None:
    assert answer_in_words(judge(terms, who, on=TODAY), who) == sentence
