"""What must hold before a lot is announced, as plain sentences."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from auction.rules.papers import kind_title
from auction.rules.procedure import Procedure
from auction.rules.spans import clock_span, span


def terms_in_words(procedure: Procedure) -> tuple[str, ...]:
    """Return the terms that every lot of a procedure was checked for."""
    return (
        *_notice(procedure),
        *_duration(procedure),
        *_working_day(procedure),
        *_floor(procedure),
        *_deposit(procedure),
        *_documents(procedure),
        *_deviations(procedure),
    )


def _notice(procedure: Procedure) -> list[str]:
    movable, other = procedure.notice_days_movable, procedure.notice_days_other
    if movable == other == 0:
        return []
    if movable == other:
        return [f"A lot is announced at least {_days(other)} before it opens."]
    sentence = f"A lot is announced at least {_days(other)} before it opens; "
    return [f"{sentence}movables, at least {_days(movable)}."]


def _duration(procedure: Procedure) -> list[str]:
    if procedure.min_duration is None:
        return []
    least = clock_span(procedure.min_duration)
    if procedure.closing.waits_for_a_bid:
        return [f"A first bid may be placed for at least {least}."]
    return [f"Bidding is open for at least {least}."]


def _working_day(procedure: Procedure) -> list[str]:
    if not procedure.closes_on_working_day:
        return []
    return ["The announced end is on a working day."]


def _floor(procedure: Procedure) -> list[str]:
    if procedure.reserve_floor_percent is None:
        return []
    percent = procedure.reserve_floor_percent
    return [f"The reserve is at least {percent} % of the valuation."]


def _deposit(procedure: Procedure) -> list[str]:
    low, high = procedure.deposit_percent_min, procedure.deposit_percent_max
    if procedure.is_prepaid or low is high is None:
        return []
    return [f"The deposit is {_range(low, high)} of the starting price."]


def _range(low: Decimal | None, high: Decimal | None) -> str:
    if low is None:
        return f"at most {high} %"
    if high is None:
        return f"at least {low} %"
    return f"{low} %" if low == high else f"{low} % to {high} %"


def _documents(procedure: Procedure) -> list[str]:
    titles = [kind_title(code) for code in procedure.required_documents]
    return [f"Published with every lot: {', '.join(titles)}."] if titles else []


def _deviations(procedure: Procedure) -> list[str]:
    if not procedure.may_deviate:
        return []
    return ["Where a lot deviates from these terms, its page says so, and why."]


def _days(count: int) -> str:
    return span(timedelta(days=count))
