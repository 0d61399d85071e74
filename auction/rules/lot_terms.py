"""What the terms of one lot owe to each other and to the procedure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from auction.money import Money
from auction.rules.procedure import Procedure, ReserveKind, StepKind

NO_INCREMENT = "This procedure needs an increment above 0."


def disagreements(values: Mapping[str, Any], procedure: Procedure) -> dict[str, str]:
    """Return what does not fit together, by column; what is missing is not wrong.

    ``values`` are amounts and moments by the names of their columns.
    """
    found = {
        "increment": _increment(values.get("increment"), procedure),
        "reserve": _reserve(
            values.get("reserve"), values.get("starting_price"), procedure
        ),
        "closes_at": _end(values),
    }
    return {column: sentence for column, sentence in found.items() if sentence}


def needs_increment(values: Mapping[str, Any], procedure: Procedure) -> bool:
    """Say whether an increment is missing, because each lot has its own."""
    return procedure.step is StepKind.FIXED and values.get("increment") is None


def _increment(increment: Money | None, procedure: Procedure) -> str:
    if increment is None:
        return ""
    if procedure.step is StepKind.TABLE:
        return "This procedure has a step table: leave the increment empty."
    return "" if increment > Money(0) else NO_INCREMENT


def _reserve(reserve: Money | None, start: Money | None, procedure: Procedure) -> str:
    if reserve is None or start is None or reserve == start:
        return ""
    if procedure.reserve is ReserveKind.START:
        return "Here the reserve is the starting price: leave it empty."
    return "The reserve is below the starting price." if reserve < start else ""


def _end(values: Mapping[str, Any]) -> str:
    opens_at, closes_at = values.get("opens_at"), values.get("closes_at")
    if opens_at and closes_at and closes_at <= opens_at:
        return "The end must be after the opening."
    return ""
