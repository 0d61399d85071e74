"""What a list leaves unsaid and an office says once, for all of its lots."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from functools import partial

from auction.money import Money
from auction.rules import lot_cells
from auction.rules.columns.cells import Percent, Value, reader, style_of
from auction.rules.columns.plan import ColumnPlan
from auction.rules.columns.targets import APPEND, LEAVE_OUT, Target, target_of
from auction.rules.lot_cells import Terms
from auction.rules.refusal import Refusal

STAGGER = "stagger"  # seconds from one end to the next
ROUND_TO = "round_to"  # what a reckoned amount is a multiple of
TIMES = {"opens_at": "opens_at_time", "closes_at": "closes_at_time"}  # of bare days
SMALLEST = Money(1)
LONGEST_STAGGER = 86_400  # seconds
NAMED = re.compile(r"\{([^{}]+)\}")  # a heading in a text
LOOSE = re.compile(  # signs that nothing stands before or after any more
    r"^(?:\s*[,;:/\u2013-]\s+)+|(?:\s*[,;:/\u2013-]\s*)+$|(?<=[,;])(?:\s*[,;])+"
)


class ConstantInvalid(Refusal):
    """This cannot hold for all lots."""


@dataclass(frozen=True, slots=True)
class Constants:
    """What holds for every lot of a list, ready to be filled in."""

    values: Mapping[str, Value] = field(default_factory=dict)
    patterns: Mapping[str, str] = field(default_factory=dict)
    times: Mapping[str, str] = field(default_factory=dict)
    stagger: timedelta = timedelta(0)
    round_to: Money = SMALLEST

    def text(self, name: str, cells: Mapping[str, str]) -> str:
        """Return a text for one row, its headings in braces replaced by its cells."""
        filled = NAMED.sub(lambda found: cells.get(found[1], ""), self.patterns[name])
        return LOOSE.sub("", " ".join(filled.split())).strip()


def read_constants(
    said: Mapping[str, str], headings: Iterable[str], terms: Terms
) -> tuple[Constants, dict[str, str]]:
    """Return the constants that are right, and what is wrong with the others."""
    known = set(headings)
    read: dict[str, Callable[[str], object]] = {
        STAGGER: _stagger,
        ROUND_TO: partial(_round_to, terms=terms),
        **dict.fromkeys(TIMES.values(), _time),
    }
    found: dict[str, object] = {}
    wrong = {}
    for name, text in said.items():
        if not text.strip():
            continue
        try:
            one = read.get(name) or _reader_of(name, known, terms)
            found[name] = one(text.strip())
        except Refusal as refusal:
            wrong[name] = str(refusal)
    return _together(found), wrong


def _together(found: dict[str, object]) -> Constants:
    times = {to: found.pop(name) for to, name in TIMES.items() if name in found}
    stagger = found.pop(STAGGER, timedelta(0))
    round_to = found.pop(ROUND_TO, SMALLEST)
    patterns = {name: one.text for name, one in found.items() if isinstance(one, _Text)}
    values = {name: one for name, one in found.items() if name not in patterns}
    return Constants(values, patterns, times, stagger, round_to)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class _Text:
    text: str


def _reader_of(name: str, headings: set[str], terms: Terms) -> Callable[[str], object]:
    target = target_of(name)
    if target is None or name in {APPEND, LEAVE_OUT, "external_id"}:
        raise ConstantInvalid(f"There is nothing called {name} that holds for all.")
    if target.is_text:
        return partial(_pattern, headings=headings)
    return partial(_value, target=target, terms=terms)


def _pattern(text: str, headings: set[str]) -> _Text:
    for heading in NAMED.findall(text):
        if heading not in headings:
            raise ConstantInvalid(f"There is no column called “{heading}”.")
    return _Text(text)


def _value(text: str, target: Target, terms: Terms) -> Value:
    column = ColumnPlan(target.name)
    style = style_of(column, target, [text], terms)
    value = reader(column, target, style, terms, from_1904=False)(text)
    if target.kind == "moment":
        lot_cells.moment(value, zone=terms.zone)
    elif target.kind == "amount" and not isinstance(value, Percent):
        lot_cells.amount(value, terms=terms)
    return value


def _stagger(text: str) -> timedelta:
    if not (text.isascii() and text.isdecimal()) or int(text) > LONGEST_STAGGER:
        raise ConstantInvalid(f"Give the seconds, from 0 to {LONGEST_STAGGER:,}.")
    return timedelta(seconds=int(text))


def _round_to(text: str, terms: Terms) -> Money:
    target = Target(ROUND_TO, "", "amount")
    amount = lot_cells.amount(_value(text, target, terms), terms=terms)
    if amount is None or amount <= Money(0):
        raise ConstantInvalid("Give an amount above 0.")
    return amount


def _time(text: str) -> str:
    try:
        return time.fromisoformat(text).isoformat()
    except ValueError:
        raise ConstantInvalid("Write a time of day like 10:00.") from None
