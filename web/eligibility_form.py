"""The form in which a visitor asks whether he may bid; its answers stay in the address.

Nothing is stored, so there is nothing to protect by a token.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from auction.rules.countries import is_country
from auction.rules.eligibility import Applicant, Eligibility
from auction.rules.persons import PersonKind, countries

YES_OR_NO = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Asked:
    """What was filled in; ``kind`` is empty before anybody has asked."""

    typed: Mapping[str, str]
    licences: frozenset[str]

    @property
    def is_begun(self) -> bool:
        """Whether somebody has sent the form."""
        return bool(self.typed)

    @property
    def errors(self) -> dict[str, str]:
        """What is missing or unknown, by the name of its input."""
        found = {}
        if self.typed.get("kind") not in set(PersonKind):
            found["kind"] = "Please say whether it is a person or a company."
        if not is_country(self.typed.get("country", "")):
            found["country"] = "Please choose a country."
        if (of := self.typed.get("nationality", "")) and not is_country(of):
            found["nationality"] = "Please choose a country."
        return found

    @property
    def applicant(self) -> Applicant:
        """Who asks; only without errors."""
        return Applicant(
            PersonKind(self.typed["kind"]),
            self.typed["country"],
            nationality=self.typed.get("nationality") or None,
            is_of_age=YES_OR_NO.get(self.typed.get("of_age", "")),
            licences=self.licences,
        )


@dataclass(frozen=True, slots=True)
class Inputs:
    """Which questions a lot's rules make, beside the first two."""

    terms: Eligibility
    countries: Mapping[str, str]

    @property
    def age(self) -> int | None:
        """The age of which somebody is asked."""
        return self.terms.age_at_least

    @property
    def nationality(self) -> bool:
        """Whether it matters of which country somebody is a national."""
        foreigners = any(paper.foreigners_only for paper in self.terms.papers)
        return bool(self.terms.nationality) or (foreigners and bool(self.terms.home))


def asked(args: MultiDict[str, str]) -> Asked:
    """Read what stands in the address."""
    names = ("kind", "country", "nationality", "of_age")
    return Asked(
        {name: args[name].strip() for name in names if name in args},
        frozenset(args.getlist("licence")),
    )


def inputs(terms: Eligibility) -> Inputs:
    """Return what there is to ask under these terms."""
    return Inputs(terms, countries())
