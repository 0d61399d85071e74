from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import TrailRow
from auction.rules.lifecycle import LotStatus
from auction.services.outages import beat, extend_after_outage, last_beat
from tests.factories import make_lot
from tests.moving_clock import NOON

MINUTE = timedelta(minutes=1)
BACK = NOON + 10 * MINUTE
TWO_HOURS = timedelta(hours=2)


@pytest.mark.parametrize(
    ("closes_at", "new_end"),
    [
        (NOON + 5 * MINUTE, BACK + TWO_HOURS),  # it would have closed unseen
        (NOON + 30 * MINUTE, BACK + TWO_HOURS),  # its last half hour was touched
        (NOON + 41 * MINUTE, NOON + 41 * MINUTE),  # only earlier time was lost
        (NOON - MINUTE, NOON - MINUTE),  # it had ended before the site went down
    ],
)
def test_an_outage_near_the_end_gives_more_time(
    session: Session, closes_at: object, new_end: object
) -> None:
    lot = make_lot(session, closes_at=closes_at)  # type: ignore[arg-type]
    beat(session, now=NOON)

    extend_after_outage(session, now=BACK)

    assert lot.closes_at == new_end
    assert (lot.notice is None) == (closes_at == new_end)


def test_what_everybody_is_told_names_the_outage(session: Session) -> None:
    lot = make_lot(session, closes_at=NOON + MINUTE)
    beat(session, now=NOON)

    extend_after_outage(session, now=BACK)

    assert lot.notice is not None
    assert "2026-03-02 12:00:00 to 2026-03-02 12:10:00 (UTC)" in lot.notice
    assert session.scalars(select(TrailRow.action)).all() == [
        "extended after an outage"
    ]


def test_a_short_restart_changes_nothing(session: Session) -> None:
    lot = make_lot(session, closes_at=NOON + MINUTE)
    beat(session, now=NOON)

    assert extend_after_outage(session, now=NOON + timedelta(seconds=20)) == 0
    assert lot.closes_at == NOON + MINUTE


def test_several_processes_that_start_together_extend_once(session: Session) -> None:
    lot = make_lot(session, closes_at=NOON + MINUTE)
    beat(session, now=NOON)

    assert extend_after_outage(session, now=BACK) == 1
    assert extend_after_outage(session, now=BACK) == 0
    assert lot.closes_at == BACK + TWO_HOURS


def test_a_lot_that_should_have_opened_and_closed_unseen_gets_its_time(
    session: Session,
) -> None:
    lot = make_lot(
        session,
        status=LotStatus.ANNOUNCED,
        opens_at=NOON + MINUTE,
        closes_at=NOON + 5 * MINUTE,
    )
    beat(session, now=NOON)

    extend_after_outage(session, now=BACK)

    assert lot.closes_at == BACK + TWO_HOURS


def test_the_first_start_knows_of_no_outage(session: Session) -> None:
    make_lot(session, closes_at=NOON)

    assert extend_after_outage(session, now=BACK) == 0
    assert last_beat(session) == BACK
