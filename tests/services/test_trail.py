"""Nothing can be done to the trail in the database that does not show (R20)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from auction.models import Bid, Lot, TrailRow
from auction.money import Money
from auction.services import trail
from auction.services.bidding import place_bid
from auction.trail_verifier import Checkpoint, digest
from tests.factories import make_lot, make_paddle
from tests.moving_clock import NOON

Tampering = Callable[[Session, Lot], None]


@pytest.fixture
def lot(session: Session) -> Lot:
    """Two lots; on the second there are two bids, in the rows 3 and 4."""
    make_lot(session)
    lot = make_lot(session)
    paddles = [make_paddle(session, lot) for _ in range(2)]
    for number, paddle in enumerate(paddles):
        place_bid(
            session,
            lot_id=lot.id,
            user_id=paddle.user_id,
            amount=Money(400_00 + number * 10_00),
            received_at=NOON,
            idempotency_key=str(number),
        )
    return lot


def third(lot: Lot, sequence: int = 3) -> ColumnElement[bool]:
    return (TrailRow.lot_id == lot.id) & (TrailRow.sequence == sequence)


def setting(**columns: object) -> Tampering:
    """Return what sets a column of the third row."""

    def tamper(session: Session, lot: Lot) -> None:
        session.execute(update(TrailRow).where(third(lot)).values(**columns))

    return tamper


def raise_the_bid(session: Session, lot: Lot) -> None:
    raised = func.replace(TrailRow.entry, "40000", "41000")
    session.execute(update(TrailRow).where(third(lot)).values(entry=raised))


def leave_out(session: Session, lot: Lot) -> None:
    session.execute(delete(TrailRow).where(third(lot)))


def close_up(session: Session, lot: Lot) -> None:
    leave_out(session, lot)
    session.execute(update(TrailRow).where(third(lot, 4)).values(sequence=3))


def swap(session: Session, lot: Lot) -> None:
    for old, new in ((3, 99), (4, 3), (99, 4)):
        session.execute(update(TrailRow).where(third(lot, old)).values(sequence=new))


@pytest.mark.parametrize(
    "tamper",
    [
        raise_the_bid,
        leave_out,
        close_up,
        swap,
        setting(actor="paddle 1"),
        setting(action="bid refused"),
        setting(at=NOON - timedelta(hours=1)),
        setting(digest="0" * 64),
        setting(entry="{}"),
        setting(entry="nothing"),
    ],
    ids=[
        "raised",
        "left",
        "closed",
        "swapped",
        "actor",
        "action",
        "at",
        "digest",
        "entry",
        "text",
    ],
)
def test_what_was_done_to_a_row_shows_at_the_row(
    session: Session, lot: Lot, tamper: Tampering
) -> None:
    assert trail.faults(session) == []

    tamper(session, lot)

    session.commit()
    told = [str(fault) for fault in trail.faults(session)]
    assert any("row 3" in one for one in told), told


def test_a_row_that_was_given_to_another_lot_is_named(
    session: Session, lot: Lot
) -> None:
    given = {"lot_id": lot.id - 1, "sequence": 1}
    session.execute(update(TrailRow).where(third(lot)).values(given))
    session.commit()

    assert [str(fault) for fault in trail.faults(session)] == [
        f"Lot {lot.id - 1}: row 1 has another label.",
        f"Lot {lot.id}: row 1 is missing, or not in its place.",
    ]


def test_a_trail_without_its_end_shows_against_the_receipt(
    session: Session, lot: Lot
) -> None:
    kept = receipt(session)
    session.execute(delete(TrailRow).where(third(lot, 4)))

    assert trail.faults(session) == []
    (fault,) = trail.faults(session, [kept])
    assert fault.sentence == f"Lot {lot.id}: row 4 is missing at the end."


def test_a_trail_written_anew_shows_against_the_receipt(
    session: Session, lot: Lot
) -> None:
    kept = receipt(session)
    rows = session.scalars(
        select(TrailRow).where(TrailRow.lot_id == lot.id).order_by(TrailRow.sequence)
    ).all()
    previous = rows[1].digest
    for row in rows[2:]:
        entry = row.entry.replace("40000", "40500")
        previous = digest(previous, entry)
        forged = {"entry": entry, "digest": previous}
        session.execute(update(TrailRow).where(TrailRow.id == row.id).values(forged))
    session.commit()

    assert trail.faults(session) == []
    (fault,) = trail.faults(session, [kept])
    assert fault.sentence == f"Lot {lot.id}: row 4 is not what was kept of it."


def receipt(session: Session) -> Checkpoint:
    """Return what the receipt of the last bid says."""
    bid = session.scalars(select(Bid).order_by(Bid.id.desc())).first()
    assert bid is not None
    kept = trail.checkpoint_of(session, bid)
    assert kept is not None
    return kept


def test_a_trail_is_given_away_row_by_row(session: Session, lot: Lot) -> None:
    lines = [json.loads(line) for line in trail.lines(session, lot.id)]

    said = [json.loads(line["entry"]) for line in lines]
    assert [one["sequence"] for one in said] == [1, 2, 3, 4]
    assert {one["lot"] for one in said} == {lot.id}
