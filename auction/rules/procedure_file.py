"""Reading a procedure's file, with errors that name the file and the key."""

from __future__ import annotations

import re
import tomllib
from datetime import timedelta
from decimal import Decimal

from auction.money import Currency
from auction.rules.barring import read_barring
from auction.rules.checks.codes import DEVIABLE, Check
from auction.rules.closing import ClosingKind, ClosingRule
from auction.rules.eligibility_file import read_eligibility
from auction.rules.procedure import (
    ActTerms,
    DepositGone,
    FirstBid,
    Forfeits,
    NextRound,
    OutageRule,
    Procedure,
    ProcedureInvalid,
    ReserveKind,
    StepKind,
)
from auction.rules.procedure_table import Table
from auction.rules.registration_terms import read_priority, read_registration

HOLIDAY = re.compile(
    r"\d{4}-\d{2}-\d{2}|(0[1-9]|1[0-2])-\d{2}(/(0[1-9]|1[0-2])-\d{2})?"
)
ALONE_OR_TWO = (1, 2)
QUESTIONS_UNTIL = timedelta(days=1)
NONE = timedelta(0)


def read(text: str, *, currency: Currency, source: str) -> Procedure:
    """Read a procedure for a currency, or refuse with the file and the key."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as broken:
        raise ProcedureInvalid(f"{source}: this is not TOML: {broken}.") from broken
    root = Table(tables, source)
    price, step = root.table("price"), root.table("increment")
    bidding, closing = root.table("bidding"), root.table("closing")
    suspension, outage = root.table("suspension"), root.table("outage")
    notice, deposit = root.table("notice"), root.table("deposit")
    default, maximum = root.table("default"), root.table("maximum")
    publicity = root.table("publicity")
    kind = step.choice("step", StepKind)
    procedure = Procedure(
        title=root.text("title"),
        round=root.text("round"),
        summary=root.text("summary"),
        law=root.text("law"),
        first_bid=price.choice("first_bid", FirstBid),
        reserve=price.choice("reserve", ReserveKind),
        reserve_floor_percent=price.percent("reserve_floor_percent"),
        step=kind,
        bands=step.bands(currency) if kind is StepKind.TABLE else (),
        multiples=step.flag("multiples"),
        min_bidders=bidding.number("min_bidders"),
        may_outbid_self=bidding.flag("may_outbid_self"),
        jump_steps=bidding.number_or_none("jump_steps"),
        ceiling_times_deposit=bidding.number_or_none("ceiling_times_deposit"),
        maxima=maximum.flag_or("allowed", False),
        closing=_closing(closing),
        recall=_act(root.table("recall")),
        resume_at_least=suspension.duration("resume_at_least"),
        resume_within=suspension.duration_or_none("resume_within"),
        suspension=_act(suspension),
        stay=_act_or_none(root, "stay"),
        voiding=_act(root.table("voiding")),
        default=_act(default) if root.has("default") else ActTerms(),
        forfeit=default.text_or_none("forfeit") or "",
        forfeits=default.choice_or("forfeits", Forfeits.ALL),
        buyer_barred=default.flag_or("buyer_barred", True),
        outage=OutageRule(
            longer_than=outage.duration("longer_than"),
            before_close=outage.duration("before_close"),
            extension=outage.duration("extension"),
        ),
        notice_days_movable=notice.number("days_movable", lowest=0),
        notice_days_other=notice.number("days_other", lowest=0),
        deposit_percent_min=deposit.percent("percent_min"),
        deposit_percent_max=deposit.percent("percent_max"),
        deposit_release=deposit.duration_or_none("release"),
        deposit_gone=deposit.choice_or("withdrawn", DepositGone.STAND),
        balance_days=root.table("balance").number_or_none("days"),
        bids_public=publicity.flag("bids"),
        winner_public=publicity.flag("winner"),
        winner_to_seller=publicity.flag_or("winner_to_seller", True),
        min_duration=root.table("duration").duration_or_none("at_least"),
        closes_on_working_day=closing.flag_or("on_working_day", False),
        holidays=_holidays(closing),
        required_documents=root.table("documents").texts("required"),
        next_round=_next_round(root),
        questions_until=_questions_until(root),
        may_deviate=_may_deviate(root.table("deviation")),
        laws=_laws(root.table("laws")),
        registration=read_registration(root),
        priority=read_priority(root),
        runner_up_by_consent=root.table("runner_up").flag_or("by_consent", False),
        barring=read_barring(root),
        eligibility=read_eligibility(root),
    )
    _check_deposit(deposit, procedure)
    _check_maxima(maximum, procedure)
    root.refuse_unknown()
    return procedure


def _check_deposit(table: Table, procedure: Procedure) -> None:
    least, most = procedure.deposit_percent_min, procedure.deposit_percent_max
    if least is not None and most is not None and least > most:
        table.refuse("percent_max", "must not be below percent_min")


def _check_maxima(table: Table, procedure: Procedure) -> None:
    by_table = procedure.step is StepKind.TABLE and procedure.multiples
    if procedure.maxima and by_table:
        table.refuse(
            "allowed",
            "must be false where bids rise by whole steps of a table: a maximum need "
            "not be one of them",
        )


def _closing(table: Table) -> ClosingRule:
    kind = table.choice("rule", ClosingKind)
    if kind is ClosingKind.HARD:
        return ClosingRule(kind)
    extension = table.duration("extension")
    return ClosingRule(
        kind,
        window=extension if kind is ClosingKind.IDLE else table.duration("window"),
        extension=extension,
        cap=table.duration_or_none("cap"),
        max_extensions=table.number_or_none("max_extensions"),
        period=_period(table, extension) if kind is ClosingKind.FIRST_BID else NONE,
    )


def _period(table: Table, extension: timedelta) -> timedelta:
    period = table.duration("period")
    if period < extension or not period:
        table.refuse("period", "must not be shorter than closing.extension")
    return period


def _act(table: Table) -> ActTerms:
    persons = table.number_or_none("persons") or 1
    if persons not in ALONE_OR_TWO:
        table.refuse("persons", "must be 1 or 2")
    return ActTerms(table.grounds(), persons, table.flag_or("document", False))


def _act_or_none(root: Table, key: str) -> ActTerms:
    return _act(root.table(key)) if root.has(key) else ActTerms()


def _holidays(closing: Table) -> tuple[str, ...]:
    days = closing.texts("holidays")
    if not all(HOLIDAY.fullmatch(day) for day in days):
        closing.refuse("holidays", 'must be days such as "12-24/01-06" or "2026-04-06"')
    return days


def _may_deviate(table: Table) -> frozenset[str]:
    checks = table.texts("allowed")
    if not DEVIABLE.issuperset(checks):
        table.refuse("allowed", f"must be of: {', '.join(sorted(DEVIABLE))}")
    return frozenset(checks)


def _laws(table: Table) -> dict[str, str]:
    laws = table.texts_by_key()
    for key in laws:
        if key not in set(Check):
            table.refuse(key, "is not a check that a procedure has")
    return laws


def _next_round(root: Table) -> NextRound | None:
    if not root.has("next_round"):
        return None
    table = root.table("next_round")
    return NextRound(
        procedure=table.text("procedure"),
        price_cut_percent_max=table.percent("price_cut_percent_max") or Decimal(0),
        within=table.duration_or_none("within"),
        announced_within=table.duration_or_none("announced_within"),
    )


def _questions_until(root: Table) -> timedelta:
    before_end = root.table("questions").duration_or_none("until")
    return QUESTIONS_UNTIL if before_end is None else before_end
