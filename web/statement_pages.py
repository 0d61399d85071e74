"""What the cashier's pages of statements show; before a lot has ended, no lot."""

from __future__ import annotations

from typing import Any, TypedDict

from flask import abort
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from auction.models import LineState, Statement, StatementLine
from auction.rules.matching import Fit, Match
from auction.services.booking_lines import CERTAIN
from auction.services.importing_statements import Imported
from auction.services.matching import matches_of
from web.extensions import db

PAGE = 100
STATEMENTS = 20  # the latest

FITS = {
    Fit.REFERENCE: "A deposit, by its reference",
    Fit.SUGGESTED: "Perhaps a deposit, by amount and name",
    Fit.RETURN: "A deposit that went back",
    Fit.BOUNCE: "A return that the bank could not deliver",
    Fit.REVERSAL: "A payment that the bank took back",
    Fit.SEVERAL: "Several references",
    Fit.NOTHING: "Nothing",
}


class Officer(TypedDict):
    """Whose statements, and who decides."""

    office_id: int
    by_id: int


def waiting(office_id: int, number: int) -> dict[str, Any]:
    """Return the entries that wait, a page of them, and the latest statements."""
    session = db.session()
    lines = session.scalars(
        select(StatementLine)
        .where(
            StatementLine.office_id == office_id,
            StatementLine.state == LineState.OPEN,
        )
        .order_by(StatementLine.id)
        .limit(PAGE + 1)
        .offset((number - 1) * PAGE)
    ).all()
    shown = lines[:PAGE]
    matches = matches_of(session, office_id, shown)
    return {
        "lines": shown,
        "matches": matches,
        "fits": FITS,
        "certain": any(match.fit in CERTAIN for match in matches.values()),
        "number": number,
        "has_more": len(lines) > PAGE,
        "statements": _statements(office_id),
    }


def entry(office_id: int, line_id: int) -> dict[str, Any]:
    """Return an entry of the office and what it fits; 404 for others'."""
    session = db.session()
    line = session.scalars(
        select(StatementLine)
        .where(StatementLine.id == line_id, StatementLine.office_id == office_id)
        .options(joinedload(StatementLine.statement, innerjoin=True))
    ).one_or_none()
    if line is None:
        abort(404)
    is_open = line.state is LineState.OPEN
    match = matches_of(session, office_id, [line])[line_id] if is_open else None
    return {"line": line, "match": match, "fits": FITS, "off": _off(match)}


def in_words(imported: Imported) -> str:
    """Say what a file brought, and what was there already."""
    parts = [
        f"{imported.lines} new entries from {imported.statements} new statements."
        if imported.lines != 1
        else "One new entry."
    ]
    if imported.known_lines:
        parts.append(f"{imported.known_lines} were there already.")
    if imported.unchecked:
        parts.append(
            "A statement without balances could not be added up: please compare it."
        )
    return " ".join(parts)


def _off(match: Match | None) -> str:
    if match is None or match.off is None or not match.off.minor:
        return ""
    return "above" if match.off.minor > 0 else "below"


def _statements(office_id: int) -> list[tuple[Statement, int]]:
    count = (
        select(func.count(StatementLine.id))
        .where(StatementLine.statement_id == Statement.id)
        .correlate(Statement)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Statement, count)
        .where(Statement.office_id == office_id)
        .options(joinedload(Statement.imported_by, innerjoin=True))
        .order_by(Statement.id.desc())
        .limit(STATEMENTS)
    )
    return [(row[0], row[1]) for row in rows]
