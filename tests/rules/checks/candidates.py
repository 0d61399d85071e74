"""A lot that passes every check of a court, of which a test changes what matters."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from auction.money import Money
from auction.rules.categories import Category
from auction.rules.checks import Candidate, Check, Finding, check_lot
from auction.rules.procedure import Procedure
from tests.moving_clock import NOON
from tests.rules.shipped import EUR, shipped_procedure

BERLIN = ZoneInfo("Europe/Berlin")
DAY = timedelta(days=1)
COURT = shipped_procedure("court-first-round")
GOOD = Candidate(
    category=Category.REAL_ESTATE,
    title="Example flat",
    description="Three rooms.",
    valuation=Money(1_000_00),
    starting_price=Money(700_00),
    reserve=None,
    increment=Money(10_00),
    deposit=Money(70_00),
    opens_at=NOON + 30 * DAY,
    closes_at=NOON + 31 * DAY,
    announced_at=NOON,
    zone=ZoneInfo("UTC"),
    documents=frozenset({"valuation_report"}),
)


def tell(value: object) -> str:
    if isinstance(value, Money):
        whole, rest = divmod(value.minor, 10**EUR.exponent)
        return f"EUR {whole}.{rest:02}"
    assert isinstance(value, datetime)
    return f"{value:%d %b %Y, %H:%M}"


def findings(procedure: Procedure = COURT, **changes: Any) -> tuple[Finding, ...]:
    """Check the good lot of a court with a few changes."""
    return check_lot(replace(GOOD, **changes), procedure, tell=tell)


def found(procedure: Procedure = COURT, **changes: Any) -> list[Check]:
    return [finding.check for finding in findings(procedure, **changes)]


def only(procedure: Procedure = COURT, **changes: Any) -> Finding:
    """Return the one thing that is wrong."""
    (finding,) = findings(procedure, **changes)
    return finding
