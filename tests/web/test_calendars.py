"""Calendar files, read as other programs read them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from tests.moving_clock import NOON
from web.calendars import Entry, calendar, folded

HOUR = timedelta(hours=1)
ODD = "Wood; 100 m, “oak”\\beech\nand ash, " + "ä" * 100


def read(text: str) -> list[Any]:
    return list(Calendar.from_ical(text).walk("VEVENT"))


def test_an_entry_is_read_as_it_was_meant() -> None:
    entry = Entry(
        uid="visit-1@example.com",
        begins_at=NOON,
        ends_at=NOON + HOUR,
        summary="A  visit\nto the wood",
        description=ODD,
        location=ODD,
        url="https://example.com/lots/1",
        rings=2 * HOUR,
        says="Go, now",
    )

    (event,) = read(calendar([entry], now=NOON - HOUR))

    assert event["uid"] == "visit-1@example.com"
    assert event.decoded("dtstart") == NOON
    assert event.decoded("dtend") == NOON + HOUR
    assert event.decoded("dtstamp") == NOON - HOUR
    assert event["summary"] == "A visit to the wood"
    assert event["description"] == event["location"] == ODD
    assert event["url"] == "https://example.com/lots/1"
    (alarm,) = event.walk("VALARM")
    assert alarm.decoded("trigger") == -2 * HOUR
    assert alarm["description"] == "Go, now"
    assert not event.errors


def test_what_is_cancelled_says_so_and_does_not_ring() -> None:
    entry = Entry("1@x", NOON, "A visit", rings=HOUR, is_cancelled=True)

    (event,) = read(calendar([entry], now=NOON))

    assert (event["status"], event["sequence"]) == ("CANCELLED", 1)
    assert not event.walk("VALARM")


def test_a_calendar_without_entries_is_still_one() -> None:
    assert read(calendar([], now=NOON)) == []


def test_lines_end_as_the_standard_says_and_are_short() -> None:
    written = calendar([Entry("1@x", NOON, "x" * 500, description=ODD)], now=NOON)

    lines = written.encode().split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)


@pytest.mark.parametrize(
    "injected", ["\r\nATTENDEE:mailto:a@b", "\nEND:VEVENT", "\x07"]
)
def test_no_text_becomes_a_line_of_its_own(injected: str) -> None:
    entry = Entry("1@x", NOON, f"A{injected}", description=f"B{injected}")

    (event,) = read(calendar([entry], now=NOON))

    assert "attendee" not in event
    assert event["summary"].startswith("A")
    assert "\x07" not in event["description"]


@given(st.text(max_size=300))
def test_folding_loses_nothing(line: str) -> None:
    parts = folded(line)

    assert "".join([parts[0], *(part[1:] for part in parts[1:])]) == line
    assert all(len(part.encode()) <= 75 for part in parts)


@given(st.text(max_size=200), st.text(min_size=1, max_size=200))
def test_whatever_people_write_is_read_again(description: str, summary: str) -> None:
    entry = Entry("1@x", NOON, f"Lot {summary}", description=description)

    (event,) = read(calendar([entry], now=NOON))

    assert event["summary"].startswith("Lot")
