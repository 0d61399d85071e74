"""Who asks for a bidder number gets it once nothing is missing, once, and in time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import (
    Barring,
    Deposit,
    DepositState,
    Identity,
    IdentityState,
    Lot,
    Notice,
    Paddle,
    PersonKind,
    Registration,
    RegistrationState,
    TrailRow,
    User,
)
from auction.money import Money
from auction.rules.lifecycle import LotStatus
from auction.rules.refusal import NotAllowed, NotThere, OutOfStep
from auction.services.applying import (
    IdentityNotYours,
    NotAsked,
    NumberGiven,
    RegistrationOver,
    advance,
    apply_for,
    withdraw,
)
from auction.services.bidders import NotAdmitted
from auction.services.bidding import place_bid
from auction.services.closing import SETTLE, close_due_lots
from auction.services.depositing import confirm_deposit
from auction.services.registering import commit_to, committed_words
from auction.services.transaction import atomic, lot_for_change
from tests.applicants import (
    CHOOSY,
    COURT,
    RUNNER_UP,
    ask,
    deposit_asked,
    going_on,
    make_identity,
    make_known,
    make_mandate,
    make_sale,
    pay_deposit,
    state_of,
)
from tests.deposits import make_cashier, pay
from tests.factories import (
    make_bidder,
    make_lot,
    make_officer,
    make_paddle,
    make_plain_catalogue,
    make_user,
)
from tests.moving_clock import NOON

ASKED, NUMBERED = RegistrationState.ASKED, RegistrationState.NUMBERED
WITHDRAWN, LAPSED = RegistrationState.WITHDRAWN, RegistrationState.LAPSED
HOUR = timedelta(hours=1)
EMPTY = "[registration]"


def go_on(session: Session, registration: Registration, *, now: Any = NOON) -> None:
    """Go on with a registration, as a cashier's confirmation does."""
    lot_id, registration_id = registration.lot_id, registration.id

    @atomic
    def run(session: Session) -> None:
        lot_for_change(session, lot_id)
        advance(session, session.get_one(Registration, registration_id), now)

    run(session)


def rows(session: Session, lot: Lot) -> list[str]:
    session.rollback()
    found = select(TrailRow.action).where(TrailRow.lot_id == lot.id)
    return list(session.scalars(found.order_by(TrailRow.sequence)))


def test_nobody_registers_for_a_lot_of_his_own_office(session: Session) -> None:
    lot = make_lot(session)
    officer = make_officer(session, lot.office)

    with pytest.raises(NotAllowed, match="office that sells"):
        apply_for(session, lot_id=lot.id, user_id=officer.id, now=NOON)


@pytest.mark.parametrize("role", ["auditor", "operator"])
def test_only_bidders_register(session: Session, role: str) -> None:
    lot, person = make_lot(session), make_user(session, role=role)

    with pytest.raises(NotAllowed, match="Only bidders"):
        apply_for(session, lot_id=lot.id, user_id=person.id, now=NOON)


def test_a_number_is_kept_when_it_is_asked_for_again(session: Session) -> None:
    lot, user = make_lot(session), make_bidder(session)

    first = make_paddle(session, lot, user).number
    again = make_paddle(session, lot, user).number

    assert first == again
    assert lot.paddle_count == 1


def test_a_number_is_bound_to_its_holder_without_naming_him(session: Session) -> None:
    lot, user = make_lot(session, make_plain_catalogue(session)), make_bidder(session)

    paddle = make_paddle(session, lot, user)

    entry = session.scalars(select(TrailRow.entry)).one()
    assert commit_to(user.email, paddle.salt) == paddle.commitment
    assert paddle.commitment in entry
    assert user.email not in entry


def test_registration_ends_with_the_lot(session: Session) -> None:
    lot = make_lot(session, status=LotStatus.SOLD)

    with pytest.raises(OutOfStep, match="over"):
        apply_for(session, lot_id=lot.id, user_id=make_bidder(session).id, now=NOON)


def test_a_draft_is_not_there_for_bidders(session: Session) -> None:
    lot = make_lot(session, status=LotStatus.DRAFT)

    with pytest.raises(NotThere):
        apply_for(session, lot_id=lot.id, user_id=make_bidder(session).id, now=NOON)


