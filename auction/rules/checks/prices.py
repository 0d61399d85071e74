"""Checking the amounts of a lot: what the first bid, the deposit and a cut may be."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from auction.money import Money
from auction.rules.checks.candidate import Candidate
from auction.rules.checks.codes import Check
from auction.rules.checks.finding import Problem, Tell
from auction.rules.procedure import Procedure, ReserveKind, StepKind

NOTHING = Money(0)


def check_prices(lot: Candidate, procedure: Procedure, tell: Tell) -> Iterator[Problem]:
    """Tell what is wrong with the amounts of a lot."""
    yield from _increment(lot, procedure)
    if lot.starting_price <= NOTHING:
        yield Problem(
            Check.STARTING_PRICE,
            "starting_price",
            "There is no starting price yet; it must be above 0.",
        )
        return
    yield from _reserve(lot, procedure, tell)
    yield from _reserve_floor(lot, procedure, tell)
    yield from _price_cut(lot, tell)
    yield from _deposit(lot, procedure, tell)


def deposit_range(
    start: Money, procedure: Procedure
) -> tuple[Money | None, Money | None]:
    """Return the least and the most that a deposit may be, where there are bounds.

    Exactly: of 10.10, five per cent is at least 0.51. Where no whole unit lies between
    the two, as with a start of 3 yen, the least one is right.
    """
    low, high = procedure.deposit_percent_min, procedure.deposit_percent_max
    least = None if low is None else start.at_least_percent(low)
    most = None if high is None else start.at_most_percent(high)
    if least is not None and most is not None:
        most = max(least, most)
    return least, most


def least_after_cut(last: Money, percent: Decimal) -> Money:
    """Return the lowest starting price after one that may be cut by so much."""
    return last.at_least_percent(100 - percent)


def _increment(lot: Candidate, procedure: Procedure) -> Iterator[Problem]:
    sentence = ""
    if procedure.step is StepKind.FIXED:
        if lot.increment is None or lot.increment <= NOTHING:
            sentence = "There is no increment yet; it must be above 0."
    elif lot.increment is not None:
        sentence = "Here the increment follows the price: leave it empty."
    if sentence:
        yield Problem(Check.INCREMENT, "increment", sentence)


def _reserve(lot: Candidate, procedure: Procedure, tell: Tell) -> Iterator[Problem]:
    if lot.reserve is None or lot.reserve == lot.starting_price:
        return
    sentence = ""
    if procedure.reserve is ReserveKind.START:
        sentence = (
            f"The reserve is {tell(lot.reserve)}; it must be the starting price, "
            f"{tell(lot.starting_price)}: leave it empty."
        )
    elif lot.reserve < lot.starting_price:
        less = tell(lot.starting_price - lot.reserve)
        sentence = (
            f"The reserve is {tell(lot.reserve)}; it must not be below the starting "
            f"price, {tell(lot.starting_price)}: {less} too low."
        )
    if sentence:
        yield Problem(Check.RESERVE, "reserve", sentence)


def _reserve_floor(
    lot: Candidate, procedure: Procedure, tell: Tell
) -> Iterator[Problem]:
    percent = procedure.reserve_floor_percent
    if percent is None:
        return
    name, column, price = _lowest(lot, procedure)
    if lot.valuation is None or lot.valuation <= NOTHING:
        yield Problem(
            Check.RESERVE_FLOOR,
            "valuation",
            f"There is no valuation; the {name} must be at least {percent} % of it.",
        )
        return
    least = lot.valuation.at_least_percent(percent)
    if price < least:
        yield Problem(
            Check.RESERVE_FLOOR,
            column,
            f"The {name} is {tell(price)}; at least {tell(least)} is needed, {percent} "
            f"% of the valuation: {tell(least - price)} too low.",
        )


def _lowest(lot: Candidate, procedure: Procedure) -> tuple[str, str, Money]:
    if procedure.reserve is ReserveKind.HIDDEN and lot.reserve is not None:
        return "reserve", "reserve", lot.reserve
    return "starting price", "starting_price", lot.starting_price


def _price_cut(lot: Candidate, tell: Tell) -> Iterator[Problem]:
    if lot.previous is None or lot.previous.terms is None:
        return
    last = lot.previous.starting_price
    percent = lot.previous.terms.price_cut_percent_max
    least = least_after_cut(last, percent)
    if lot.starting_price < least:
        cut = f", the {tell(last)} of the last attempt"
        cut += f" less {percent} %" if percent else ""
        yield Problem(
            Check.PRICE_CUT,
            "starting_price",
            f"The starting price is {tell(lot.starting_price)}; at least {tell(least)} "
            f"is needed{cut}: {tell(least - lot.starting_price)} too low.",
        )


def _deposit(lot: Candidate, procedure: Procedure, tell: Tell) -> Iterator[Problem]:
    least, most = deposit_range(lot.starting_price, procedure)
    deposit = lot.deposit or NOTHING
    none = deposit == NOTHING
    is_ = "There is no deposit" if none else f"The deposit is {tell(deposit)}"
    sentence = ""
    if least is not None and deposit < least:
        sentence = (
            f"{is_}; at least {tell(least)} is needed, {procedure.deposit_percent_min} "
            f"% of the starting price: {tell(least - deposit)} too little."
        )
    elif most is not None and deposit > most:
        sentence = (
            f"{is_}; at most {tell(most)} is allowed, {procedure.deposit_percent_max} "
            f"% of the starting price: {tell(deposit - most)} too much."
        )
    if sentence:
        yield Problem(Check.DEPOSIT, "deposit", sentence)
