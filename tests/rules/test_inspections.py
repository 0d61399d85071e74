"""Visits: which times may be offered, and who still finds a place."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from auction.rules.inspections import (
    MOST_PEOPLE,
    NoPlaceLeft,
    PeopleUnfit,
    PlacesUnfit,
    TooFewPlaces,
    Visit,
    VisitAfterTheEnd,
    VisitBegun,
    VisitCancelled,
    VisitInThePast,
    VisitsOver,
    check_booking,
    check_capacity,
    check_lot,
    check_note,
    check_place,
    check_times,
    check_visitor,
)
from auction.rules.lifecycle import LIVE, LotStatus
from auction.rules.plain_text import TextUnfit
from auction.rules.refusal import Refusal
from tests.moving_clock import NOON

HOUR = timedelta(hours=1)
INSTANT = timedelta(microseconds=1)
VISIT = Visit(begins_at=NOON + HOUR, capacity=5, taken=3, is_cancelled=False)


@pytest.mark.parametrize("people", [1, 2])
def test_whoever_finds_room_may_book(people: int) -> None:
    check_booking(VISIT, people=people, now=NOON)


@pytest.mark.parametrize(
    ("visit", "people", "refusal"),
    [
        (VISIT, 3, TooFewPlaces),
        (replace(VISIT, taken=5), 1, NoPlaceLeft),
        (replace(VISIT, taken=7), 1, NoPlaceLeft),
        (replace(VISIT, capacity=50), 0, PeopleUnfit),
        (replace(VISIT, capacity=50), -1, PeopleUnfit),
        (replace(VISIT, capacity=50), MOST_PEOPLE + 1, PeopleUnfit),
        (replace(VISIT, is_cancelled=True), 1, VisitCancelled),
        (replace(VISIT, begins_at=NOON), 1, VisitBegun),
        (replace(VISIT, begins_at=NOON - HOUR), 1, VisitBegun),
    ],
)
def test_no_booking_without_room_or_too_late(
    visit: Visit, people: int, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        check_booking(visit, people=people, now=NOON)


def test_it_says_how_many_places_are_free() -> None:
    assert VISIT.free == 2
    assert VISIT.takes_bookings(NOON)
    assert not VISIT.takes_bookings(NOON + HOUR)
    with pytest.raises(TooFewPlaces, match="Only so many places are free: 2"):
        check_booking(VISIT, people=3, now=NOON)


@pytest.mark.parametrize("status", LotStatus)
def test_visits_end_with_the_lot(status: LotStatus) -> None:
    if status in LIVE:
        check_lot(status)
    else:
        with pytest.raises(VisitsOver):
            check_lot(status)


def test_a_visit_lies_between_now_and_the_end() -> None:
    end = NOON + 2 * HOUR
    check_times([(NOON + INSTANT, end)], now=NOON, closes_at=end)
    check_times([(NOON + HOUR, end + HOUR)], now=NOON, closes_at=None)

    with pytest.raises(VisitInThePast):
        check_times([(NOON, NOON + HOUR)], now=NOON, closes_at=end)
    with pytest.raises(VisitAfterTheEnd):
        check_times([(NOON + HOUR, end + INSTANT)], now=NOON, closes_at=end)


@pytest.mark.parametrize("places", [0, -3, 501])
def test_a_visit_has_a_sensible_number_of_places(places: int) -> None:
    assert check_capacity(500) == 500
    with pytest.raises(PlacesUnfit):
        check_capacity(places)


def test_place_and_visitor_are_lines_and_a_note_may_be_missing() -> None:
    assert check_place("At the\ngate") == "At the gate"
    assert check_visitor("  Ms  Gate ") == "Ms Gate"
    assert check_note("") == ""
    for check, text in (
        (check_place, " "),
        (check_place, "x" * 201),
        (check_visitor, ""),
        (check_visitor, "x" * 81),
        (check_visitor, "a\x07b"),
        (check_note, "x" * 501),
    ):
        with pytest.raises(TextUnfit):
            check(text)
