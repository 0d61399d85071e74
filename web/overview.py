"""The first room of the desk: what happens today, and what became of the lots."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Catalogue, Office
from auction.rules.lifecycle import PUBLIC
from auction.rules.periods import ONE_DAY, midnight
from auction.rules.results import Tally, total
from auction.services import results
from auction.services.agenda import Agenda, agenda
from auction.services.results import Group, Seen
from web import overview_charts as drawn
from web.charts import Chart
from web.results_filter import Wanted
from web.results_tables import (
    Named,
    Owner,
    Row,
    by_category,
    by_month,
    counted,
    in_percent,
    price_rows,
)


@dataclass(frozen=True, slots=True)
class Figures:
    """All that is told about the lots that an officer asked for."""

    states: Tally  # of every currency: its counts alone are told
    months: list[Named]
    categories: list[Named]
    totals: list[Row]
    by_category: list[Row]
    by_catalogue: list[Row]
    views: int
    watchers: int
    seen: list[Seen]

    @property
    def is_empty(self) -> bool:
        """Whether there are no such lots."""
        return not self.states.counts

    def charts(self) -> Mapping[str, Chart]:
        """Return the charts that stand beside the tables."""
        return {
            "states": drawn.states_chart(self.states),
            "months": drawn.outcomes_chart("months", "month", self.months),
            "categories": drawn.outcomes_chart(
                "categories", "category", self.categories
            ),
            "prices": drawn.prices_chart(in_percent(self.by_category)),
            "seen": drawn.seen_chart(self.seen),
        }


def catalogues_of(session: Session, office: Office) -> dict[str, Catalogue]:
    """Return the catalogues of an office by their slug, the newest first."""
    found = session.scalars(
        select(Catalogue)
        .where(Catalogue.office_id == office.id)
        .order_by(Catalogue.id.desc())
    )
    return {catalogue.slug: catalogue for catalogue in found}


def today_of(session: Session, office: Office, *, now: datetime) -> Agenda:
    """Return what happens today, by the clocks of the office."""
    day = now.astimezone(office.zone).date()
    return agenda(
        session,
        office_id=office.id,
        begins_at=midnight(day, office.zone),
        ends_at=midnight(day + ONE_DAY, office.zone),
    )


def figures(
    session: Session,
    office: Office,
    wanted: Wanted,
    catalogues: Iterable[Catalogue],
) -> Figures:
    """Return the figures of the lots that are wanted."""
    scope = wanted.scope(office_id=office.id, zone=office.zone)
    months = wanted.period.months()
    groups = results.groups(session, scope, [m.bounds(office.zone) for m in months])
    public = [group for group in groups if group.status in PUBLIC]
    titles = {catalogue.id: catalogue.title for catalogue in catalogues}

    def by_catalogue(group: Group) -> Owner:
        return -group.catalogue_id, titles[group.catalogue_id]  # the newest first

    categories = price_rows(groups, by_category, locale=office.locale)
    return Figures(
        states=total(group.tally for group in groups),
        months=by_month(groups, months),
        categories=counted(categories),
        totals=price_rows(groups, lambda _: (0, "All lots"), locale=office.locale),
        by_category=categories,
        by_catalogue=price_rows(groups, by_catalogue, locale=office.locale),
        views=sum(group.views for group in public),
        watchers=sum(group.watchers for group in public),
        seen=results.most_seen(session, scope),
    )
