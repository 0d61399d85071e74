"""What a file and the options of a command say about the columns of a list."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from auction.models import Catalogue
from auction.rules.columns.plan import ColumnPlan, Plan, PlanInvalid
from auction.rules.columns.proposing import propose
from auction.rules.tables.grid import Shape
from auction.rules.tables.headings import Table
from auction.services import list_imports
from web.extensions import db

PARTS = ("shape", "columns", "constants")


def read(mapping: Path | None) -> tuple[Shape, Plan | None]:
    """Return what a file says about a list: its shape, and what its columns are."""
    if mapping is None:
        return Shape(), None
    try:
        found: Any = json.loads(mapping.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as broken:
        raise PlanInvalid(f"The mapping is not JSON: {broken}.") from None
    said: dict[str, Any] = found if isinstance(found, dict) else {"": None}
    if set(said) - set(PARTS) or not all(isinstance(p, dict) for p in said.values()):
        sentence = f"The mapping must be an object with {', '.join(PARTS)}."
        raise PlanInvalid(sentence)
    shape, columns, constants = (said.get(part, {}) for part in PARTS)
    return Shape.of(shape), Plan.of(columns, constants)


def write(table: Table, plan: Plan) -> str:
    """Return what ``read`` reads again, for somebody to change."""
    said = (table.grid.shape.stored(), plan.stored(), dict(plan.constants))
    return json.dumps(dict(zip(PARTS, said, strict=True)), ensure_ascii=False, indent=2)


def constant(written: str) -> tuple[str, str]:
    """Return a field and its value, from ``FIELD=VALUE``."""
    name, equals, value = written.partition("=")
    if not equals:
        raise PlanInvalid(f"--set needs FIELD=VALUE, not {written}.")
    return name.strip(), value.strip()


def plan_for(
    into: Catalogue,
    table: Table,
    said: Plan | None,
    *,
    constants: Mapping[str, str],
    rest: str,
) -> Plan:
    """Put together what is said now, what was said before, and what is usual.

    Columns of which nobody says anything become ``rest``.
    """
    before = said or list_imports.remembered(
        db.session(), office_id=into.office_id, headings=table.headings
    )
    proposed = propose(table, before)
    columns = {
        heading: column if column.to else ColumnPlan(rest)
        for heading, column in proposed.columns.items()
    }
    usual = list_imports.usual_constants(into)
    return Plan(columns, {**usual, **proposed.constants, **constants})