def test_an_old_procedure_gives_every_account_a_number_at_once(
    session: Session,
) -> None:
    lot = make_lot(session, make_sale(session), deposit=Money(40_00))

    registration = ask(session, lot, make_bidder(session))

    assert registration.state is NUMBERED
    assert registration.paddle is not None


def test_who_is_verified_gets_the_number_at_once(session: Session) -> None:
    lot, user = make_lot(session, make_sale(session, COURT)), make_known(session)
    identity = make_identity(session, user)

    registration = ask(session, lot, user)

    assert registration.paddle is not None
    assert registration.identity_id == identity.id
    assert session.get_one(Lot, lot.id).paddle_count == 1


def test_the_commitment_is_over_the_verified_name_and_address(
    session: Session,
) -> None:
    lot, user = make_lot(session, make_sale(session, COURT)), make_known(session)
    make_identity(session, user, name="Ada  Example", address="Mill Lane 1\n1000 X")

    registration = ask(session, lot, user)

    paddle, words = registration.paddle, "Ada Example\nMill Lane 1 1000 X"
    assert paddle is not None
    assert committed_words(user, registration.identity) == words
    assert paddle.commitment == commit_to(words, paddle.salt)
    entry = session.scalars(select(TrailRow.entry)).one()
    assert paddle.commitment in entry
    assert "Ada" not in entry


def test_a_commitment_holds_when_the_person_is_verified_anew(
    session: Session,
) -> None:
    lot, user = make_lot(session, make_sale(session, COURT)), make_known(session)
    before = make_identity(session, user, name="Ada Maiden")
    registration = ask(session, lot, user)

    before.state = IdentityState.REPLACED
    make_identity(session, user, name="Ada Married")

    session.refresh(registration)
    paddle = registration.paddle
    assert paddle is not None
    words = committed_words(user, registration.identity)
    assert paddle.commitment == commit_to(words, paddle.salt)


@pytest.mark.parametrize("confirmed", [True, False])
def test_who_has_not_confirmed_his_address_gets_no_number(
    session: Session, *, confirmed: bool
) -> None:
    lot = make_lot(session, make_sale(session, EMPTY))
    user = make_bidder(session, email_confirmed_at=NOON if confirmed else None)

    assert ask(session, lot, user).state is (NUMBERED if confirmed else ASKED)


@pytest.mark.parametrize(
    "state", [None, IdentityState.DRAFT, IdentityState.SUBMITTED, IdentityState.REFUSED]
)
def test_who_is_not_verified_waits_and_is_counted_nowhere(
    session: Session, state: IdentityState | None
) -> None:
    lot, user = make_lot(session, make_sale(session, COURT)), make_known(session)
    if state is not None:
        make_identity(session, user, state)
    version = lot.version

    registration = ask(session, lot, user)

    assert (registration.state, registration.paddle) == (ASKED, None)
    assert rows(session, lot) == []
    after = session.get_one(Lot, lot.id)
    assert (after.paddle_count, after.version) == (0, version)


def test_the_acceptance_gives_the_number_and_the_person_is_told(
    session: Session,
) -> None:
    lot, user = make_lot(session, make_sale(session, COURT)), make_known(session)
    identity_id = make_identity(session, user, IdentityState.SUBMITTED).id
    registration = ask(session, lot, user)

    def accept(session: Session) -> None:
        identity = session.get_one(Identity, identity_id)
        identity.state = IdentityState.ACCEPTED

    going_on(user.id, accept)(session)

    assert state_of(session, registration) is NUMBERED
    told = session.scalars(select(Notice.text)).one()
    number = session.scalars(select(Paddle.number)).one()
    assert f"Your bidder number is {number}." in told


def test_what_is_expired_counts_no_more(session: Session) -> None:
    lot, user = make_lot(session, make_sale(session, COURT)), make_known(session)
    make_identity(session, user, valid_until=NOON.date() - timedelta(days=1))

    assert ask(session, lot, user).state is ASKED


