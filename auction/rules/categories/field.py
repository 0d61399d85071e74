"""What there is to say about one structured field of a lot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

Kind = Literal[
    "text",  # one line
    "long_text",  # several
    "number",
    "integer",
    "year",
    "date",  # "2026-03-02"
    "money",  # minor units of the catalogue's currency
    "balance",  # money that may be below zero
    "flag",
    "choice",  # the code of an option
    "moment",  # of a lot itself, never of a category
    "markdown",  # the same
]


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers of a choice; the code is stored and imported."""

    code: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Needed:
    """A field must have a value before its lot is announced.

    Always or, with ``when``, if that other field has one of the values ``has``, or
    any value if there are none to choose from.
    """

    when: str = ""
    has: tuple[str | bool, ...] = ()

    def applies(self, values: Mapping[str, Any]) -> bool:
        """Say whether a lot with these values needs the field."""
        if not self.when:
            return True
        given = values.get(self.when)
        return given in self.has if self.has else is_given(given)


ALWAYS = Needed()


@dataclass(frozen=True, slots=True)
class Field:
    """One structured field of a category.

    What is not public is for the selling office and the data room only: personal data
    above all. ``group`` is the section of the form and of the page that it stands in.
    """

    name: str
    label: str
    kind: Kind = "text"
    unit: str = ""
    hint: str = ""
    group: str = ""
    needed: Needed | None = None
    options: tuple[Option, ...] = ()
    is_public: bool = True
    must_choose: bool = False  # a choice without "not said"

    @property
    def is_amount(self) -> bool:
        """Whether its value counts minor units of the catalogue's currency."""
        return self.kind in {"money", "balance"}

    def label_of(self, code: object) -> str:
        """Return the words of an option; of what is none of them, what is stored."""
        words = {option.code: option.label for option in self.options}
        return words.get(str(code), str(code))


def options(**labels: str) -> tuple[Option, ...]:
    """Name the answers of a choice."""
    return tuple(Option(code, label) for code, label in labels.items())


def group(name: str, *fields: Field) -> tuple[Field, ...]:
    """Put fields into a section."""
    return tuple(replace(field, group=name) for field in fields)


def is_given(value: object) -> bool:
    """Say whether a field with this value has been filled in."""
    return value is not None and value != ""
