"""Who may bid: the terms of a sale, one who asks, and the answer with its reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from auction.rules.categories import Category
from auction.rules.countries import is_in, name_within, names_of
from auction.rules.persons import PersonKind, countries


class Answer(StrEnum):
    """What somebody is told who asks whether he may bid; the worst one counts."""

    YES = "yes"
    WITH_PAPERS = "with_papers"
    DEPENDS = "depends"  # on something that he has not said or declared
    NO = "no"


@dataclass(frozen=True, slots=True)
class Countries:
    """Which countries are admitted; codes of ISO 3166-1, and of unions such as EU."""

    only: tuple[str, ...] = ()  # empty: all
    never: tuple[str, ...] = ()
    source: str = ""

    def admit(self, country: str) -> bool:
        """Say whether somebody of a country is admitted."""
        if is_in(country, self.never):
            return False
        return not self.only or is_in(country, self.only)


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence that bidders must hold or, if not ``needed``, a lot may ask for."""

    code: str
    text: str  # "a licence as a financial institution"
    source: str
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that bidders bring: all of them, those of a kind, or foreigners."""

    code: str
    text: str  # "an extract from the register of companies"
    source: str
    kinds: frozenset[PersonKind] = frozenset(PersonKind)
    foreigners_only: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """People who may not bid; some groups matter for lots of some categories only."""

    code: str
    text: str  # "civil servants, and officers of the police"
    source: str
    categories: frozenset[Category] = frozenset(Category)


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Who may bid on a lot, under which rule, and with which papers."""

    source: str = ""
    kinds: frozenset[PersonKind] = frozenset(PersonKind)
    age_at_least: int | None = None
    residence: tuple[Countries, ...] = ()  # all of them must admit somebody
    nationality: tuple[Countries, ...] = ()
    home: tuple[str, ...] = ()  # whoever is from elsewhere is a foreigner
    licences: tuple[Licence, ...] = ()
    papers: tuple[Paper, ...] = ()
    barred: tuple[Group, ...] = ()
    kinds_source: str = ""  # where it is not the source of the rest

    @property
    def asks_nothing(self) -> bool:
        """Whether everybody with an account may bid."""
        return replace(self, home=()) == EVERYBODY

    @property
    def admits_anybody(self) -> bool:
        """Whether there is a kind of person and a country from which one may bid."""
        return bool(self.kinds) and any(
            all(rule.admit(country) for rule in self.residence)
            for country in countries()
        )

    @property
    def needed_licences(self) -> tuple[Licence, ...]:
        """The licences without which nobody may bid."""
        return tuple(one for one in self.licences if one.needed)


EVERYBODY = Eligibility()


@dataclass(frozen=True, slots=True)
class Applicant:
    """One who asks whether he may bid; what he has not said is None.

    ``country`` is where a person lives or a company has its seat. ``clear_of`` and
    ``belongs_to`` are the barred groups of which he has declared one or the other.
    """

    kind: PersonKind
    country: str
    nationality: str | None = None
    born_on: date | None = None
    is_of_age: bool | None = None  # where only this is known, and not the birthday
    licences: frozenset[str] = field(default_factory=frozenset)
    clear_of: frozenset[str] = field(default_factory=frozenset)
    belongs_to: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_company(self) -> bool:
        """Whether it is no human being."""
        return self.kind is PersonKind.COMPANY

    def has_reached(self, age: int, *, on: date) -> bool | None:
        """Say whether somebody is at least so many years old on a day, if known."""
        if self.born_on is None:
            return self.is_of_age
        had_birthday = (on.month, on.day) >= (self.born_on.month, self.born_on.day)
        return on.year - self.born_on.year - (not had_birthday) >= age


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says to an applicant, and where the rule comes from."""

    code: str
    answer: Answer
    sentence: str
    source: str

    @property
    def is_declared(self) -> bool:
        """Whether it rests on what somebody declares when he registers."""
        return self.code.startswith("barred.")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer, and what each rule has to do with it."""

    findings: tuple[Finding, ...]

    @property
    def answer(self) -> Answer:
        """The worst that a rule says; without any rule it is yes."""
        order = list(Answer)
        return max((one.answer for one in self.findings), key=order.index, default=YES)

    def of(self, answer: Answer) -> tuple[Finding, ...]:
        """Return the findings that say just this."""
        return tuple(one for one in self.findings if one.answer is answer)


YES, WITH_PAPERS, DEPENDS, NO = Answer


def judge(terms: Eligibility, applicant: Applicant, *, on: date) -> Verdict:
    """Return whether somebody may bid under these terms on a day, and why."""
    return Verdict(
        (
            *_kind(terms, applicant),
            *_age(terms, applicant, on),
            *_residence(terms, applicant),
            *_nationality(terms, applicant),
            *_licences(terms, applicant),
            *_groups(terms, applicant),
            *_papers(terms, applicant),
        )
    )