def test_a_newer_identity_takes_the_place_of_the_chosen_one(session: Session) -> None:
    lot, user = make_lot(session, make_sale(session, COURT)), make_known(session)
    chosen = make_identity(session, user, IdentityState.SUBMITTED)
    registration = ask(session, lot, user, identity_id=chosen.id)
    chosen.state = IdentityState.REPLACED
    newer = make_identity(session, user)

    go_on(session, registration)

    assert state_of(session, registration) is NUMBERED
    assert session.get_one(Registration, registration.id).identity_id == newer.id


def as_company(session: Session, user: User) -> Identity:
    """Let somebody show a company for which he acts."""
    return make_identity(
        session, user, kind=PersonKind.COMPANY, is_principal=True, name="Example Ltd"
    )


def test_who_acts_for_another_needs_a_power_of_attorney_for_this_lot(
    session: Session,
) -> None:
    sale, user = make_sale(session, COURT), make_known(session)
    lot, other_lot = make_lot(session, sale), make_lot(session, sale)
    make_identity(session, user)
    company = as_company(session, user)
    make_mandate(session, company, other_lot, confirmed_at=NOON)

    registration = ask(session, lot, user, identity_id=company.id)
    waits = registration.state
    mandate = make_mandate(session, company, lot, confirmed_at=NOON)
    go_on(session, registration)

    assert (waits, state_of(session, registration)) == (ASKED, NUMBERED)
    after = session.get_one(Registration, registration.id)
    assert (after.identity_id, after.mandate_id) == (company.id, mandate.id)


@pytest.mark.parametrize("column", [None, "declined_at"])
def test_an_unconfirmed_power_of_attorney_gives_no_number(
    session: Session, column: str | None
) -> None:
    lot, user = make_lot(session, make_sale(session, COURT)), make_known(session)
    make_identity(session, user)
    company = as_company(session, user)
    make_mandate(session, company, lot, **({column: NOON} if column else {}))

    assert ask(session, lot, user, identity_id=company.id).state is ASKED


def test_the_agent_shows_who_he_is_himself_too(session: Session) -> None:
    lot, user = make_lot(session, make_sale(session, COURT)), make_known(session)
    company = as_company(session, user)
    make_mandate(session, company, lot, confirmed_at=NOON)

    assert ask(session, lot, user, identity_id=company.id).state is ASKED


def test_nobody_registers_as_somebody_else_s_company(session: Session) -> None:
    lot, user = make_lot(session, make_sale(session, COURT)), make_known(session)
    theirs = as_company(session, make_known(session, "Other"))

    with pytest.raises(IdentityNotYours):
        ask(session, lot, user, identity_id=theirs.id)

    assert session.scalars(select(Registration)).all() == []


@pytest.mark.parametrize("deposit", [None, Money(0)])
def test_a_lot_without_a_deposit_asks_for_none(
    session: Session, deposit: Money | None
) -> None:
    lot = make_lot(session, make_sale(session, EMPTY), deposit=deposit)

    assert ask(session, lot, make_known(session)).state is NUMBERED
    assert session.scalars(select(Deposit)).all() == []


def test_the_deposit_is_asked_for_once_and_its_confirmation_gives_the_number(
    session: Session,
) -> None:
    lot = make_lot(session, make_sale(session, EMPTY), deposit=Money(40_00))
    user = make_known(session)
    registration = ask(session, lot, user)
    ask(session, lot, user)
    deposit = session.scalars(select(Deposit)).one()
    waits = state_of(session, registration)

    pay(session, deposit, Money(39_99))
    part = state_of(session, registration)
    pay(session, deposit, Money(1))
    before = state_of(session, registration)
    cashier = make_cashier(session, lot.office)
    for _ in range(2):
        confirm_deposit(session, deposit_id=deposit.id, by_id=cashier.id, now=NOON)

    assert (waits, part, before) == (ASKED, ASKED, ASKED)
    assert state_of(session, registration) is NUMBERED
    assert session.get_one(Lot, lot.id).paddle_count == 1


def test_nobody_is_asked_for_money_before_the_rest_is_done(session: Session) -> None:
    lot = make_lot(session, make_sale(session, COURT), deposit=Money(40_00))
    user = make_known(session)

    ask(session, lot, user)
    before = session.scalars(select(Deposit)).all()
    make_identity(session, user)
    ask(session, lot, user)

    assert before == []
    assert session.scalars(select(Deposit)).one().amount == Money(40_00)


