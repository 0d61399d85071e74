"""The procedure's checks: what must be right before a lot is announced."""

from __future__ import annotations

from auction.rules.checks.candidate import Candidate, Passed
from auction.rules.checks.codes import DEVIABLE, TITLES, Check
from auction.rules.checks.content import check_content
from auction.rules.checks.finding import Finding, Problem, Tell
from auction.rules.checks.prices import check_prices
from auction.rules.checks.times import check_times
from auction.rules.procedure import Procedure

__all__ = [
    "DEVIABLE",
    "TITLES",
    "Candidate",
    "Check",
    "Finding",
    "Passed",
    "Tell",
    "blocking",
    "check_lot",
]


def check_lot(
    lot: Candidate, procedure: Procedure, *, tell: Tell
) -> tuple[Finding, ...]:
    """Return all that is wrong with a lot, in the order in which it is written.

    ``tell`` writes amounts and moments. What the office deviates from is there as
    well, with its reason: see ``blocking``.
    """
    problems = (
        *check_content(lot, procedure),
        *check_prices(lot, procedure, tell),
        *check_times(lot, procedure, tell),
    )
    return tuple(_under(procedure, problem, lot) for problem in problems)


def blocking(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return the findings that keep a lot from being announced."""
    return tuple(finding for finding in findings if not finding.is_settled)


def _under(procedure: Procedure, problem: Problem, lot: Candidate) -> Finding:
    check = problem.check
    may_deviate = check in DEVIABLE and check in procedure.may_deviate
    return Finding(
        check,
        problem.field,
        problem.sentence,
        law=procedure.law_of(check),
        may_deviate=may_deviate,
        reason=str(lot.deviations.get(check, "")) if may_deviate else "",
    )
