"""The rules of a sale as plain sentences, made from its procedure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from auction.money import Money
from auction.rules.closing import ClosingKind, ClosingRule
from auction.rules.increments import Band
from auction.rules.plain_acts import acts_in_words
from auction.rules.plain_eligibility import eligibility_in_words
from auction.rules.plain_limits import own_limits_in_words
from auction.rules.plain_registration import registration_in_words
from auction.rules.plain_rounds import rounds_in_words
from auction.rules.plain_terms import terms_in_words
from auction.rules.procedure import FirstBid, Procedure, ReserveKind, StepKind
from auction.rules.spans import clock_span, span

Tell = Callable[[Money], str]


SERVER_TIME = (
    "A bid counts by the moment it reaches the server, to the microsecond. At the very "
    "end it is too late: there is no grace."
)


def rules_in_words(
    procedure: Procedure, *, tell: Tell, increment: Money | None
) -> tuple[str, ...]:
    """Return the rules, one sentence or two each, amounts written by ``tell``."""
    return (
        *eligibility_in_words(procedure.eligibility),
        *terms_in_words(procedure),
        *registration_in_words(procedure),
        _first_bid(procedure),
        _step(procedure, tell, increment),
        *_jump(procedure),
        *own_limits_in_words(procedure),
        *_prepayment(procedure),
        _own_lead(procedure),
        *_closing(procedure.closing),
        SERVER_TIME,
        _reserve(procedure),
        _bidders(procedure.min_bidders),
        "A bid that was placed is binding and cannot be taken back.",
        *acts_in_words(procedure),
        _outage(procedure),
        _questions(procedure),
        *_afterwards(procedure),
        *rounds_in_words(procedure),
    )


def _first_bid(procedure: Procedure) -> str:
    if procedure.first_bid is FirstBid.EXACTLY:
        return "The first bid is exactly the starting price."
    return "The first bid is the starting price or more."


def _step(procedure: Procedure, tell: Tell, increment: Money | None) -> str:
    if procedure.step is StepKind.TABLE:
        least = "a whole multiple of" if procedure.multiples else "at least"
        return f"Each further bid is higher by {least} {_table(procedure.bands, tell)}."
    step = tell(increment) if increment else "the increment of the lot"
    if procedure.multiples:
        return f"Each further bid is the price plus {step} or a whole multiple of it."
    return f"Each further bid is higher than the price by {step} or more."


def _table(bands: Sequence[Band], tell: Tell) -> str:
    first, *others = bands
    steps = [f"{tell(band.step)} from {tell(band.floor)}" for band in others]
    return "; ".join([tell(first.step), *steps])


def _jump(procedure: Procedure) -> list[str]:
    if procedure.jump_steps is None:
        return []
    steps = procedure.jump_steps
    return [f"Whoever bids more than {steps} steps above the minimum is asked again."]


def _prepayment(procedure: Procedure) -> list[str]:
    if procedure.is_prepaid:
        return ["Whoever wants to bid pays the whole starting price in advance."]
    return []


def _own_lead(procedure: Procedure) -> str:
    if procedure.may_outbid_self:
        return "Who leads may raise his own bid."
    return "Who leads cannot outbid himself."


def _closing(rule: ClosingRule) -> list[str]:
    window, extension = span(rule.window), span(rule.extension)
    from_bid = (
        f"A bid in the last {window} moves the end to {extension} after that bid."
    )
    sentences = {
        ClosingKind.HARD: ["The lot closes at its end; a late bid does not move it."],
        ClosingKind.FROM_BID: [from_bid],
        ClosingKind.ADD: [f"A bid in the last {window} moves the end by {extension}."],
        ClosingKind.IDLE: [f"The lot closes once nobody has bid for {extension}."],
        ClosingKind.FIRST_BID: [*_first_bid_starts(rule), from_bid],
    }[rule.kind]
    if rule.cap is not None:
        first = (
            "one that the first bid set" if rule.waits_for_a_bid else "announced one"
        )
        sentences.append(
            f"The end never moves more than {span(rule.cap)} past the {first}."
        )
    if rule.max_extensions is not None:
        times = "once" if rule.max_extensions == 1 else f"{rule.max_extensions} times"
        sentences.append(f"The end moves at most {times}.")
    return sentences


def _first_bid_starts(rule: ClosingRule) -> list[str]:
    period = clock_span(rule.period)
    return [
        f"The first bid starts {period}: the lot closes {period} after it.",
        "If nobody has bid when the announced time is over, the lot passes.",
    ]


def _reserve(procedure: Procedure) -> str:
    if procedure.reserve is ReserveKind.START:
        return "The reserve is the starting price: the highest bid buys the lot."
    return (
        "The seller may have a reserve that is not shown. If the highest bid does not "
        "reach it, the lot passes."
    )


def _bidders(least: int) -> str:
    if least == 1:
        return "One bidder is enough."
    return f"At least {least} people must have bid; otherwise the lot passes."


def _outage(procedure: Procedure) -> str:
    rule = procedure.outage
    return (
        f"If the site cannot be reached for more than {span(rule.longer_than)} in the "
        f"last {span(rule.before_close)} of a lot, its end moves to at least "
        f"{span(rule.extension)} after the site is back, and its page says so."
    )


def _questions(procedure: Procedure) -> str:
    before = span(procedure.questions_until)
    until = f"{before} before its end" if procedure.questions_until else "its end"
    return (
        f"Questions about the lot are taken until {until}. Who asks is not told; "
        "question and answer are public."
    )


def _afterwards(procedure: Procedure) -> list[str]:
    sentences = []
    if procedure.balance_days is not None:
        term = span(timedelta(days=procedure.balance_days))
        sentences.append(f"The winner pays within {term}.")
    if procedure.winner_public:
        sentences.append("Bidders are shown by number; the winner's name is published.")
    else:
        sentences.append("Bidders are shown by number only.")
    return sentences
