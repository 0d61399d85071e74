"""A sale is annulled after the hammer, by two, on an order that everybody can read."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import ActKind, Bid, Lot, TrailRow
from auction.rules.acting import AlreadyDone, NotNow
from auction.rules.lifecycle import LotStatus
from auction.services.bidding import place_bid
from auction.services.closing import SETTLE, close_lot
from tests.factories import make_lot, make_paddle
from tests.moving_clock import NOON
from tests.officers import act_on


def sold(session: Session) -> Lot:
    lot = make_lot(session)
    place_bid(
        session,
        lot_id=lot.id,
        user_id=make_paddle(session, lot).user_id,
        amount=lot.next_bid,
        received_at=NOON,
        idempotency_key="form",
    )
    close_lot(session, lot_id=lot.id, now=lot.closes_at + SETTLE)
    return lot


def test_a_sale_is_voided_and_its_bids_no_longer_count(session: Session) -> None:
    lot = sold(session)

    act_on(session, lot, ActKind.VOIDING, ground="collusion", now=lot.closes_at)

    assert (lot.status, lot.price) == (LotStatus.VOIDED, None)
    assert all(session.scalars(select(Bid.voided_at)).all())
    last = session.scalars(select(TrailRow).order_by(TrailRow.id.desc())).first()
    assert last is not None
    assert '"hammer_price":40000' in last.entry


@pytest.mark.parametrize(
    "status", [LotStatus.OPEN, LotStatus.PASSED, LotStatus.DEFAULTED]
)
def test_only_a_sale_is_voided(session: Session, status: LotStatus) -> None:
    with pytest.raises(NotNow, match="Only a sale can be voided"):
        act_on(session, make_lot(session, status=status), ActKind.VOIDING)


def test_a_sale_is_voided_once(session: Session) -> None:
    lot = sold(session)
    act_on(session, lot, ActKind.VOIDING)

    with pytest.raises(AlreadyDone):
        act_on(session, lot, ActKind.VOIDING, ground="collusion")
