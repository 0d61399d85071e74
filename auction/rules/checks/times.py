"""Checking the times of a lot: its notice, its opening, its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from auction.rules.categories import MOVABLE, Category
from auction.rules.checks import calendar
from auction.rules.checks.candidate import Candidate
from auction.rules.checks.codes import Check
from auction.rules.checks.finding import Problem, Tell
from auction.rules.procedure import Procedure
from auction.rules.spans import clock_span, roughly, span


def check_times(lot: Candidate, procedure: Procedure, tell: Tell) -> Iterator[Problem]:
    """Tell what is wrong with the times of a lot."""
    yield from _opening(lot, procedure, tell)
    yield from _end(lot, procedure, tell)
    yield from _working_day(lot, procedure)
    yield from _next_round(lot, tell)


def notice_days(procedure: Procedure, category: Category) -> int:
    """Return how many days lie between the announcement and the opening."""
    if category in MOVABLE:
        return procedure.notice_days_movable
    return procedure.notice_days_other


def _opening(lot: Candidate, procedure: Procedure, tell: Tell) -> Iterator[Problem]:
    days = notice_days(procedure, lot.category)
    earliest = calendar.days_later(lot.announced_at, days, lot.zone)
    first = f" Earliest opening: {tell(earliest)}."
    apart = calendar.between(lot.announced_at, lot.opens_at, lot.zone)
    if lot.opens_at < lot.announced_at:
        yield Problem(
            Check.OPENING,
            "opens_at",
            f"The opening is {roughly(-apart)} before the announcement; it must "
            f"be after it.{first}",
        )
    elif lot.opens_at < earliest:
        early = calendar.between(lot.opens_at, earliest, lot.zone)
        yield Problem(
            Check.NOTICE,
            "opens_at",
            f"The opening is {roughly(apart)} after the announcement; "
            f"{_needed(timedelta(days=days), span)}: {roughly(early)} too early."
            f"{first}",
        )


def _end(lot: Candidate, procedure: Procedure, tell: Tell) -> Iterator[Problem]:
    if lot.closes_at <= lot.opens_at:
        early = roughly(lot.opens_at - lot.closes_at)
        yield Problem(
            Check.END,
            "closes_at",
            f"The end is {early} before the opening; it must be after it."
            if lot.closes_at < lot.opens_at
            else "The end is the moment of the opening; it must be after it.",
        )
        return
    least = procedure.min_duration
    if least is None:
        return
    earliest = calendar.later(lot.opens_at, least, lot.zone)
    if lot.closes_at < earliest:
        runs = calendar.apart(lot.opens_at, lot.closes_at, least, lot.zone)
        short = calendar.apart(lot.closes_at, earliest, least, lot.zone)
        yield Problem(
            Check.DURATION,
            "closes_at",
            f"Bidding runs for {roughly(runs)}; at least {_needed(least)}: "
            f"{roughly(short)} too short. Earliest end: {tell(earliest)}.",
        )


def _working_day(lot: Candidate, procedure: Procedure) -> Iterator[Problem]:
    if not procedure.closes_on_working_day:
        return
    day = lot.closes_at.astimezone(lot.zone).date()
    if calendar.is_working_day(day, procedure.holidays):
        return
    sentence = f"The end is on {_day(day)}; it must be on a working day."
    following = calendar.next_working_day(day, procedure.holidays)
    if following is not None:
        late = span(following - day)
        sentence += f" The next one is {late} later: {_day(following)}."
    yield Problem(Check.WORKING_DAY, "closes_at", sentence)


def _next_round(lot: Candidate, tell: Tell) -> Iterator[Problem]:
    last = lot.previous
    if last is None or last.terms is None or last.ended_at is None:
        return
    terms, ended_at = last.terms, last.ended_at
    for happens, at, term in (
        ("opens", lot.opens_at, terms.within),
        ("is announced", lot.announced_at, terms.announced_within),
    ):
        latest = term and calendar.later(ended_at, term, lot.zone)
        if term and latest and at > latest:
            late = calendar.apart(latest, at, term, lot.zone)
            yield Problem(
                Check.NEXT_ROUND,
                "opens_at",
                f"The last attempt ended on {tell(ended_at)}; the next {happens} "
                f"within {span(term)} of it, by {tell(latest)}: {roughly(late)} too "
                "late.",
            )


def _day(day: date) -> str:
    return f"{day:%A}, {day.day} {day:%B %Y}"


def _needed(length: timedelta, write: Callable[[timedelta], str] = clock_span) -> str:
    words = write(length)
    return f"{words} {'is' if words.startswith('1 ') else 'are'} needed"
