"""Whatever comes together, there is one number, and none after the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auction.models import (
    Identity,
    IdentityState,
    Lot,
    Paddle,
    Registration,
    RegistrationState,
)
from auction.money import Money
from auction.services.applying import apply_for, withdraw
from auction.services.closing import SETTLE, close_lot
from auction.services.depositing import confirm_deposit
from tests.applicants import (
    COURT,
    ask,
    deposit_asked,
    going_on,
    make_identity,
    make_known,
    make_sale,
)
from tests.deposits import make_cashier, pay
from tests.factories import make_lot
from tests.moving_clock import NOON
from tests.racing import at_once, trail_of

TIMES = 6


def numbers(session: Session, lot_id: int) -> tuple[int, int, int]:
    """Return how many numbers there are, as they are counted, and as the trail has."""
    session.rollback()
    drawn = select(func.count()).where(Paddle.lot_id == lot_id)
    told = [row for row in trail_of(session, lot_id) if row.action == "registered"]
    lot = session.get_one(Lot, lot_id)
    return session.scalar(drawn) or 0, lot.paddle_count, len(told)


def accepting(identity_id: int) -> Callable[[Session], object]:
    """Accept an identity as the verifier does: its row is locked, then changed."""

    def accept(session: Session) -> None:
        identity = session.scalars(
            select(Identity).where(Identity.id == identity_id).with_for_update()
        ).one()
        identity.state = IdentityState.ACCEPTED

    return accept


def test_who_asks_many_times_at_once_has_one_registration_and_one_number(
    app: Flask, session: Session
) -> None:
    lot, user = make_lot(session, make_sale(session, COURT)), make_known(session)
    make_identity(session, user)
    lot_id, user_id = lot.id, user.id

    def apply(session: Session) -> int:
        return apply_for(session, lot_id=lot_id, user_id=user_id, now=NOON).id

    answers = at_once(app, [apply] * TIMES)

    assert len(set(answers)) == 1
    assert numbers(session, lot_id) == (1, 1, 1)


@pytest.mark.parametrize("again", range(TIMES))
def test_an_acceptance_and_a_registration_at_once_never_miss_each_other(
    app: Flask, session: Session, again: int
) -> None:
    lot, user = make_lot(session, make_sale(session, COURT)), make_known(session)
    identity_id = make_identity(session, user, IdentityState.SUBMITTED).id
    lot_id, user_id = lot.id, user.id
    acts: list[Callable[[Session], object]] = [
        lambda s: apply_for(s, lot_id=lot_id, user_id=user_id, now=NOON).id,
        going_on(user_id, accepting(identity_id)),
    ]

    at_once(app, acts[:: 1 if again % 2 else -1])

    assert numbers(session, lot_id) == (1, 1, 1)


def test_an_acceptance_twice_at_once_gives_one_number_on_every_lot(
    app: Flask, session: Session
) -> None:
    sale, user = make_sale(session, COURT), make_known(session)
    lots = [make_lot(session, sale) for _ in range(3)]
    for lot in lots:
        ask(session, lot, user)
    identity_id = make_identity(session, user, IdentityState.SUBMITTED).id
    lot_ids, user_id = [lot.id for lot in lots], user.id

    at_once(app, [going_on(user_id, accepting(identity_id))] * TIMES)

    assert [numbers(session, lot_id) for lot_id in lot_ids] == [(1, 1, 1)] * 3


def test_an_acceptance_while_the_person_withdraws_ends_in_one_of_the_two(
    app: Flask, session: Session
) -> None:
    lot, user = make_lot(session, make_sale(session, COURT)), make_known(session)
    identity_id = make_identity(session, user, IdentityState.SUBMITTED).id
    registration_id = ask(session, lot, user).id
    lot_id, user_id = lot.id, user.id

    at_once(
        app,
        [
            going_on(user_id, accepting(identity_id)),
            lambda s: withdraw(s, lot_id=lot_id, user_id=user_id, now=NOON),
        ],
    )

    session.rollback()
    state = session.get_one(Registration, registration_id).state
    number = int(state is RegistrationState.NUMBERED)
    assert state in {RegistrationState.NUMBERED, RegistrationState.WITHDRAWN}
    assert numbers(session, lot_id) == (number, number, number)


def paid_for(session: Session, **columns: Any) -> tuple[Registration, int, int]:
    """Let somebody pay the deposit of a lot; nobody has confirmed it yet."""
    sale, user = make_sale(session, "[registration]"), make_known(session)
    lot = make_lot(session, sale, deposit=Money(40_00), **columns)
    registration = ask(session, lot, user)
    deposit = deposit_asked(session, registration)
    pay(session, deposit, deposit.amount)
    return registration, deposit.id, make_cashier(session, lot.office).id


def test_a_deposit_confirmed_while_the_lot_closes_gives_no_number_after_the_end(
    app: Flask, session: Session
) -> None:
    registration, deposit_id, cashier_id = paid_for(session)
    lot_id, registration_id = registration.lot_id, registration.id
    end = registration.lot.closes_at

    def confirm(session: Session) -> object:
        return confirm_deposit(
            session, deposit_id=deposit_id, by_id=cashier_id, now=end
        )

    at_once(
        app,
        [confirm, lambda s: close_lot(s, lot_id=lot_id, now=end + SETTLE), confirm],
    )

    session.rollback()
    state = session.get_one(Registration, registration_id).state
    assert state is RegistrationState.LAPSED
    assert numbers(session, lot_id) == (0, 0, 0)


def test_a_deposit_confirmed_many_times_at_once_gives_one_number(
    app: Flask, session: Session
) -> None:
    registration, deposit_id, cashier_id = paid_for(session)
    lot_id = registration.lot_id

    def confirm(session: Session) -> int:
        return confirm_deposit(
            session, deposit_id=deposit_id, by_id=cashier_id, now=NOON
        ).id

    at_once(app, [confirm] * TIMES)

    assert numbers(session, lot_id) == (1, 1, 1)


def test_a_deposit_confirmed_while_the_person_withdraws_ends_in_one_of_the_two(
    app: Flask, session: Session
) -> None:
    registration, deposit_id, cashier_id = paid_for(session)
    lot_id, user_id = registration.lot_id, registration.user_id
    registration_id = registration.id

    at_once(
        app,
        [
            lambda s: (
                confirm_deposit(s, deposit_id=deposit_id, by_id=cashier_id, now=NOON).id
            ),
            lambda s: withdraw(s, lot_id=lot_id, user_id=user_id, now=NOON).id,
        ],
    )

    session.rollback()
    state = session.get_one(Registration, registration_id).state
    number = int(state is RegistrationState.NUMBERED)
    assert state in {RegistrationState.NUMBERED, RegistrationState.WITHDRAWN}
    assert numbers(session, lot_id) == (number, number, number)
