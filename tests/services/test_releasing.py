"""Deposits are due back by rule: to whom, and by when.

First those of numbers that were given without the deposit in the books, then those that
came in and were confirmed.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import (
    ActKind,
    Deposit,
    DepositState,
    Lot,
    Notice,
    Paddle,
)
from auction.money import Money
from auction.rules.ledger import Account
from auction.services.bidding import place_bid
from auction.services.bookkeeping import stand_of
from auction.services.closing import SETTLE, close_lot
from tests.deposits import confirmed_deposit, make_deposit, pay
from tests.factories import (
    make_catalogue,
    make_lot,
    make_paddle,
    make_plain_catalogue,
)
from tests.moving_clock import NOON
from tests.officers import act_on

DAY = timedelta(days=1)
DEPOSIT = Money(40_00)


def lot_with_two(
    session: Session, procedure: str = "court-first-round", *, with_bid: bool = True
) -> tuple[Lot, Paddle, Paddle]:
    """Make a lot with a deposit, of which the first of two bidders leads."""
    lot = make_lot(session, make_plain_catalogue(session, procedure), deposit=DEPOSIT)
    leader, other = make_paddle(session, lot), make_paddle(session, lot)
    if with_bid:
        place_bid(
            session,
            lot_id=lot.id,
            user_id=leader.user_id,
            amount=lot.next_bid,
            received_at=NOON,
            idempotency_key="form",
        )
    return lot, leader, other


def hammer(session: Session, lot: Lot) -> datetime:
    end = lot.closes_at
    close_lot(session, lot_id=lot.id, now=end + SETTLE + timedelta(minutes=9))
    return end


def test_while_a_lot_is_open_no_deposit_is_due(session: Session) -> None:
    _, leader, other = lot_with_two(session)

    assert (leader.release_due_at, other.release_due_at) == (None, None)


def test_after_the_hammer_all_but_the_winners_are_due_counted_from_the_end(
    session: Session,
) -> None:
    lot, winner, other = lot_with_two(session)

    end = hammer(session, lot)

    session.expire_all()
    assert (winner.release_due_at, other.release_due_at) == (None, end + DAY)


def test_when_a_lot_passes_all_are_due(session: Session) -> None:
    lot, one, other = lot_with_two(session, with_bid=False)

    end = hammer(session, lot)

    session.expire_all()
    assert one.release_due_at == other.release_due_at == end + DAY


def test_a_recall_makes_all_due(session: Session) -> None:
    lot, leader, other = lot_with_two(session)

    act_on(session, lot, ActKind.RECALL)

    session.expire_all()
    assert leader.release_due_at == other.release_due_at == NOON + DAY


def test_a_stay_and_a_suspension_make_none_due(session: Session) -> None:
    for kind in (ActKind.STAY, ActKind.SUSPENSION):
        lot, leader, other = lot_with_two(session)
        act_on(session, lot, kind)
        session.expire_all()
        assert (leader.release_due_at, other.release_due_at) == (None, None)


def test_an_annulment_makes_the_winners_due_and_moves_no_other(
    session: Session,
) -> None:
    lot, winner, other = lot_with_two(session)
    end = hammer(session, lot)
    later = end + 7 * DAY

    act_on(session, lot, ActKind.VOIDING, now=later)

    session.expire_all()
    assert (winner.release_due_at, other.release_due_at) == (later + DAY, end + DAY)


def test_the_deposit_of_a_buyer_in_default_is_not_due(session: Session) -> None:
    lot, winner, other = lot_with_two(session)
    end = hammer(session, lot)

    act_on(session, lot, ActKind.DEFAULT, ground="buyer-refused")

    session.expire_all()
    assert (winner.release_due_at, other.release_due_at) == (None, end + DAY)


def test_terms_that_name_no_span_mean_at_once(session: Session) -> None:
    lot, leader, _ = lot_with_two(session, "movables")

    act_on(session, lot, ActKind.RECALL)

    session.expire_all()
    assert leader.release_due_at == NOON


def test_without_a_deposit_none_is_due(session: Session) -> None:
    lot = make_lot(session)
    make_paddle(session, lot)

    act_on(session, lot, ActKind.RECALL)

    assert session.scalars(select(Paddle.release_due_at)).all() == [None]


def in_the_books(
    session: Session,
    procedure: str = "court-first-round",
    *,
    with_bid: bool = True,
    **columns: Any,
) -> tuple[Lot, list[Deposit]]:
    """Make a lot with three confirmed deposits; the first leads, the last stays bound.

    Of a fourth, one cent is missing, and a fifth was never paid.
    """
    lot = make_lot(
        session, make_catalogue(session, procedure), deposit=DEPOSIT, **columns
    )
    paddles = [make_paddle(session, lot) for _ in range(3)]
    deposits = [
        confirmed_deposit(
            session,
            lot,
            paddle.user,
            stays_bound_at=NOON if paddle is paddles[-1] else None,
        )
        for paddle in paddles
    ]
    deposits += [make_deposit(session, lot), make_deposit(session, lot)]
    pay(session, deposits[3], DEPOSIT - Money(1))
    if with_bid:
        place_bid(
            session,
            lot_id=lot.id,
            user_id=paddles[0].user_id,
            amount=lot.next_bid,
            received_at=NOON,
            idempotency_key="form",
        )
    return lot, deposits


def states(session: Session, deposits: list[Deposit]) -> list[str]:
    session.rollback()
    return [deposit.state.value for deposit in deposits]


def test_after_the_hammer_the_buyers_and_the_bound_are_held_and_others_go_back(
    session: Session,
) -> None:
    lot, deposits = in_the_books(session)

    end = hammer(session, lot)

    assert states(session, deposits) == [
        "held",
        "due_back",
        "held",
        "due_back",
        "lapsed",
    ]
    assert [d.due_back_at for d in deposits] == [
        *(None, end + DAY, None),
        *(end + DAY, None),
    ]


def test_numbers_with_a_deposit_in_the_books_have_no_other_term(
    session: Session,
) -> None:
    lot, _ = in_the_books(session)

    hammer(session, lot)

    assert set(session.scalars(select(Paddle.release_due_at))) == {None}


def test_everybody_is_told_what_becomes_of_the_deposit(session: Session) -> None:
    lot, deposits = in_the_books(session)

    hammer(session, lot)

    told = {
        deposit.id: session.scalars(
            select(Notice.subject)
            .where(Notice.user_id == deposit.user_id, Notice.kind == "deposit")
            .order_by(Notice.id.desc())
        ).first()
        for deposit in deposits
    }
    assert [str(told[d.id]).partition(":")[0] for d in deposits] == [
        "Your deposit is kept",
        "Your deposit goes back to you",
        "Your deposit is kept",
        "Your deposit goes back to you",
        "Please pay the deposit",
    ]


def test_when_a_lot_passes_nobody_stays_bound(session: Session) -> None:
    lot, deposits = in_the_books(session, with_bid=False)

    hammer(session, lot)

    assert states(session, deposits)[:3] == ["due_back"] * 3


def test_a_recall_sends_all_back_also_what_was_paid_in_part(session: Session) -> None:
    lot, deposits = in_the_books(session)

    act_on(session, lot, ActKind.RECALL)

    assert states(session, deposits) == [*["due_back"] * 4, "lapsed"]
    assert {deposit.due_back_at for deposit in deposits[:4]} == {NOON + DAY}


def test_a_stay_moves_no_deposit(session: Session) -> None:
    lot, deposits = in_the_books(session)
    before = states(session, deposits)

    act_on(session, lot, ActKind.STAY)

    assert states(session, deposits) == before


def test_an_annulment_sends_the_buyers_and_the_bound_back_too(session: Session) -> None:
    lot, deposits = in_the_books(session)
    later = hammer(session, lot) + 7 * DAY

    act_on(session, lot, ActKind.VOIDING, now=later)

    assert states(session, deposits)[:3] == ["due_back"] * 3
    assert [d.due_back_at for d in deposits[::2][:2]] == [later + DAY] * 2


def test_in_default_the_buyers_is_forfeited_and_the_bound_stay_bound(
    session: Session,
) -> None:
    lot, deposits = in_the_books(session)
    hammer(session, lot)

    act_on(session, lot, ActKind.DEFAULT, ground="buyer-refused")

    assert states(session, deposits)[:3] == ["forfeited", "due_back", "held"]
    assert stand_of(deposits[0])[Account.FORFEITED] == DEPOSIT


def test_of_a_prepaid_price_only_the_earlier_deposit_is_forfeited(
    session: Session,
) -> None:
    earlier = make_lot(session, deposit=Money(10_00))
    lot, deposits = in_the_books(session, "sell-off", previous_id=earlier.id)
    hammer(session, lot)
    later = NOON + 30 * DAY

    act_on(session, lot, ActKind.DEFAULT, ground="buyer-refused", now=later)

    assert states(session, deposits)[0] == "due_back"
    stand = stand_of(deposits[0])
    assert (stand[Account.FORFEITED], stand[Account.DUE_BACK]) == (
        Money(10_00),
        Money(30_00),
    )
    assert deposits[0].due_back_at == later + DAY


def test_where_the_earlier_deposit_is_not_known_the_office_decides(
    session: Session,
) -> None:
    lot, deposits = in_the_books(session, "sell-off")
    hammer(session, lot)

    act_on(session, lot, ActKind.DEFAULT, ground="buyer-refused", now=NOON + 30 * DAY)

    assert deposits[0].state is DepositState.HELD


def test_a_surplus_that_is_due_already_keeps_its_term(session: Session) -> None:
    lot, deposits = in_the_books(session)
    pay(session, deposits[1], Money(5_00))

    hammer(session, lot)

    session.rollback()
    assert deposits[1].due_back_at == NOON
    assert stand_of(deposits[1])[Account.DUE_BACK] == DEPOSIT + Money(5_00)


def test_closing_twice_moves_a_deposit_once(session: Session) -> None:
    lot, deposits = in_the_books(session)
    hammer(session, lot)
    entries = [len(deposit.entries) for deposit in deposits]

    hammer(session, lot)

    session.rollback()
    assert [len(deposit.entries) for deposit in deposits] == entries
