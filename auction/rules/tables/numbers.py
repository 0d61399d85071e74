"""Numbers as texts: which sign a column writes before its decimals, and their value."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from babel import Locale

from auction.rules.refusal import Refusal


class Sign(StrEnum):
    """What stands before the decimals."""

    POINT = "point"
    COMMA = "comma"

    @property
    def other(self) -> Sign:
        """The sign that groups thousands where this one begins the decimals."""
        return Sign.COMMA if self is Sign.POINT else Sign.POINT

    @property
    def mark(self) -> str:
        """The sign itself."""
        return "." if self is Sign.POINT else ","

    @property
    def example(self) -> str:
        """A number so written."""
        return f"1{self.other.mark}234{self.mark}56"


@dataclass(frozen=True, slots=True)
class Found:
    """The sign of a column, and whether its cells say so or only leave it open."""

    sign: Sign
    is_certain: bool


LONGEST = 60  # characters that anybody needs to write a number
SPACES = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}'\u2019"
NUMBER = re.compile(
    rf"(?P<before>[^\d\s.,'()+\u2212\u2013-]*)\s*(?P<minus>[-\u2212\u2013]?)\s*"
    rf"(?P<figures>\d[\d.,{SPACES}]*?)(?:(?P<dash>[.,])[-\u2013\u2014]{{1,2}})?\s*"
    r"(?P<after>[^\d\s.,][^\d\s,]*)?"
)
FORMS = {
    sign: re.compile(
        rf"(?P<whole>\d+|[1-9]\d{{0,2}}(?P<group>[{re.escape(sign.other.mark)}{SPACES}])"
        rf"\d{{2,3}}(?:(?P=group)\d{{2,3}})*(?<=\d{{3}}))"
        rf"(?:{re.escape(sign.mark)}(?P<decimals>\d+))?"
    )
    for sign in Sign
}


class NotANumber(Refusal):
    """This is not a number."""


def usual_sign(locale: str) -> Sign:
    """Return the sign that a locale writes before decimals."""
    symbols = Locale.parse(locale).number_symbols["latn"]
    return Sign.COMMA if symbols["decimal"] == "," else Sign.POINT


def find_sign(texts: Iterable[str], *, usual: Sign) -> Found:
    """Return the sign that most cells of a column prove, or else the usual one."""
    proven = Counter(sign for text in texts if (sign := proves(text)))
    if not proven:
        return Found(usual, is_certain=False)
    best = max(proven, key=lambda sign: (proven[sign], sign is usual))
    return Found(best, is_certain=True)


def proves(text: str) -> Sign | None:
    """Return the sign without which a text is no number; ``1.234`` proves none."""
    found = NUMBER.fullmatch(text.strip()) if len(text) <= LONGEST else None
    figures = _figures(found) if found else ""
    possible = [sign for sign in Sign if FORMS[sign].fullmatch(figures)]
    has_sign = "." in figures or "," in figures
    return possible[0] if len(possible) == 1 and has_sign else None


def read_number(text: str, sign: Sign, *, units: Collection[str] = ()) -> Decimal:
    """Return the value of a number; a currency or unit beside it must be one of these.

    Raises ``NotANumber`` with a sentence that says what contradicts the column.
    """
    found = NUMBER.fullmatch(text.strip()) if len(text) <= LONGEST else None
    if found is None:
        raise NotANumber(f"“{_shown(text)}” is not a number.")
    _check_units(found["before"], found["after"], units)
    figures = _figures(found)
    parts = FORMS[sign].fullmatch(figures)
    if parts is None:
        raise NotANumber(_why_not(figures, sign))
    whole = re.sub(r"\D", "", parts["whole"])
    value = Decimal(f"{whole}.{parts['decimals']}" if parts["decimals"] else whole)
    return -value if found["minus"] else value


def _figures(found: re.Match[str]) -> str:
    """Return the figures; what some write as ``1.250,-`` counts as ``1.250,0``."""
    return found["figures"].strip() + (f"{found['dash']}0" if found["dash"] else "")


def _check_units(before: str, after: str | None, units: Collection[str]) -> None:
    known = {unit.casefold() for unit in units}
    for written in (before, after or ""):
        if written and written.casefold() not in known:
            there = f" It can be {' or '.join(units)}." if units else ""
            raise NotANumber(f"“{_shown(written)}” is not known here.{there}")


def _why_not(figures: str, sign: Sign) -> str:
    if FORMS[sign.other].fullmatch(figures):
        return (
            f"“{figures}” contradicts this column, whose numbers are written like "
            f"{sign.example}."
        )
    return f"“{figures}” is not a number like {sign.example}."


def _shown(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