def is_foreign(terms: Eligibility, applicant: Applicant) -> bool:
    """Say whether somebody comes from elsewhere; nobody does where no home is named."""
    if not terms.home:
        return False
    of = (applicant.country, None if applicant.is_company else applicant.nationality)
    return any(country and not is_in(country, terms.home) for country in of)


def _kind(terms: Eligibility, applicant: Applicant) -> Iterator[Finding]:
    if applicant.kind in terms.kinds:
        who = "Companies" if applicant.is_company else "Natural persons"
        yield Finding("kind", YES, f"{who} may bid.", terms.source)
    else:
        who = "natural persons" if applicant.is_company else "companies"
        source = terms.kinds_source or terms.source
        yield Finding("kind", NO, f"Only {who} may bid.", source)


def _age(terms: Eligibility, applicant: Applicant, on: date) -> Iterator[Finding]:
    if terms.age_at_least is None or applicant.is_company:
        return
    years = terms.age_at_least
    reached = applicant.has_reached(years, on=on)
    answer = {None: DEPENDS, True: YES, False: NO}[reached]
    sentence = (
        f"You are at least {years} years old, as a bidder must be."
        if reached
        else f"A bidder must be at least {years} years old."
    )
    yield Finding("age", answer, sentence, terms.source)


def _residence(terms: Eligibility, applicant: Applicant) -> Iterator[Finding]:
    name = name_within(applicant.country)
    where = "a company has its seat" if applicant.is_company else "you live"
    if not terms.residence:
        sentence = f"It does not matter where {where}: {name} is no obstacle."
        yield Finding("residence", YES, sentence, terms.source)
    has = "has its seat" if applicant.is_company else "lives"
    for rule in terms.residence:
        if rule.admit(applicant.country):
            sentence = f"Who {has} in {name} may bid."
            yield Finding("residence", YES, sentence, rule.source)
        else:
            sentence = f"{told_countries(rule, f'{has} in')} You named {name}."
            yield Finding("residence", NO, sentence, rule.source)


def _nationality(terms: Eligibility, applicant: Applicant) -> Iterator[Finding]:
    if applicant.is_company:
        return
    for rule in terms.nationality:
        told = told_countries(rule, "is a national of")
        if applicant.nationality is None:
            yield Finding("nationality", DEPENDS, told, rule.source)
            continue
        name = name_within(applicant.nationality)
        if rule.admit(applicant.nationality):
            sentence = f"Nationals of {name} may bid."
            yield Finding("nationality", YES, sentence, rule.source)
        else:
            sentence = f"{told} You named {name}."
            yield Finding("nationality", NO, sentence, rule.source)


def _licences(terms: Eligibility, applicant: Applicant) -> Iterator[Finding]:
    for one in terms.needed_licences:
        if one.code in applicant.licences:
            sentence = f"You hold {one.text}, as a bidder must."
            yield Finding(f"licence.{one.code}", YES, sentence, one.source)
        else:
            sentence = f"Only who holds {one.text} may bid."
            yield Finding(f"licence.{one.code}", NO, sentence, one.source)


def _groups(terms: Eligibility, applicant: Applicant) -> Iterator[Finding]:
    for one in terms.barred:
        answer = DEPENDS
        if one.code in applicant.belongs_to:
            answer = NO
        elif one.code in applicant.clear_of:
            answer = YES
        sentence = {
            YES: f"You have declared that you are none of these: {one.text}.",
            NO: f"These may not bid, and you are one of them: {one.text}.",
            DEPENDS: f"These may not bid: {one.text}.",
        }[answer]
        yield Finding(f"barred.{one.code}", answer, sentence, one.source)


def _papers(terms: Eligibility, applicant: Applicant) -> Iterator[Finding]:
    foreign = is_foreign(terms, applicant)
    for one in terms.papers:
        if applicant.kind not in one.kinds:
            continue
        code, text = f"paper.{one.code}", f"{one.text[0].upper()}{one.text[1:]}"
        if not one.foreigners_only or foreign:
            yield Finding(code, WITH_PAPERS, f"{text}.", one.source)
        elif not terms.home:
            sentence = f"If you come from another country than the seller: {one.text}."
            yield Finding(code, WITH_PAPERS, sentence, one.source)


def cited(sentence: str, source: str, *, called: str = "Rule") -> str:
    """Write where a rule comes from behind its sentence, where that is known."""
    return f"{sentence} {called}: {source.rstrip('.')}." if source else sentence


def told_countries(rule: Countries, has: str) -> str:
    """Write which countries are admitted, as sentences; ``has``: "lives in"."""
    parts = []
    if rule.only:
        parts.append(f"Only who {has} {names_of(rule.only)} may bid.")
    if rule.never:
        parts.append(f"Nobody who {has} {names_of(rule.never)} may bid.")
    return " ".join(parts)
