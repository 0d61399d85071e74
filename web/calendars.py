"""Entries for people's calendars, written as iCalendar (RFC 5545)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import Response

WIDEST = 75  # octets of a line, without its end
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
ESCAPED = str.maketrans({"\\": r"\\", ",": r"\,", ";": r"\;", "\n": r"\n"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One event; ``rings`` is how long before its beginning a calendar rings."""

    uid: str  # the same in every file that tells of it
    begins_at: datetime
    summary: str
    ends_at: datetime | None = None
    description: str = ""
    location: str = ""
    url: str = ""
    rings: timedelta | None = None
    says: str = ""  # when it rings
    is_cancelled: bool = False


def calendar(entries: Iterable[Entry], *, now: datetime) -> str:
    """Write entries as one calendar: lines end in CRLF and are folded."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Openhammer//EN"]
    for entry in entries:
        lines += _event(entry, now)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line))


def answer(entries: Iterable[Entry], *, now: datetime, name: str) -> Response:
    """Return entries as a file that a browser hands to the calendar."""
    return Response(
        calendar(entries, now=now),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def folded(line: str) -> list[str]:
    """Break a line so that no part is longer than 75 octets."""
    parts, part = [], ""
    for sign in line:
        if len((part + sign).encode()) > WIDEST:
            parts.append(part)
            part = " "
        part += sign
    return [*parts, part]


def _event(entry: Entry, now: datetime) -> Iterator[str]:
    told = {
        "UID": entry.uid,
        "DTSTAMP": _utc(now),
        "DTSTART": _utc(entry.begins_at),
        "DTEND": _utc(entry.ends_at) if entry.ends_at else "",
        "SUMMARY": _text(" ".join(entry.summary.split())),
        "DESCRIPTION": _text(entry.description),
        "LOCATION": _text(entry.location),
        "URL": entry.url,
        "STATUS": "CANCELLED" if entry.is_cancelled else "",
        "SEQUENCE": "1" if entry.is_cancelled else "",
    }
    yield "BEGIN:VEVENT"
    yield from (f"{name}:{value}" for name, value in told.items() if value)
    if entry.rings is not None and not entry.is_cancelled:
        yield from _alarm(entry, entry.rings)
    yield "END:VEVENT"


def _alarm(entry: Entry, before: timedelta) -> Iterator[str]:
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"DESCRIPTION:{_text(entry.says)}"
    yield f"TRIGGER:-PT{int(before.total_seconds()) // 60}M"
    yield "END:VALARM"


def _text(written: str) -> str:
    lines = written.replace("\r\n", "\n").replace("\r", "\n")
    return CONTROLS.sub("", lines).translate(ESCAPED)


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
