"""The demo's catalogues, as their TOML files tell them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from auction.rules.acting import ActKind

FOLDER = Path(__file__).parent / "catalogues"
UNITS = {"min": "minutes", "h": "hours", "d": "days"}
MINUTE = timedelta(minutes=1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PlannedAct:
    """What an officer asks for, and a colleague confirms, unless it ``waits``."""

    kind: ActKind
    at: datetime
    ground: str
    text: str
    until: datetime | None
    paper: str | None  # the title of the document on which it rests
    waits: bool


@dataclass(frozen=True, slots=True)
class PlannedLot:
    """A lot and what happens to it; ``row`` is what an import would read."""

    row: Mapping[str, Any]
    opens_at: datetime
    closes_at: datetime
    pictures: tuple[tuple[str, str], ...]  # subject and palette
    documents: tuple[str, ...]
    views: int
    bidders: int
    bids: int
    late: int  # so many of the bids come in the last minutes
    act: PlannedAct | None
    deviations: Mapping[str, str]  # reasons, by check

    @property
    def name(self) -> str:
        """The office's own number: it also seeds every chance of this lot."""
        return str(self.row["external_id"])


@dataclass(frozen=True, slots=True)
class PlannedCatalogue:
    """A catalogue with its lots, and how far it has come towards its announcement."""

    office: str
    slug: str
    title: str
    procedure: str | None  # None: the one that follows where it goes on from
    introduction: str
    goes_on: str | None  # the catalogue whose lots are offered again
    made_at: datetime | None  # when they are
    submitted_at: datetime | None
    approved_at: datetime | None
    published_at: datetime | None
    lots: tuple[PlannedLot, ...]


def plans(*, now: datetime) -> list[PlannedCatalogue]:
    """Read every catalogue."""
    return [_catalogue(path, now) for path in sorted(FOLDER.glob("*.toml"))]


def _catalogue(path: Path, now: datetime) -> PlannedCatalogue:
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    published_at = _moment_or_none(told, "published", now)
    submitted_at = published_at - DAY if published_at else None
    approved_at = published_at - HOUR if published_at else None
    return PlannedCatalogue(
        office=told["office"],
        slug=told["slug"],
        title=told["title"],
        procedure=told.get("procedure"),
        introduction=told["introduction"].strip(),
        goes_on=told.get("goes_on"),
        made_at=_moment_or_none(told, "made", now),
        submitted_at=_moment_or_none(told, "submitted", now) or submitted_at,
        approved_at=_moment_or_none(told, "approved", now) or approved_at,
        published_at=published_at,
        lots=tuple(_lot(lot, now) for lot in told["lots"]),
    )


def _lot(told: dict[str, Any], now: datetime) -> PlannedLot:
    story, act = told.pop("story"), told.pop("act", None)
    opens_at = moment_of(told.pop("opens"), now)
    closes_at = moment_of(told.pop("closes"), now)
    pictures = tuple(tuple(words.split()) for words in told.pop("pictures", ()))
    documents = tuple(told.pop("documents", ()))
    deviations = told.pop("deviations", {})
    moments = {"opens_at": opens_at.isoformat(), "closes_at": closes_at.isoformat()}
    return PlannedLot(
        row=told | moments,
        opens_at=opens_at,
        closes_at=closes_at,
        pictures=pictures,
        documents=documents,
        views=story["views"],
        bidders=story["bidders"],
        bids=story["bids"],
        late=story.get("late", 0),
        act=_act(act, now) if act else None,
        deviations=deviations,
    )


def _act(told: Mapping[str, Any], now: datetime) -> PlannedAct:
    return PlannedAct(
        kind=ActKind(told["what"]),
        at=moment_of(told["at"], now),
        ground=told["ground"],
        text=told["text"],
        until=moment_of(told["until"], now) if "until" in told else None,
        paper=told.get("paper"),
        waits=told.get("waits", False),
    )


def _moment_or_none(told: dict[str, Any], key: str, now: datetime) -> datetime | None:
    return moment_of(told[key], now) if key in told else None


def moment_of(told: str, now: datetime) -> datetime:
    """Read a moment such as "-6 d", told from the next full minute."""
    base = now.replace(second=0, microsecond=0)
    base += MINUTE if base < now else timedelta(0)
    number, unit = told.split()
    return base + timedelta(**{UNITS[unit]: int(number)})
