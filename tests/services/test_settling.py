"""What a cashier decides about held deposits: counted, given back, forfeited."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from auction.models import ActKind, Deposit, DepositState, Duty, Lot
from auction.money import Money
from auction.rules.ledger import Account
from auction.services import deposit_books
from auction.services.bidding import place_bid
from auction.services.bookkeeping import NoSuchDeposit, stand_of
from auction.services.closing import SETTLE, close_lot
from auction.services.officers import NotYourDuty
from auction.services.settling import (
    ForfeitTooMuch,
    NotHeld,
    NotInDefault,
    NotTheBuyers,
    StillBound,
    count_towards_price,
    forfeit_part,
    give_back,
)
from tests.deposits import (
    DEPOSIT,
    confirmed_deposit,
    make_cashier,
    make_deposit,
    make_lot_with_deposit,
    pay,
)
from tests.factories import make_officer, make_paddle
from tests.moving_clock import NOON
from tests.officers import act_on
from tests.racing import at_once

LATER = NOON + timedelta(days=20)
DAY = timedelta(days=1)


def sold(
    session: Session, procedure: str = "court-first-round"
) -> tuple[Lot, Deposit, Deposit, int]:
    """Make a lot that was sold: the buyer's deposit, a runner-up's, and a cashier."""
    lot = make_lot_with_deposit(session, procedure)
    buyer, other = make_paddle(session, lot), make_paddle(session, lot)
    deposits = [
        confirmed_deposit(session, lot, buyer.user),
        confirmed_deposit(session, lot, other.user, stays_bound_at=NOON),
    ]
    place_bid(
        session,
        lot_id=lot.id,
        user_id=buyer.user_id,
        amount=lot.next_bid,
        received_at=NOON,
        idempotency_key="form",
    )
    close_lot(session, lot_id=lot.id, now=lot.closes_at + SETTLE)
    return lot, deposits[0], deposits[1], make_cashier(session, lot.office).id


def test_when_the_buyer_has_paid_his_deposit_counts_and_others_are_free(
    session: Session,
) -> None:
    _, buyers, others, cashier = sold(session)

    count_towards_price(session, deposit_id=buyers.id, by_id=cashier, now=LATER)

    session.rollback()
    assert buyers.state is DepositState.APPLIED
    assert others.state is DepositState.DUE_BACK
    assert others.due_back_at == LATER + DAY


def test_a_deposit_counts_once(app: Flask, session: Session) -> None:
    _, buyers, _, cashier = sold(session)
    deposit_id = buyers.id
    session.commit()

    answers = at_once(
        app,
        [
            lambda s: count_towards_price(
                s, deposit_id=deposit_id, by_id=cashier, now=LATER
            )
        ]
        * 2,
    )

    assert sum(isinstance(answer, NotHeld) for answer in answers) == 1
    session.rollback()
    assert stand_of(buyers)[Account.PRICE] == DEPOSIT


def test_a_runner_ups_does_not_count_and_can_be_given_back(session: Session) -> None:
    _, buyers, others, cashier = sold(session)

    with pytest.raises(NotTheBuyers):
        count_towards_price(session, deposit_id=others.id, by_id=cashier, now=LATER)
    with pytest.raises(StillBound):
        give_back(session, deposit_id=buyers.id, by_id=cashier, now=LATER)
    give_back(session, deposit_id=others.id, by_id=cashier, now=LATER)

    session.rollback()
    assert others.state is DepositState.DUE_BACK
    assert buyers.state is DepositState.HELD


def test_where_the_terms_leave_it_open_the_office_says_how_much_is_forfeited(
    session: Session,
) -> None:
    lot, buyers, _, cashier = sold(session, "sell-off")
    act_on(session, lot, ActKind.DEFAULT, ground="buyer-refused", now=LATER)

    forfeit_part(
        session,
        deposit_id=buyers.id,
        by_id=cashier,
        amount=Money(15_00),
        note="The deposit of the first round.",
        now=LATER,
    )

    session.rollback()
    stand = stand_of(buyers)
    assert (stand[Account.FORFEITED], stand[Account.DUE_BACK]) == (
        Money(15_00),
        Money(25_00),
    )


@pytest.mark.parametrize("amount", [Money(0), DEPOSIT + Money(1)])
def test_no_more_is_forfeited_than_is_held(session: Session, amount: Money) -> None:
    lot, buyers, _, cashier = sold(session, "sell-off")
    act_on(session, lot, ActKind.DEFAULT, ground="buyer-refused", now=LATER)

    with pytest.raises(ForfeitTooMuch):
        forfeit_part(
            session,
            deposit_id=buyers.id,
            by_id=cashier,
            amount=amount,
            note="Why",
            now=LATER,
        )


def test_without_a_default_nothing_is_forfeited(session: Session) -> None:
    _, buyers, _, cashier = sold(session)

    with pytest.raises(NotInDefault):
        forfeit_part(
            session,
            deposit_id=buyers.id,
            by_id=cashier,
            amount=DEPOSIT,
            note="Why",
            now=LATER,
        )


def test_before_the_end_there_is_nothing_to_decide(session: Session) -> None:
    deposit = confirmed_deposit(session)
    cashier = make_cashier(session, deposit.office).id

    with pytest.raises(NoSuchDeposit):
        give_back(session, deposit_id=deposit.id, by_id=cashier, now=NOON)


def test_only_a_cashier_decides(session: Session) -> None:
    lot, buyers, _, _ = sold(session)
    drafter = make_officer(session, lot.office, duties=[Duty.DRAFTER])

    with pytest.raises(NotYourDuty):
        count_towards_price(session, deposit_id=buyers.id, by_id=drafter.id, now=LATER)


def test_the_books_of_an_office_balance_in_every_currency(session: Session) -> None:
    lot, buyers, _, cashier = sold(session)
    count_towards_price(session, deposit_id=buyers.id, by_id=cashier, now=LATER)
    pay(session, make_deposit(session), Money(12_34))

    books = deposit_books.books_of(session, lot.office_id)

    assert [book.currency_code for book in books] == ["EUR"]
    assert books[0].balances
    stand = {of.account.value: of.credits - of.debits for of in books[0].turnovers}
    assert stand == {
        "bank": Money(-92_34),
        "received": Money(12_34),
        "confirmed": Money(0),
        "held": Money(0),
        "due_back": Money(40_00),
        "price": Money(40_00),
    }


def test_the_books_are_empty_before_anything_was_booked(session: Session) -> None:
    deposit = make_deposit(session)

    assert deposit_books.books_of(session, deposit.office_id) == []
