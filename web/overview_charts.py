"""The charts of the desk's overview."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from auction.rules.lifecycle import LotStatus
from auction.rules.results import Tally
from auction.services.results import Seen
from web import charts
from web.charts import Chart, Line
from web.filters import STATUS_WORDS

SERIES = ("Sold", "Passed", "Recalled", "Undone")
SHORT = ("sold", "passed", "recalled", "undone")
PRICES = ("Hammer price", "Starting price", "Valuation")
HUNDRED = Decimal(100)


def states_chart(states: Tally) -> Chart:
    """Draw how many lots are in which state."""
    lines = [
        Line(STATUS_WORDS[status], _lots(count), (count,))
        for status, count in states.in_order()
    ]
    return charts.bars("states", "Lots by state", lines)


def outcomes_chart(
    name: str, owner: str, tallies: Iterable[tuple[str, Tally]]
) -> Chart:
    """Draw how lots ended, each month or each category for itself."""
    lines = []
    for label, tally in tallies:
        counts = _outcomes(tally)
        told = ", ".join(
            f"{count} {word}"
            for count, word in zip(counts, SHORT, strict=True)
            if count
        )
        lines.append(Line(label, told, counts))
    return charts.bars(name, f"What became of the lots, by {owner}", lines, SERIES)


def prices_chart(tallies: Iterable[tuple[str, Tally]]) -> Chart:
    """Draw hammer and starting prices against the valuation, by category."""
    lines = []
    for name, tally in tallies:
        hammer, start = tally.of_valuation, tally.starting_of_valuation
        if hammer is None or start is None:
            continue
        lines.append(Line(name))
        for place, value in enumerate((hammer, start, HUNDRED)):
            lines.append(Line(PRICES[place], f"{value} %", (value,), place))
    title = "Prices in per cent of the valuation, by category"
    return charts.bars("prices", title, lines)


def seen_chart(seen: Iterable[Seen]) -> Chart:
    """Draw how often lots were looked at."""
    lines = [Line(one.lot.title, f"{one.views:,} views", (one.views,)) for one in seen]
    return charts.bars("seen", "The lots that were looked at most", lines)


def _outcomes(tally: Tally) -> tuple[int, int, int, int]:
    return (
        tally.of(LotStatus.SOLD),
        tally.of(LotStatus.PASSED),
        tally.of(LotStatus.RECALLED),
        tally.undone,
    )


def _lots(count: int) -> str:
    return f"{count} {'lot' if count == 1 else 'lots'}"
