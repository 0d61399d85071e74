"""Everybody can read the rules of a sale; they are made from its procedure."""

from dataclasses import replace
from datetime import timedelta

import pytest

from auction.money import Money
from auction.rules.closing import ClosingKind, ClosingRule
from auction.rules.plain_words import rules_in_words
from auction.rules.procedure import Procedure, ReserveKind
from auction.rules.registration_terms import PriorityGround, PriorityTerms
from auction.rules.spans import clock_span, span
from auction.services.procedures import shipped
from tests.rules.shipped import shipped_procedure

PRIORITY = PriorityTerms((PriorityGround("any", "Any.", 1),), timedelta(days=3))
MINUTE = timedelta(minutes=1)
STEP = Money(500_00)
COURT = shipped_procedure("court-first-round")
BANK = shipped_procedure("bank-claims")
MOVABLES = shipped_procedure("movables")
SELL_OFF = shipped_procedure("sell-off")


def tell(amount: Money) -> str:
    return f"EUR {amount.minor // 100}"


def rules(procedure: Procedure, increment: Money | None = STEP) -> str:
    return "\n".join(rules_in_words(procedure, tell=tell, increment=increment))


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_procedure_is_told_in_whole_sentences(name: str) -> None:
    told = rules_in_words(shipped_procedure(name), tell=tell, increment=STEP)

    assert all(rule[0].isupper() and rule.endswith(".") for rule in told)
    assert not any("  " in rule or "None" in rule for rule in told)
    assert len(set(told)) == len(told)


def test_a_court_begins_exactly_at_the_starting_price() -> None:
    assert "The first bid is exactly the starting price." in rules(COURT)
    assert "The first bid is the starting price or more." in rules(BANK)


def test_the_step_of_the_lot_is_told_in_figures() -> None:
    assert "the price plus EUR 500 or a whole multiple of it." in rules(COURT)
    assert "higher than the price by EUR 500 or more." in rules(BANK)
    assert "the price plus the increment of the lot or" in rules(COURT, None)


def test_a_table_of_steps_is_told_band_by_band() -> None:
    assert "by at least EUR 1; EUR 2 from EUR 25; EUR 5 from EUR 50; " in rules(
        MOVABLES
    )


def test_a_table_whose_steps_must_be_kept_says_so() -> None:
    strict = replace(MOVABLES, multiples=True)

    assert "higher by a whole multiple of EUR 1; EUR 2 from EUR 25" in rules(strict)


def test_it_says_who_may_outbid_himself() -> None:
    assert "Who leads cannot outbid himself." in rules(COURT)
    assert "Who leads may raise his own bid." in rules(
        replace(COURT, may_outbid_self=True)
    )


def test_it_says_whether_the_site_bids_for_people() -> None:
    assert "Everybody bids for himself" in rules(COURT)
    assert "You can tell the site a maximum" in rules(replace(COURT, maxima=True))


def test_it_says_that_priority_purchasers_may_match() -> None:
    assert "may bid the same price" not in rules(MOVABLES)
    assert "may bid the same price" in rules(replace(MOVABLES, priority=PRIORITY))


@pytest.mark.parametrize(
    ("times", "sentence"),
    [(1, "Nobody bids more than his deposit."), (20, "than 20 times his deposit.")],
)
def test_it_says_how_high_the_deposit_lets_people_bid(
    times: int, sentence: str
) -> None:
    assert sentence in rules(replace(MOVABLES, ceiling_times_deposit=times))
    assert "his deposit" not in rules(MOVABLES)


def test_it_says_how_far_a_bid_may_jump_unasked() -> None:
    assert "more than 10 steps above the minimum is asked again" in rules(COURT)
    assert "asked again" not in rules(replace(COURT, jump_steps=None))


