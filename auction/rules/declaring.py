"""What somebody declares who registers: one statement for each rule, and answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from auction.rules.eligibility import Applicant, Eligibility, cited, told_countries
from auction.rules.refusal import Refusal

TRUE, UNTRUE = "true", "untrue"
OPENING = "I declare for myself, and for anybody for whom I act:"


class NotAllAnswered(Refusal):
    """Please answer every statement; nothing was declared."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        super().__init__()
        self.codes = codes  # of the statements without an answer


class CannotRegister(Refusal):
    """You cannot register: {rules}."""

    def __init__(self, untrue: Iterable[Statement]) -> None:
        told = [cited(one.rule, one.source, called="Source") for one in untrue]
        super().__init__(rules=" ".join(told).removesuffix("."))


@dataclass(frozen=True, slots=True)
class Statement:
    """What is true of somebody who may bid, because a rule wants it."""

    code: str
    text: str
    rule: str  # the same as the rule has it
    source: str


def statements(
    terms: Eligibility, applicant: Applicant | None = None
) -> tuple[Statement, ...]:
    """Return what a registrant declares; without one, what anybody may have to."""
    return (
        *_age(terms, applicant),
        *_countries(terms, applicant),
        *_licences(terms),
        *_groups(terms),
    )


def check_answers(said: tuple[Statement, ...], answers: Mapping[str, str]) -> None:
    """Refuse unless every statement is declared to be true; unknown codes do not count.

    All that are not true are the reason.
    """
    open_ = [one.code for one in said if answers.get(one.code) not in {TRUE, UNTRUE}]
    if open_:
        raise NotAllAnswered(tuple(open_))
    if untrue := [one for one in said if answers[one.code] == UNTRUE]:
        raise CannotRegister(untrue)


def declaration_text(said: tuple[Statement, ...], *, lot: str) -> str:
    """Write the declaration as one text, just as it is shown and signed."""
    numbered = [
        f"{number}. {one.text}{_behind(one.source)}"
        for number, one in enumerate(said, start=1)
    ]
    return "\n".join([f"Declaration on {lot}", "", OPENING, *numbered])


def _behind(source: str) -> str:
    return f" (Rule: {source.rstrip('.')}.)" if source else ""


def _age(terms: Eligibility, applicant: Applicant | None) -> Iterator[Statement]:
    if terms.age_at_least is None or (applicant and applicant.is_company):
        return
    years = terms.age_at_least
    yield Statement(
        "age",
        f"I am at least {years} years old.",
        f"A bidder must be at least {years} years old.",
        terms.source,
    )


def _countries(terms: Eligibility, applicant: Applicant | None) -> Iterator[Statement]:
    for number, rule in enumerate(terms.residence, start=1):
        told = told_countries(rule, "lives or has a seat in")
        text = f"My residence or seat meets this rule: {told}"
        yield Statement(f"residence-{number}", text, told, rule.source)
    if applicant and applicant.is_company:
        return
    for number, rule in enumerate(terms.nationality, start=1):
        told = told_countries(rule, "is a national of")
        text = f"My nationality meets this rule: {told}"
        yield Statement(f"nationality-{number}", text, told, rule.source)


def _licences(terms: Eligibility) -> Iterator[Statement]:
    for one in terms.needed_licences:
        yield Statement(
            f"licence-{one.code}",
            f"I hold {one.text}.",
            f"Only who holds {one.text} may bid.",
            one.source,
        )


def _groups(terms: Eligibility) -> Iterator[Statement]:
    for one in terms.barred:
        yield Statement(
            f"barred-{one.code}",
            f"I am none of these: {one.text}.",
            f"These may not bid: {one.text}.",
            one.source,
        )
