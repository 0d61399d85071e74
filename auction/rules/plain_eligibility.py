"""Who may bid as plain sentences, made from the terms."""

from __future__ import annotations

from auction.rules.countries import name_within
from auction.rules.eligibility import (
    Answer,
    Applicant,
    Eligibility,
    Paper,
    Verdict,
    told_countries,
)
from auction.rules.persons import PersonKind

OPEN = "Whoever has an account may bid."


def eligibility_in_words(terms: Eligibility | None) -> list[str]:
    """Return who may bid, as sentences; without terms it is everybody."""
    if terms is None or terms.asks_nothing:
        return [OPEN]
    return [
        _kinds(terms),
        *_countries(terms),
        *(f"Only who holds {one.text} may bid." for one in terms.needed_licences),
        *_optional(terms),
        *_groups(terms),
        *(_paper(paper) for paper in terms.papers),
    ]


def answer_in_words(verdict: Verdict, applicant: Applicant) -> str:
    """Return the answer as one sentence, such as "A company from Peru: no."."""
    who = "A company" if applicant.is_company else "A person"
    asker = f"{who} from {name_within(applicant.country)}"
    if verdict.answer is Answer.NO:
        return f"{asker}: no."
    open_ = verdict.of(Answer.DEPENDS)
    if any(not one.is_declared for one in open_):
        return f"{asker}: it depends on what you have not said yet."
    words = [
        "yes",
        *(["with these papers"] if verdict.of(Answer.WITH_PAPERS) else []),
        *(["if you can declare what follows"] if open_ else []),
    ]
    return f"{asker}: {', '.join(words)}."


def _kinds(terms: Eligibility) -> str:
    years = terms.age_at_least
    person = f"natural persons of {years} years or more" if years else "natural persons"
    if terms.kinds == {PersonKind.NATURAL}:
        return f"Only {person} may bid."
    if terms.kinds == {PersonKind.COMPANY}:
        return "Only companies may bid."
    return f"Companies and {person} may bid."


def _countries(terms: Eligibility) -> list[str]:
    found = [
        *(told_countries(one, "lives or has a seat in") for one in terms.residence),
        *(told_countries(one, "is a national of") for one in terms.nationality),
    ]
    return found or ["It does not matter from which country a bidder comes."]


def _optional(terms: Eligibility) -> list[str]:
    named = [one.text for one in terms.licences if not one.needed]
    if not named:
        return []
    return [f"Where its page says so, a lot needs {' or '.join(named)}."]


def _groups(terms: Eligibility) -> list[str]:
    if not terms.barred:
        return []
    told = " ".join(f"({n}) {one.text}." for n, one in enumerate(terms.barred, start=1))
    return [
        f"These may not bid, and whoever registers declares to be none of them: {told}"
    ]


def _paper(paper: Paper) -> str:
    who = {
        frozenset(PersonKind): "Bidders",
        frozenset({PersonKind.COMPANY}): "Companies",
        frozenset({PersonKind.NATURAL}): "Natural persons",
    }[paper.kinds]
    abroad = " from abroad" if paper.foreigners_only else ""
    return f"{who}{abroad} show {paper.text}."