@pytest.mark.parametrize(
    ("closing", "sentence"),
    [
        (
            ClosingRule(ClosingKind.HARD),
            "The lot closes at its end; a late bid does not move it.",
        ),
        (
            ClosingRule(ClosingKind.FROM_BID, 5 * MINUTE, 3 * MINUTE),
            "A bid in the last 5 minutes moves the end to 3 minutes after that bid.",
        ),
        (
            ClosingRule(ClosingKind.ADD, MINUTE, 2 * MINUTE),
            "A bid in the last 1 minute moves the end by 2 minutes.",
        ),
        (
            ClosingRule(ClosingKind.IDLE, 60 * MINUTE, 60 * MINUTE),
            "The lot closes once nobody has bid for 1 hour.",
        ),
    ],
)
def test_every_closing_rule_has_its_sentence(
    closing: ClosingRule, sentence: str
) -> None:
    assert sentence in rules(replace(COURT, closing=closing))


def test_the_limits_of_a_soft_close_are_told() -> None:
    closing = replace(COURT.closing, cap=120 * MINUTE, max_extensions=1)

    told = rules(replace(COURT, closing=closing))

    assert "The end never moves more than 2 hours past the announced one." in told
    assert "The end moves at most once." in told
    assert "at most 3 times." in rules(
        replace(COURT, closing=replace(closing, max_extensions=3))
    )


def test_a_sell_off_says_what_the_first_bid_starts() -> None:
    told = rules(SELL_OFF)

    assert "The first bid starts 24 hours: the lot closes 24 hours after it." in told
    assert "If nobody has bid when the announced time is over, the lot passes." in told
    assert "A bid in the last 5 minutes moves the end to 5 minutes after" in told
    assert "pays the whole starting price in advance." in told
    assert "in advance" not in rules(COURT)


def test_the_cap_of_a_sell_off_counts_from_its_first_bid() -> None:
    closing = replace(SELL_OFF.closing, cap=120 * MINUTE)

    assert (
        "The end never moves more than 2 hours past the one that the first bid set."
        in rules(replace(SELL_OFF, closing=closing))
    )


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(minutes=90), "90 minutes"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=24), "24 hours"),
        (timedelta(hours=72), "72 hours"),
        (timedelta(days=4), "4 days"),
    ],
)
def test_a_clock_of_a_day_or_two_is_told_in_hours(
    length: timedelta, words: str
) -> None:
    assert clock_span(length) == words


def test_the_servers_moment_counts_without_grace() -> None:
    assert "moment it reaches the server" in rules(COURT)
    assert "there is no grace" in rules(COURT)


def test_a_hidden_reserve_is_mentioned_but_not_told() -> None:
    assert BANK.reserve is ReserveKind.HIDDEN
    assert "a reserve that is not shown" in rules(BANK)
    assert "The reserve is the starting price" in rules(COURT)


def test_it_says_how_many_must_bid() -> None:
    assert "One bidder is enough." in rules(COURT)
    assert "At least 2 people must have bid" in rules(replace(COURT, min_bidders=2))


def test_it_says_what_an_outage_leads_to() -> None:
    assert "for more than 1 minute in the last 30 minutes of a lot" in rules(COURT)
    assert "at least 2 hours after the site is back" in rules(COURT)


def test_it_says_when_the_winner_pays_and_who_learns_his_name() -> None:
    assert "The winner pays within 10 days." in rules(COURT)
    assert "the winner's name is published" in rules(COURT)
    assert "Bidders are shown by number only." in rules(BANK)
    assert "within 1 day." in rules(replace(COURT, balance_days=1))
    assert "The winner pays" not in rules(replace(COURT, balance_days=None))


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(0), "0 seconds"),
        (timedelta(seconds=1), "1 second"),
        (timedelta(seconds=90), "90 seconds"),
        (timedelta(minutes=90), "90 minutes"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=60), "60 days"),
    ],
)
def test_a_span_is_told_in_its_largest_whole_unit(
    length: timedelta, words: str
) -> None:
    assert span(length) == words
