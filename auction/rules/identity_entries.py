"""What a person or a company says of itself to be verified, and how it is read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

from auction.rules import lot_cells
from auction.rules.categories.field import Field, Option, group
from auction.rules.filing import DateUnreadable, read_date
from auction.rules.lot_cells import needed
from auction.rules.persons import LICENCES, PersonKind, check_country, countries
from auction.rules.refusal import Refusal

LONGEST_NAME, LONGEST_ADDRESS, LONGEST_NUMBER = 200, 500, 60  # characters
SHORTEST_NUMBER = 3  # letters and digits that tell it from others
OLDEST = 120  # years
LONGEST_VALID = timedelta(days=50 * 366)
HAS_LETTER = re.compile(r"[^\W\d_]")
LICENCE = "licence."  # before the name of a licence's entry
YES = "yes"


class NameUnfit(Refusal):
    """Please write the name as it stands on the paper: it needs a letter."""


class NumberUnfit(Refusal):
    """Please write the whole number: at least three letters or digits of it."""


class BirthUnlikely(Refusal):
    """Please check the date of birth: this year cannot be meant."""


class PaperExpired(Refusal):
    """This paper is not valid any more. Please show one that is."""


class ValidityUnlikely(Refusal):
    """Please check the date: no paper is valid for so long."""


def entries(kind: PersonKind) -> tuple[Field, ...]:
    """Return what a person or a company is asked, in the order of the form."""
    lands = tuple(Option(code, name) for code, name in countries().items())
    return _of_person(lands) if kind is PersonKind.NATURAL else _of_company(lands)


def read(
    typed: Mapping[str, str], *, today: date
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the facts that were typed, and what was wrong, both by entry.

    Only the entries that were asked are read; the ticked licences come as one list.
    """
    facts: dict[str, Any] = {}
    refused: dict[str, str] = {}
    for name, text in typed.items():
        if name.startswith(LICENCE):
            continue
        try:
            facts[name] = _reader(name, today)(text)
        except Refusal as refusal:
            refused[name] = refusal.told()
    if any(name.startswith(LICENCE) for name in typed):
        facts["licences"] = [
            licence.code
            for licence in LICENCES
            if typed.get(LICENCE + licence.code) == YES
        ]
    return facts, refused


def plain_number(number: str) -> str:
    """Return a number's letters and digits alone: its spelling is no matter."""
    written = unicodedata.normalize("NFKC", number).upper()
    return "".join(sign for sign in written if sign.isalnum())


def check_validity(until: date | None, *, today: date) -> date | None:
    """Return until when a paper is valid, if it still is."""
    if until is not None and until < today:
        raise PaperExpired
    return until


def _of_person(lands: tuple[Option, ...]) -> tuple[Field, ...]:
    return (
        Field("name", "Full name", hint="Exactly as it stands on the paper."),
        Field("born_on", "Date of birth", "date"),
        Field(
            "nationality",
            "Nationality",
            "choice",
            options=lands,
            must_choose=True,
            hint="The country that made out the paper.",
        ),
        Field(
            "country",
            "Country where you live",
            "choice",
            options=lands,
            must_choose=True,
        ),
        Field("address", "Address", "long_text", hint="Where letters reach you."),
        Field("number", "Number of the passport or identity card"),
        _valid_until("Leave it empty if the paper has no end."),
    )


def _of_company(lands: tuple[Option, ...]) -> tuple[Field, ...]:
    return (
        Field("name", "Name of the company", hint="Exactly as it is registered."),
        Field(
            "country", "Country of its seat", "choice", options=lands, must_choose=True
        ),
        Field("number", "Number in the register"),
        Field("address", "Address", "long_text", hint="Where letters reach it."),
        Field(
            "capacity",
            "You act for it as",
            hint="For example: managing director, authorised signatory, attorney.",
        ),
        _valid_until("If the register says until when it holds; usually empty."),
        *group(
            "Licences that it holds",
            *(
                Field(
                    LICENCE + one.code,
                    one.label,
                    "flag",
                    hint="Some lots are sold to such companies only.",
                )
                for one in LICENCES
            ),
        ),
    )


def _valid_until(hint: str) -> Field:
    return Field("valid_until", "Valid until", "date", hint=hint)


def _name(value: object) -> str:
    name = lot_cells.line(value, longest=LONGEST_NAME)
    name = " ".join(unicodedata.normalize("NFC", name).split())
    if name and not HAS_LETTER.search(name):
        raise NameUnfit
    return name


def _number(value: object) -> str:
    number = " ".join(lot_cells.line(value, longest=LONGEST_NUMBER).split())
    if number and len(plain_number(number)) < SHORTEST_NUMBER:
        raise NumberUnfit
    return number


def _born_on(value: object, *, today: date) -> date:
    born_on = read_date(str(value))
    if born_on is None:
        raise DateUnreadable
    if not 0 < (today - born_on).days < OLDEST * 366:
        raise BirthUnlikely
    return born_on


def _validity(value: object, *, today: date) -> date | None:
    until = check_validity(read_date(str(value)), today=today)
    if until is not None and until - today > LONGEST_VALID:
        raise ValidityUnlikely
    return until


def _reader(name: str, today: date) -> Callable[[object], Any]:
    dated: Mapping[str, Callable[[object], Any]] = {
        "born_on": partial(_born_on, today=today),
        "valid_until": partial(_validity, today=today),
    }
    return dated.get(name) or READERS[name]


def _country(value: object) -> str:
    return check_country(str(value))


READERS: Mapping[str, Callable[[object], Any]] = {
    "name": needed(_name),
    "country": _country,
    "nationality": _country,
    "number": needed(_number),
    "address": needed(partial(lot_cells.text, longest=LONGEST_ADDRESS)),
    "capacity": needed(partial(lot_cells.line, longest=LONGEST_NAME)),
}