def test_who_withdraws_has_his_money_back_and_may_come_again(
    session: Session,
) -> None:
    lot = make_lot(session, make_sale(session, EMPTY), deposit=Money(40_00))
    user = make_known(session)
    registration = ask(session, lot, user)
    pay(session, deposit_asked(session, registration), Money(10_00))

    withdraw(session, lot_id=lot.id, user_id=user.id, now=NOON)
    due = deposit_asked(session, registration).state
    ask(session, lot, user)
    pay_deposit(session, registration)

    assert due is DepositState.DUE_BACK
    assert state_of(session, registration) is NUMBERED


def test_where_the_office_confirms_bidders_nobody_gets_a_number_without(
    session: Session,
) -> None:
    lot, user = make_lot(session, make_sale(session, CHOOSY)), make_known(session)
    make_identity(session, user)
    registration = ask(session, lot, user)
    waits = registration.state

    registration.office_confirmed_at = NOON
    session.commit()
    go_on(session, registration)

    assert (waits, state_of(session, registration)) == (ASKED, NUMBERED)


def test_the_office_has_confirmed_one_person_and_no_other(session: Session) -> None:
    lot, user = make_lot(session, make_sale(session, CHOOSY)), make_known(session)
    make_identity(session, user, IdentityState.SUBMITTED)
    registration = ask(session, lot, user)
    registration.office_confirmed_at = NOON
    session.commit()
    company = as_company(session, user)

    ask(session, lot, user, identity_id=company.id)

    after = session.get_one(Registration, registration.id)
    assert after.office_confirmed_at is None


def test_who_asks_twice_has_asked_once(session: Session) -> None:
    lot, user = make_lot(session, make_sale(session, COURT)), make_known(session)

    first = ask(session, lot, user).id
    again = ask(session, lot, user, now=NOON + HOUR / 2)

    assert again.id == first
    assert again.asked_at == NOON
    assert len(session.scalars(select(Registration)).all()) == 1


def test_going_on_twice_gives_one_number(session: Session) -> None:
    lot, user = make_lot(session, make_sale(session, COURT)), make_known(session)
    registration = ask(session, lot, user)
    make_identity(session, user)

    go_on(session, registration)
    go_on(session, registration)

    assert rows(session, lot) == ["registered"]
    assert session.get_one(Lot, lot.id).paddle_count == 1
    assert len(session.scalars(select(Notice)).all()) == 1


@pytest.mark.parametrize(
    ("early", "taken"),
    [(timedelta(microseconds=1), True), (timedelta(0), False)],
)
def test_no_number_is_given_at_the_end_or_after_it(
    session: Session, early: timedelta, *, taken: bool
) -> None:
    lot, user = make_lot(session, make_sale(session, COURT)), make_known(session)
    registration = ask(session, lot, user)
    make_identity(session, user)

    go_on(session, registration, now=lot.closes_at - early)

    assert (state_of(session, registration) is NUMBERED) is taken


def test_registration_closes_when_the_procedure_says_and_goes_on_for_the_others(
    session: Session,
) -> None:
    sale = make_sale(session, f'{COURT}\nuntil = "30 min"')
    lot, user = make_lot(session, sale), make_known(session)
    registration = ask(session, lot, user, now=NOON)
    make_identity(session, user)

    with pytest.raises(RegistrationOver):
        ask(session, lot, make_known(session, "Late"), now=NOON + HOUR / 2)
    go_on(session, registration, now=NOON + HOUR / 2)

    assert state_of(session, registration) is NUMBERED


def test_when_the_lot_ends_what_is_not_complete_lapses_and_is_told(
    session: Session,
) -> None:
    lot, user = make_lot(session, make_sale(session, COURT)), make_known(session)
    registration = ask(session, lot, user)
    make_identity(session, user)

    close_due_lots(session, now=lot.closes_at + SETTLE)
    go_on(session, registration, now=lot.closes_at + SETTLE)

    assert state_of(session, registration) is LAPSED
    assert "before your registration was complete" in (
        session.scalars(select(Notice.text)).one()
    )
    assert session.get_one(Lot, lot.id).paddle_count == 0
    with pytest.raises(RegistrationOver):
        ask(session, lot, user, now=lot.closes_at + SETTLE)


