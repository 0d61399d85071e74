"""Results added up for the tables and charts of the desk's overview."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from auction.money import Currency, currency_of
from auction.rules.categories import TITLES
from auction.rules.periods import Period
from auction.rules.results import Tally, total
from auction.services.results import Group

PLACES = {category: place for place, category in enumerate(TITLES)}

Owner = tuple[int, str]  # what puts the rows in order, and a name
Named = tuple[str, Tally]


@dataclass(frozen=True, slots=True)
class Purse:
    """How amounts of one currency are written for an office."""

    currency: Currency
    locale: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table of prices: whose it is, in which currency, and what."""

    label: str
    purse: Purse
    tally: Tally


def price_rows(
    groups: Iterable[Group], owner: Callable[[Group], Owner], *, locale: str
) -> list[Row]:
    """Add up what has ended, each owner and each currency for itself."""
    tallies: dict[tuple[int, str, str], Tally] = {}
    for group in groups:
        key = *owner(group), group.currency_code
        tallies[key] = tallies.get(key, Tally()) + group.tally
    return [
        Row(key[1], Purse(currency_of(key[2]), locale), tallies[key])
        for key in sorted(tallies)
        if tallies[key].ended
    ]


def by_category(group: Group) -> Owner:
    """Say whose a group is, where each category has a row."""
    return PLACES[group.category], TITLES[group.category]


def counted(rows: Iterable[Row]) -> list[Named]:
    """Add rows of one name up, for tables that tell counts and no amounts."""
    tallies: dict[str, Tally] = {}
    for row in rows:
        tallies[row.label] = tallies.get(row.label, Tally()) + row.tally
    return list(tallies.items())


def by_month(groups: Sequence[Group], months: Sequence[Period]) -> list[Named]:
    """Add up what has ended in each month; months without anything are left out."""
    told = [
        (f"{month.first:%b %Y}", total(g.tally for g in groups if g.span == place))
        for place, month in enumerate(months)
    ]
    return [(name, tally) for name, tally in told if tally.ended]


def in_percent(rows: Sequence[Row]) -> list[Named]:
    """Name rows for a chart of percentages, by currency where there are several."""
    several = len({row.purse.currency for row in rows}) > 1
    return [
        (f"{row.label}, {row.purse.currency.code}" if several else row.label, row.tally)
        for row in rows
    ]
