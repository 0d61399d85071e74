"""A confirmation that is taken back: no bids until the deposit is there again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Deposit, DepositState, Duty, LedgerEntry, Lot, Paddle, User
from auction.money import Money
from auction.rules.bidding import NotSecured
from auction.rules.ledger import Event
from auction.services.bidding import Receipt, place_bid
from auction.services.bookkeeping import deposit_for_change, missing_of
from auction.services.closing import SETTLE, close_lot
from auction.services.depositing import confirm_deposit
from auction.services.officers import NotYourDuty
from auction.services.transaction import atomic
from auction.services.unsecuring import (
    LONGEST_NOTE,
    NotConfirmed,
    NoteMissing,
    NoteTooLong,
    book_reversal,
    withdraw_confirmation,
)
from tests.deposits import (
    DEPOSIT,
    books_of,
    confirmed_deposit,
    make_cashier,
    make_deposit,
    make_lot_with_deposit,
)
from tests.factories import make_bidder, make_officer, make_paddle
from tests.moving_clock import NOON
from tests.racing import at_once, trail_of

NOTE = "The bank recalled the transfer."


def secured(session: Session) -> tuple[Lot, Deposit, Paddle]:
    """Make a lot, a deposit that was confirmed for it, and its bidder number."""
    lot = make_lot_with_deposit(session)
    user = make_bidder(session)
    paddle = make_paddle(session, lot, user)
    deposit = confirmed_deposit(session, lot, user)
    return lot, deposit, paddle


def bid(session: Session, paddle: Paddle, key: str = "form") -> Receipt:
    lot = session.get_one(Lot, paddle.lot_id)
    return place_bid(
        session,
        lot_id=lot.id,
        user_id=paddle.user_id,
        amount=lot.next_bid,
        received_at=NOON,
        idempotency_key=key,
        sure=True,
    )


def withdraw(session: Session, deposit: Deposit, by: User | None = None) -> None:
    by = by or make_cashier(session, deposit.office)
    withdraw_confirmation(
        session, deposit_id=deposit.id, by_id=by.id, note=NOTE, now=NOON
    )


@atomic
def reverse(session: Session, *, deposit_id: int, amount: Money = DEPOSIT) -> None:
    deposit = deposit_for_change(session, deposit_id)
    book_reversal(session, deposit, amount, by_id=None, now=NOON, note=NOTE)


def test_a_number_without_its_deposit_may_not_bid(session: Session) -> None:
    lot, deposit, paddle = secured(session)

    withdraw(session, deposit)

    with pytest.raises(NotSecured) as refusal:
        bid(session, paddle)
    assert refusal.value.code == 403
    assert session.get_one(Lot, lot.id).bid_count == 0


def test_the_bids_of_a_leader_stand_where_the_terms_say_so(session: Session) -> None:
    lot, deposit, paddle = secured(session)
    bid(session, paddle)

    withdraw(session, deposit)

    lot = session.get_one(Lot, lot.id)
    assert (lot.leader_id, lot.bid_count) == (paddle.id, 1)


def test_the_bids_are_void_where_the_terms_say_so_and_everybody_is_told(
    session: Session,
) -> None:
    lot, deposit, paddle = secured(session)
    other = make_paddle(session, lot)
    for bidder in (other, paddle):
        bid(session, bidder)
    lot.catalogue.procedure_text = lot.catalogue.procedure_text.replace(
        'withdrawn = "stand"', 'withdrawn = "void"'
    )
    session.commit()

    withdraw(session, deposit)

    session.rollback()
    assert (lot.leader_id, lot.bid_count) == (other.id, 2)
    assert str(lot.notice).startswith(
        f"The bid of bidder {paddle.number} is void, because its deposit is not there"
    )
    last = trail_of(session, lot.id)[-1]
    assert (last.action, last.actor) == ("bids void", f"paddle {paddle.number}")
    with pytest.raises(NotSecured):
        bid(session, paddle, key="again")


def test_it_is_in_the_books_with_author_reason_and_the_rule_applied(
    session: Session,
) -> None:
    _, deposit, paddle = secured(session)
    bid(session, paddle)
    cashier = make_cashier(session, deposit.office)

    withdraw(session, deposit, cashier)

    entry = session.scalars(
        select(LedgerEntry).where(LedgerEntry.event == Event.WITHDRAWN.value)
    ).first()
    assert entry is not None
    assert entry.by_id == cashier.id
    assert entry.note.startswith(NOTE)
    assert "bids stand" in entry.note


def test_the_public_record_does_not_tell_whose_deposit_is_gone(
    session: Session,
) -> None:
    lot, deposit, _ = secured(session)
    before = len(trail_of(session, lot.id))

    withdraw(session, deposit)

    assert len(trail_of(session, lot.id)) == before


def test_the_refused_bid_is_in_the_record_under_its_number(session: Session) -> None:
    lot, deposit, paddle = secured(session)
    withdraw(session, deposit)

    with pytest.raises(NotSecured):
        bid(session, paddle)

    last = trail_of(session, lot.id)[-1]
    assert (last.action, last.actor) == ("bid refused", f"paddle {paddle.number}")
    assert "no_deposit" in last.entry


def test_once_it_is_there_again_the_number_bids_again(session: Session) -> None:
    _, deposit, paddle = secured(session)
    withdraw(session, deposit)

    cashier = make_cashier(session, deposit.office)
    confirm_deposit(session, deposit_id=deposit.id, by_id=cashier.id, now=NOON)

    assert bid(session, paddle).sequence == 1


def test_a_reversal_by_the_bank_takes_the_confirmation_too(session: Session) -> None:
    _, deposit, paddle = secured(session)

    reverse(session, deposit_id=deposit.id)

    deposit = session.get_one(Deposit, deposit.id)
    assert deposit.state is DepositState.REQUESTED
    assert missing_of(deposit) == DEPOSIT
    assert session.get_one(Paddle, paddle.id).unsecured_at == NOON


def test_a_reversal_of_a_cent_is_enough(session: Session) -> None:
    _, deposit, paddle = secured(session)

    reverse(session, deposit_id=deposit.id, amount=Money(1))

    assert missing_of(session.get_one(Deposit, deposit.id)) == Money(1)
    with pytest.raises(NotSecured):
        bid(session, paddle)


def test_after_the_end_a_reversal_changes_no_bid_and_no_number(
    session: Session,
) -> None:
    lot, deposit, paddle = secured(session)
    bid(session, paddle)
    close_lot(session, lot_id=lot.id, now=lot.closes_at + SETTLE)

    reverse(session, deposit_id=deposit.id)

    assert session.get_one(Paddle, paddle.id).unsecured_at is None
    assert session.get_one(Lot, lot.id).leader_id == paddle.id
    assert session.get_one(Deposit, deposit.id).state is DepositState.LAPSED


def test_what_is_not_confirmed_cannot_be_taken_back(session: Session) -> None:
    with pytest.raises(NotConfirmed):
        withdraw(session, make_deposit(session))


@pytest.mark.parametrize(
    ("note", "refusal"),
    [("  ", NoteMissing), ("x" * (LONGEST_NOTE + 1), NoteTooLong)],
)
def test_a_reason_must_be_given(
    session: Session, note: str, refusal: type[Exception]
) -> None:
    _, deposit, _ = secured(session)
    cashier = make_cashier(session, deposit.office)

    with pytest.raises(refusal):
        withdraw_confirmation(
            session, deposit_id=deposit.id, by_id=cashier.id, note=note, now=NOON
        )
    assert session.get_one(Deposit, deposit.id).state is DepositState.CONFIRMED


def test_only_a_cashier_takes_a_confirmation_back(session: Session) -> None:
    _, deposit, _ = secured(session)

    with pytest.raises(NotYourDuty):
        withdraw(
            session,
            deposit,
            make_officer(session, deposit.office, duties=[Duty.APPROVER]),
        )


def test_a_bid_and_a_withdrawal_at_the_same_moment_tell_one_story(
    app: Flask, session: Session
) -> None:
    lot, deposit, paddle = secured(session)
    deposit_id, user_id, amount = deposit.id, paddle.user_id, lot.next_bid
    lot_id, cashier_id = lot.id, make_cashier(session, deposit.office).id
    session.commit()
    acts: list[Callable[[Session], object]] = [
        lambda s: withdraw_confirmation(
            s, deposit_id=deposit_id, by_id=cashier_id, note=NOTE, now=NOON
        ),
        lambda s: place_bid(
            s,
            lot_id=lot_id,
            user_id=user_id,
            amount=amount,
            received_at=NOON,
            idempotency_key="form",
        ),
    ]

    _, answer = at_once(app, acts)

    session.rollback()
    bids = session.get_one(Lot, lot_id).bid_count
    assert bids == (0 if isinstance(answer, NotSecured) else 1)
    assert session.get_one(Paddle, paddle.id).unsecured_at == NOON


def test_the_money_stays_where_it_is(session: Session) -> None:
    _, deposit, _ = secured(session)

    withdraw(session, deposit)

    assert books_of(session, deposit)[-2:] == [
        ("withdrawn", "confirmed", "received", 4000),
        ("withdrawn", "asked", "awaited", 4000),
    ]