def test_a_registration_is_withdrawn_before_the_number_and_can_be_made_again(
    session: Session,
) -> None:
    lot, user = make_lot(session, make_sale(session, COURT)), make_known(session)
    registration = ask(session, lot, user)

    withdraw(session, lot_id=lot.id, user_id=user.id, now=NOON)
    withdraw(session, lot_id=lot.id, user_id=user.id, now=NOON)
    withdrawn = state_of(session, registration)
    make_identity(session, user)
    go_on(session, registration)
    still = state_of(session, registration)
    again = ask(session, lot, user)

    assert (withdrawn, still) == (WITHDRAWN, WITHDRAWN)
    assert (again.id, again.state) == (registration.id, NUMBERED)


def test_a_number_cannot_be_given_back(session: Session) -> None:
    lot, user = make_lot(session, make_sale(session)), make_bidder(session)
    make_paddle(session, lot, user)

    with pytest.raises(NumberGiven):
        withdraw(session, lot_id=lot.id, user_id=user.id, now=NOON)


def test_who_has_not_asked_has_nothing_to_withdraw(session: Session) -> None:
    lot, user = make_lot(session, make_sale(session)), make_bidder(session)

    with pytest.raises(NotAsked):
        withdraw(session, lot_id=lot.id, user_id=user.id, now=NOON)


def test_who_is_barred_after_he_asked_gets_no_number(session: Session) -> None:
    lot, user = make_lot(session, make_sale(session, COURT)), make_known(session)
    registration = ask(session, lot, user)
    make_identity(session, user)
    session.add(Barring(user_id=user.id, lot_id=lot.id, ground="x", barred_at=NOON))
    session.commit()

    go_on(session, registration)

    assert state_of(session, registration) is RegistrationState.REFUSED
    with pytest.raises(NotAllowed, match="What bars me"):
        ask(session, lot, user)


@pytest.mark.parametrize(
    ("sections", "wish", "kept"),
    [
        ((EMPTY, RUNNER_UP), True, True),
        ((EMPTY, RUNNER_UP), False, False),
        ((EMPTY,), True, False),  # nobody can promise what nobody offers
    ],
)
def test_who_agrees_to_stay_bound_has_it_on_his_number(
    session: Session, sections: tuple[str, ...], *, wish: bool, kept: bool
) -> None:
    lot = make_lot(session, make_sale(session, *sections))

    registration = ask(session, lot, make_known(session), stays_bound=wish)

    paddle = registration.paddle
    assert paddle is not None
    assert (paddle.stays_bound_at == NOON) is kept
    assert (registration.stays_bound_at == NOON) is kept
    entry = session.scalars(select(TrailRow.entry)).one()
    assert ('"stays_bound":true' in entry) is kept


def bid(session: Session, lot: Lot, user: User) -> None:
    place_bid(
        session,
        lot_id=lot.id,
        user_id=user.id,
        amount=lot.starting_price,
        received_at=NOON,
        idempotency_key="one form",
    )


def test_who_has_asked_and_bids_is_told_what_is_missing(session: Session) -> None:
    sale, user = make_sale(session, EMPTY), make_known(session)
    lot = make_lot(session, sale, deposit=Money(40_00))
    ask(session, lot, user)

    with pytest.raises(NotAdmitted, match="Please transfer the deposit") as refused:
        bid(session, lot, user)

    assert refused.value.code == 403
    assert rows(session, lot) == []
    assert session.get_one(Lot, lot.id).bid_count == 0


def test_after_the_confirmation_he_can_bid(session: Session) -> None:
    sale, user = make_sale(session, EMPTY), make_known(session)
    lot = make_lot(session, sale, deposit=Money(40_00))
    registration = ask(session, lot, user)
    pay_deposit(session, registration)

    bid(session, lot, user)

    assert session.get_one(Lot, lot.id).bid_count == 1
