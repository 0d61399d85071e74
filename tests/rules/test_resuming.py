"""A lot that rested goes on with the time that it had, and never earlier than said."""

from datetime import datetime, timedelta

import pytest

from auction.rules.lifecycle import LotStatus
from auction.rules.resuming import Span, TooEarly, resume_due_at, resumed
from tests.moving_clock import NOON
from tests.rules.shipped import shipped_procedure

COURT = shipped_procedure()  # at least 30 minutes, within 5 days
MOVABLES = shipped_procedure("movables")
HOUR, DAY, LEAST = timedelta(hours=1), timedelta(days=1), timedelta(minutes=30)
RESTED_AT = NOON - 10 * DAY


def go_on(
    span: Span, rested_from: LotStatus, wanted: datetime | None = None
) -> tuple[datetime, datetime]:
    after = resumed(
        COURT,
        span,
        rested_from=rested_from,
        rested_at=RESTED_AT,
        now=NOON,
        wanted=wanted,
    )
    return after.opens_at, after.closes_at


def was_open(left: timedelta) -> Span:
    return Span(RESTED_AT - DAY, RESTED_AT + left)


@pytest.mark.parametrize(
    ("left", "now_left"),
    [
        (3 * HOUR, 3 * HOUR),
        (timedelta(seconds=1), LEAST),
        (LEAST, LEAST),
        (timedelta(seconds=-1), LEAST),
    ],
)
def test_a_lot_that_was_open_keeps_its_time_and_has_at_least_the_procedures(
    left: timedelta, now_left: timedelta
) -> None:
    opens_at, closes_at = go_on(was_open(left), LotStatus.OPEN)

    assert (opens_at, closes_at) == (RESTED_AT - DAY, NOON + now_left)


@pytest.mark.parametrize(
    ("announced", "opens_at"),
    [
        (NOON - 5 * DAY, NOON + LEAST),
        (NOON + timedelta(minutes=1), NOON + LEAST),
        (NOON + 3 * DAY, NOON + 3 * DAY),
    ],
)
def test_one_that_had_not_opened_opens_as_announced_or_soon_for_as_long(
    announced: datetime, opens_at: datetime
) -> None:
    announced_span = Span(announced, announced + 26 * HOUR)

    assert go_on(announced_span, LotStatus.ANNOUNCED) == (
        opens_at,
        opens_at + 26 * HOUR,
    )


def test_the_office_may_choose_a_later_moment() -> None:
    later = NOON + 4 * DAY

    assert go_on(was_open(HOUR), LotStatus.OPEN, later)[1] == later
    announced = Span(NOON + DAY, NOON + 2 * DAY)
    assert go_on(announced, LotStatus.ANNOUNCED, later) == (later, later + DAY)


@pytest.mark.parametrize(
    ("span", "rested_from"),
    [
        (was_open(3 * HOUR), LotStatus.OPEN),
        (Span(NOON + DAY, NOON + 2 * DAY), LotStatus.ANNOUNCED),
    ],
)
def test_it_may_not_choose_an_earlier_one(span: Span, rested_from: LotStatus) -> None:
    with pytest.raises(TooEarly, match="cannot open or close before"):
        go_on(span, rested_from, NOON + 2 * HOUR)


def test_a_court_goes_on_within_five_days_after_the_cause_has_ended() -> None:
    assert resume_due_at(COURT, cause_ends_at=NOON) == NOON + 5 * DAY
    assert resume_due_at(COURT, cause_ends_at=None) is None
    assert resume_due_at(MOVABLES, cause_ends_at=NOON) is None
