"""What the next attempt to sell a lot begins with: its price, deposit and dates.

A proposal keeps the rules wherever they can be kept. The office may change it; the
checks before the announcement judge what it makes of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from auction.money import Money
from auction.rules import rounds
from auction.rules.checks import calendar
from auction.rules.checks.prices import deposit_range, least_after_cut
from auction.rules.checks.times import notice_days
from auction.rules.procedure import Procedure, ReserveKind, StepKind
from auction.rules.rounds import ANY_PRICE, Attempt

NO_CUT = Decimal(0)
ONE_DAY = timedelta(days=1)
WINDOW = timedelta(days=60)  # of a sell-off whose procedure does not say
SHORTEST = timedelta(hours=24)  # of an auction after a sell-off that does not say


@dataclass(frozen=True, slots=True)
class Prices:
    """What a lot costs at its next attempt; ``floor`` is the lowest lawful start."""

    floor: Money | None
    starting_price: Money
    increment: Money | None
    deposit: Money | None


@dataclass(frozen=True, slots=True)
class Dates:
    """When the next attempt takes place, and within which terms it must.

    ``announced_by`` is the last moment at which an announcement leaves the notice that
    the opening by ``opens_by`` needs, or that the procedure names itself.
    """

    opens_at: datetime
    closes_at: datetime
    notice_days: int
    earliest: datetime  # opening, if it were announced now
    opens_by: datetime | None
    announced_by: datetime | None


def propose_prices(
    attempts: Sequence[Attempt], procedure: Procedure, *, unit: Money
) -> Prices:
    """Propose what a lot costs after these attempts, under the next procedure.

    ``unit`` is one whole unit of the currency: to it amounts are rounded up where there
    is no increment.
    """
    last, floor = attempts[-1], rounds.price_floor(attempts)
    increment = last.increment if procedure.step is StepKind.FIXED else None
    start = _start(last, procedure, step=increment or unit)
    if floor is not None:
        start = max(start, floor)
    return Prices(floor, start, increment, _deposit(last, procedure, start, unit))


def propose_dates(
    lots: Sequence[Attempt], procedure: Procedure, *, now: datetime, zone: ZoneInfo
) -> Dates:
    """Propose when the next attempts of these lots open and close, all together.

    The opening is a working day after the notice is over, at the time of day of the
    last one; when the term ends before, it is the last working day that keeps both.
    """
    days = max(notice_days(procedure, lot.category) for lot in lots)
    earliest = calendar.days_later(now, days, zone)
    latest = min((t for lot in lots if (t := rounds.opens_by(lot, zone))), default=None)
    opens_at = _opening(lots[0], procedure, earliest, latest, zone)
    return Dates(
        opens_at,
        _end(lots, procedure, opens_at, zone),
        days,
        earliest,
        latest,
        _announced_by(lots, latest, days, zone),
    )


def _start(last: Attempt, procedure: Procedure, *, step: Money) -> Money:
    cut = last.terms.price_cut_percent_max if last.terms else NO_CUT
    least = least_after_cut(last.starting_price, cut if cut < ANY_PRICE else NO_CUT)
    percent = procedure.reserve_floor_percent
    if percent and last.valuation and procedure.reserve is ReserveKind.START:
        least = max(least, last.valuation.at_least_percent(percent))
    most = last.starting_price if least <= last.starting_price else None
    return _rounded_up(least, step, most=most)


def _deposit(
    last: Attempt, procedure: Procedure, start: Money, unit: Money
) -> Money | None:
    least, most = deposit_range(start, procedure)
    if last.deposit is None or not last.starting_price.minor:
        return least
    scaled = Money(-(-last.deposit.minor * start.minor // last.starting_price.minor))
    deposit = _rounded_up(max(scaled, least or scaled), unit)
    return deposit if most is None else min(deposit, most)


def _rounded_up(amount: Money, step: Money, *, most: Money | None = None) -> Money:
    rounded = Money(-(-amount.minor // step.minor) * step.minor)
    return rounded if most is None else min(rounded, most)


def _opening(
    last: Attempt,
    procedure: Procedure,
    earliest: datetime,
    latest: datetime | None,
    zone: ZoneInfo,
) -> datetime:
    time = last.opens_at.astimezone(zone).timetz().replace(tzinfo=None)

    def at(day: date) -> datetime:
        return datetime.combine(day, time, zone).astimezone(UTC)

    first = calendar.days_later(earliest, 1, zone).astimezone(zone).date()
    days = [first + n * ONE_DAY for n in range(366)]
    usual = next(
        at(day) for day in days if calendar.is_working_day(day, procedure.holidays)
    )
    if latest is None or usual <= latest:
        return usual
    day = latest.astimezone(zone).date()
    while at(day) >= earliest:
        if calendar.is_working_day(day, procedure.holidays) and at(day) <= latest:
            return at(day)
        day -= ONE_DAY
    return usual


def _end(
    lots: Sequence[Attempt], procedure: Procedure, opens_at: datetime, zone: ZoneInfo
) -> datetime:
    end = calendar.later(opens_at, _duration(lots, procedure, zone), zone)
    day = end.astimezone(zone).date()
    if not procedure.closes_on_working_day:
        return end
    if calendar.is_working_day(day, procedure.holidays):
        return end
    following = calendar.next_working_day(day, procedure.holidays) or day
    return calendar.days_later(end, (following - day).days, zone)


def _duration(
    lots: Sequence[Attempt], procedure: Procedure, zone: ZoneInfo
) -> timedelta:
    if procedure.closing.waits_for_a_bid:
        return procedure.min_duration or WINDOW
    least = procedure.min_duration or SHORTEST
    before = [
        calendar.between(lot.opens_at, lot.scheduled_close, zone)
        for lot in lots
        if not lot.procedure.closing.waits_for_a_bid
    ]
    return max(min(before, default=least), procedure.min_duration or timedelta(0))


def _announced_by(
    lots: Sequence[Attempt], latest: datetime | None, days: int, zone: ZoneInfo
) -> datetime | None:
    terms = [t for lot in lots if (t := rounds.announced_by(lot, zone))]
    if latest is not None:
        terms.append(calendar.days_later(latest, -days, zone))
    return min(terms, default=None)
