"""The clockwork announces, opens and closes without being asked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from auction.rules.lifecycle import LotStatus
from tests.factories import approve, make_catalogue, make_draft, submit
from tests.moving_clock import NOON, MovingClock
from web.jobs import Clockwork

DAY = timedelta(days=1)


@pytest.mark.parametrize("alarm", [False, True])
def test_an_approved_lot_is_announced_opened_and_closed_by_the_clock(
    app: Flask, session: Session, moving_clock: MovingClock, *, alarm: bool
) -> None:
    lot = make_draft(session, make_catalogue(session, published_at=None))
    approve(session, submit(session, lot.catalogue, announce_at=NOON + DAY))
    clockwork = Clockwork(app)
    clockwork.list_worker.stop()  # its thread would outlive the test
    ring = clockwork._due_now if alarm else clockwork.sweep  # noqa: SLF001

    lived = []
    for moment in (NOON, NOON + DAY, lot.opens_at, lot.closes_at + DAY):
        moving_clock.at = moment
        session.commit()
        ring()
        session.refresh(lot)
        lived.append(lot.status)

    assert lived == [
        LotStatus.APPROVED,
        LotStatus.ANNOUNCED,
        LotStatus.OPEN,
        LotStatus.PASSED,
    ]
