"""Which results an officer asked for: a period, a catalogue, a category."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from auction.models import Catalogue
from auction.rules.categories import Category
from auction.rules.lot_cells import YEARS
from auction.rules.periods import Period, PeriodKind, period_of
from auction.rules.refusal import Refusal
from auction.services.results import Scope

NO_DAY = "Please enter a day such as 2026-03-14."


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for; ``errors`` are by field, and then it is this year."""

    kind: PeriodKind
    first: str  # as it was typed
    last: str
    catalogue: Catalogue | None
    category: Category | None
    period: Period
    errors: Mapping[str, str]

    def scope(self, *, office_id: int, zone: ZoneInfo) -> Scope:
        """Return the lots that are meant, in the database's words."""
        return Scope(
            office_id,
            *self.period.bounds(zone),
            catalogue_id=self.catalogue.id if self.catalogue else None,
            category=self.category,
        )

    def query(self) -> dict[str, str]:
        """Return what the address asks for, for a link to the same."""
        own = self.kind is PeriodKind.OWN
        told = {
            "period": self.kind.value,
            "from": self.first if own else "",
            "to": self.last if own else "",
            "catalogue": self.catalogue.slug if self.catalogue else "",
            "category": self.category.value if self.category else "",
        }
        return {name: value for name, value in told.items() if value}


def read(
    query: Mapping[str, str], *, catalogues: Mapping[str, Catalogue], today: date
) -> Wanted:
    """Read an address's query; what is not known there is left out."""
    kind, category = query.get("period", ""), query.get("category", "")
    wanted = Wanted(
        kind=PeriodKind(kind) if kind in set(PeriodKind) else PeriodKind.YEAR,
        first=query.get("from", "").strip()[:20],
        last=query.get("to", "").strip()[:20],
        catalogue=catalogues.get(query.get("catalogue", "")),
        category=Category(category) if category in set(Category) else None,
        period=period_of(PeriodKind.YEAR, today=today),
        errors={},
    )
    if wanted.kind is not PeriodKind.OWN:
        return replace(wanted, period=period_of(wanted.kind, today=today))
    return _own(wanted, today)


def _own(wanted: Wanted, today: date) -> Wanted:
    days = {"from": _day(wanted.first), "to": _day(wanted.last)}
    errors = {name: NO_DAY for name, day in days.items() if day is None}
    if errors:
        return replace(wanted, errors=errors)
    try:
        period = period_of(
            PeriodKind.OWN, today=today, first=days["from"], last=days["to"]
        )
    except Refusal as refusal:
        return replace(wanted, errors={"to": refusal.told()})
    return replace(wanted, period=period)


def _day(typed: str) -> date | None:
    try:
        day = datetime.strptime(typed, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has none
    except ValueError:
        return None
    return day if day.year in YEARS else None
