"""Visits to a lot: which times may be offered, and who still finds a place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from auction.rules.lifecycle import LIVE, LotStatus
from auction.rules.plain_text import check_line, check_text
from auction.rules.refusal import OutOfStep, Refusal

MOST_PLACES = 500  # of one visit
MOST_PEOPLE = 10  # of one booking
LONGEST_PLACE = 200  # characters
LONGEST_NOTE = 500
LONGEST_REASON = 500
LONGEST_VISITOR = 80


class VisitsOver(OutOfStep):
    """This lot has ended: there are no visits to it any more."""


class VisitInThePast(Refusal):
    """A visit must begin in the future: {begins_at} is over."""


class VisitAfterTheEnd(Refusal):
    """A visit must be over when the lot closes, {closes_at}: not so {begins_at}."""


class PlacesUnfit(Refusal):
    """A visit has between 1 and {most} places."""


class VisitCancelled(OutOfStep):
    """This visit has been cancelled."""


class VisitBegun(OutOfStep):
    """This visit has begun: nothing can be booked or cancelled any more."""


class PeopleUnfit(Refusal):
    """Please book for between 1 and {most} people."""


class NoPlaceLeft(OutOfStep):
    """All places of this visit are taken."""


class TooFewPlaces(OutOfStep):
    """Only so many places are free: {free}."""


@dataclass(frozen=True, slots=True)
class Visit:
    """How a visit stands: all that a booking is judged by."""

    begins_at: datetime
    capacity: int
    taken: int
    is_cancelled: bool

    @property
    def free(self) -> int:
        """How many places nobody has booked."""
        return max(self.capacity - self.taken, 0)

    def takes_bookings(self, now: datetime) -> bool:
        """Say whether somebody can still book a place."""
        return not self.is_cancelled and now < self.begins_at and self.free > 0


def check_lot(status: LotStatus) -> None:
    """Refuse visits to a lot that has ended."""
    if status not in LIVE:
        raise VisitsOver


def check_times(
    times: Iterable[tuple[datetime, datetime]],
    *,
    now: datetime,
    closes_at: datetime | None,
) -> None:
    """Refuse visits of the past and, where the end is settled, those after it."""
    for begins_at, ends_at in times:
        if begins_at <= now:
            raise VisitInThePast(begins_at=begins_at)
        if closes_at is not None and ends_at > closes_at:
            raise VisitAfterTheEnd(closes_at=closes_at, begins_at=begins_at)


def check_capacity(places: int) -> int:
    """Return how many places a visit has, or refuse the number."""
    if not 1 <= places <= MOST_PLACES:
        raise PlacesUnfit(most=MOST_PLACES)
    return places


def check_changeable(visit: Visit, *, now: datetime) -> None:
    """Refuse to change anything about a visit that has begun or is cancelled."""
    if visit.is_cancelled:
        raise VisitCancelled
    if now >= visit.begins_at:
        raise VisitBegun


def check_booking(visit: Visit, *, people: int, now: datetime) -> None:
    """Refuse a booking that comes too late or for which there is no room."""
    check_changeable(visit, now=now)
    if not 1 <= people <= MOST_PEOPLE:
        raise PeopleUnfit(most=MOST_PEOPLE)
    if visit.free == 0:
        raise NoPlaceLeft
    if people > visit.free:
        raise TooFewPlaces(free=visit.free)


def check_place(text: str) -> str:
    """Return where a visit is, as it is kept, or refuse it."""
    return check_line(text, called="The place", longest=LONGEST_PLACE)


def check_note(text: str) -> str:
    """Return a note on a visit, which may be empty, or refuse it."""
    return check_text(text, called="The note", shortest=0, longest=LONGEST_NOTE)


def check_reason(text: str) -> str:
    """Return why a visit is cancelled, as it is kept, or refuse it."""
    return check_text(text, called="The reason", shortest=5, longest=LONGEST_REASON)


def check_visitor(text: str) -> str:
    """Return the name for the door, as it is kept, or refuse it."""
    return check_line(text, called="The name", longest=LONGEST_VISITOR)
