"""A lot is announced in time, is open long enough, and ends on a day of work."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from auction.money import Money
from auction.rules.categories import MOVABLE, Category
from auction.rules.checks import Check, Passed
from auction.rules.procedure import NextRound
from tests.moving_clock import NOON
from tests.rules.checks.candidates import BERLIN, COURT, DAY, found, only
from tests.rules.shipped import shipped_procedure

MOMENT = timedelta(microseconds=1)
SECOND_ROUND = shipped_procedure("court-second-round")
MOVABLES = shipped_procedure("movables")


def berlin(*numbers: int) -> datetime:
    return datetime(*numbers, tzinfo=BERLIN).astimezone(UTC)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize("category", list(Category))
def test_movables_have_the_shorter_notice(category: Category) -> None:
    days = 15 if category in MOVABLE else 30
    opens_at = NOON + days * DAY

    in_time = found(category=category, opens_at=opens_at)
    too_early = found(category=category, opens_at=opens_at - MOMENT)

    assert in_time == []
    assert too_early == [Check.NOTICE]


def test_it_says_by_how_much_the_notice_is_too_short() -> None:
    finding = only(opens_at=NOON + 12 * DAY)

    assert finding.sentence == (
        "The opening is 12 days after the announcement; 30 days are needed: "
        "18 days too early. Earliest opening: 01 Apr 2026, 12:00."
    )
    assert finding.field == "opens_at"
    assert finding.law == "Fa Shi [2016] No. 18, article 12"


@pytest.mark.parametrize(
    ("announced_at", "earliest"),
    [
        # the clocks go forward on 29 March 2026, back on 25 October
        (berlin(2026, 3, 20, 10, 0), berlin(2026, 4, 19, 10, 0)),
        (berlin(2026, 10, 20, 10, 0), berlin(2026, 11, 19, 10, 0)),
        (berlin(2026, 2, 27, 2, 30), berlin(2026, 3, 29, 3, 30)),
    ],
)
def test_days_of_notice_are_days_of_the_zone_of_the_sale(
    announced_at: datetime, earliest: datetime
) -> None:
    times: dict[str, Any] = {"announced_at": announced_at, "zone": BERLIN}
    late = earliest + 2 * DAY

    assert found(opens_at=earliest, closes_at=late, **times) == []
    assert found(opens_at=earliest - MOMENT, closes_at=late, **times) == [Check.NOTICE]


def test_a_notice_over_a_change_of_clocks_is_told_in_whole_days() -> None:
    finding = only(
        announced_at=berlin(2026, 3, 20, 10, 0),
        opens_at=berlin(2026, 4, 1, 10, 0),
        zone=BERLIN,
    )

    assert "12 days after the announcement" in finding.sentence
    assert "18 days too early" in finding.sentence


def test_one_day_of_notice_is_told_as_one() -> None:
    brief = replace(COURT, notice_days_other=1)

    assert "; 1 day is needed: 1 hour too early." in (
        only(brief, opens_at=NOON + timedelta(hours=23)).sentence
    )


def test_an_opening_before_the_announcement_is_no_matter_of_notice() -> None:
    finding = only(opens_at=NOON - 2 * DAY)

    assert finding.check is Check.OPENING
    assert finding.sentence == (
        "The opening is 2 days before the announcement; it must be after it. "
        "Earliest opening: 01 Apr 2026, 12:00."
    )


def test_without_a_notice_a_lot_may_open_as_it_is_announced() -> None:
    changes: dict[str, Any] = {"increment": None, "opens_at": NOON}

    assert found(MOVABLES, **changes) == []
    assert found(MOVABLES, **changes | {"opens_at": NOON - MOMENT}) == [Check.OPENING]


@pytest.mark.parametrize(
    ("runs", "said"),
    [
        (timedelta(0), "The end is the moment of the opening; it must be after it."),
        (-DAY, "The end is 1 day before the opening; it must be after it."),
    ],
)
def test_the_end_is_after_the_opening(runs: timedelta, said: str) -> None:
    finding = only(closes_at=NOON + 30 * DAY + runs)

    assert finding.check is Check.END
    assert finding.sentence == said


def test_bidding_is_open_long_enough() -> None:
    opens_at = NOON + 30 * DAY

    assert found(closes_at=opens_at + DAY) == []
    assert found(closes_at=opens_at + DAY - MOMENT) == [Check.DURATION]
    assert only(closes_at=opens_at + timedelta(hours=20)).sentence == (
        "Bidding runs for 20 hours; at least 24 hours are needed: 4 hours too short. "
        "Earliest end: 02 Apr 2026, 12:00."
    )


def test_a_day_on_which_the_clocks_go_forward_is_too_short() -> None:
    finding = only(
        announced_at=berlin(2026, 2, 20, 10, 0),
        opens_at=berlin(2026, 3, 28, 10, 0),
        closes_at=berlin(2026, 3, 29, 10, 0),
        zone=BERLIN,
    )

    assert finding.sentence.startswith(
        "Bidding runs for 23 hours; at least 24 hours are needed: 1 hour too short."
    )


def test_twenty_days_are_days_whatever_the_clocks_do() -> None:
    spanish = replace(COURT, min_duration=20 * DAY)
    times: dict[str, Any] = {
        "announced_at": berlin(2026, 2, 10, 10, 0),
        "opens_at": berlin(2026, 3, 20, 10, 0),
        "zone": BERLIN,
    }

    end = berlin(2026, 4, 9, 10, 0)
    assert found(spanish, closes_at=end, **times) == []
    assert "19 days and 23 hours" in (
        only(spanish, closes_at=end - timedelta(hours=1), **times).sentence
    )


def test_the_end_is_on_a_working_day_of_the_zone_of_the_sale() -> None:
    strict = replace(
        COURT, closes_on_working_day=True, holidays=("12-24/01-06", "2026-04-06")
    )
    times: dict[str, Any] = {"announced_at": berlin(2026, 2, 10, 10, 0), "zone": BERLIN}
    opens_at = berlin(2026, 3, 30, 10, 0)

    friday = berlin(2026, 4, 3, 23, 59)  # 21:59 in UTC
    saturday = berlin(2026, 4, 4, 0, 30)  # still Friday in UTC
    assert found(strict, opens_at=opens_at, closes_at=friday, **times) == []
    finding = only(strict, opens_at=opens_at, closes_at=saturday, **times)
    assert finding.check is Check.WORKING_DAY
    assert finding.sentence == (
        "The end is on Saturday, 4 April 2026; it must be on a working day. "
        "The next one is 3 days later: Tuesday, 7 April 2026."
    )


def test_the_end_may_be_on_a_sunday_where_the_procedure_does_not_mind() -> None:
    sunday = datetime(2026, 4, 5, 12, 0, tzinfo=UTC)

    assert found(closes_at=sunday) == []


def test_the_next_attempt_opens_within_its_term() -> None:
    passed_at = NOON  # and it opens thirty days later
    terms = NextRound("court-second-round", Decimal(20), 30 * DAY)
    last = Passed(Money(700_00), passed_at, terms)

    assert found(SECOND_ROUND, previous=last) == []
    finding = only(
        SECOND_ROUND, previous=replace(last, ended_at=passed_at - timedelta(hours=1))
    )
    assert finding.check is Check.NEXT_ROUND
    assert finding.sentence == (
        "The last attempt ended on 02 Mar 2026, 11:00; the next opens within 30 days "
        "of it, by 01 Apr 2026, 11:00: 1 hour too late."
    )


def test_the_next_attempt_is_announced_within_its_term() -> None:
    passed_at = NOON - 15 * DAY
    terms = NextRound("sell-off", Decimal(0), announced_within=15 * DAY)
    last = Passed(Money(700_00), passed_at, terms)

    assert found(SECOND_ROUND, previous=last) == []
    finding = only(
        SECOND_ROUND, previous=replace(last, ended_at=passed_at - timedelta(hours=1))
    )
    assert finding.sentence == (
        "The last attempt ended on 15 Feb 2026, 11:00; the next is announced within "
        "15 days of it, by 02 Mar 2026, 11:00: 1 hour too late."
    )


def test_no_term_runs_when_the_last_attempt_did_not_pass() -> None:
    terms = NextRound("court-second-round", Decimal(20), 30 * DAY)

    assert found(SECOND_ROUND, previous=Passed(Money(700_00), None, terms)) == []


@pytest.mark.parametrize("terms", [None, NextRound("any", Decimal(20))])
def test_without_a_term_the_next_attempt_may_wait(terms: NextRound | None) -> None:
    last = Passed(Money(700_00), NOON - 400 * DAY, terms)

    assert found(previous=last) == []
