"""A deposit is asked for once, booked to the cent, and confirmed when all is there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import (
    ActKind,
    Barring,
    Deposit,
    DepositState,
    Duty,
    LedgerEntry,
    Lot,
    Mail,
    Notice,
    RegistrationState,
    StatementLine,
)
from auction.money import Money
from auction.rules.deposit_events import NotAllThere, NothingAsked
from auction.rules.ledger import below_zero
from auction.rules.payment_account import in_groups
from auction.rules.payment_reference import is_right
from auction.services.bookkeeping import NoSuchDeposit, missing_of, stand_of
from auction.services.closing import SETTLE, close_lot
from auction.services.depositing import (
    AmountNotAbove,
    WrongCurrency,
    confirm_deposit,
)
from auction.services.officers import NotYourDuty, NotYourOffice
from tests.deposits import (
    DEPOSIT,
    ask,
    books_of,
    confirmed_deposit,
    make_cashier,
    make_deposit,
    make_lot_with_deposit,
    make_registration,
    pay,
    pay_in,
)
from tests.factories import make_lot, make_office, make_officer
from tests.moving_clock import NOON
from tests.officers import act_on
from tests.racing import at_once

CENT = Money(1)


def test_a_registrant_is_asked_for_the_deposit_of_the_lot(session: Session) -> None:
    deposit = make_deposit(session)

    assert (deposit.amount, deposit.currency_code) == (DEPOSIT, "EUR")
    assert deposit.state is DepositState.REQUESTED
    assert is_right(deposit.reference)
    assert books_of(session, deposit) == [("requested", "asked", "awaited", 4000)]


def test_he_is_told_how_much_with_which_reference_and_by_when(session: Session) -> None:
    deposit = make_deposit(session)

    notice = last_notice(session, deposit)

    assert notice.subject == "Please pay the deposit: Example lot"
    assert f"reference {in_groups(deposit.reference)}." in notice.text
    assert "EUR\N{NBSP}40.00" in notice.text
    assert "before 02 Mar 2026, 13:00:00 UTC" in notice.text
    assert notice.path == f"/my-deposits/{deposit.id}"


def test_who_is_barred_is_not_asked_for_money(session: Session) -> None:
    lot = make_lot_with_deposit(session)
    registration = make_registration(session, lot)
    session.add(Barring(user_id=registration.user_id, ground="default", barred_at=NOON))
    session.commit()

    assert ask(session, registration_id=registration.id) is None
    assert session.scalars(select(Deposit)).all() == []


def test_he_is_asked_once(session: Session) -> None:
    deposit = make_deposit(session)

    again = ask(session, registration_id=deposit.registration_id)

    assert again is not None
    assert again.id == deposit.id
    assert len(books_of(session, deposit)) == 1


def test_two_askings_at_the_same_moment_are_one(app: Flask, session: Session) -> None:
    lot = make_lot_with_deposit(session)
    registration_id = make_registration(session, lot).id

    session.commit()

    at_once(app, [lambda s: ask(s, registration_id=registration_id)] * 3)

    session.rollback()
    assert len(session.scalars(select(Deposit)).all()) == 1


@pytest.mark.parametrize("amount", [None, Money(0)])
def test_a_lot_without_a_deposit_asks_for_none(
    session: Session, amount: Money | None
) -> None:
    lot = make_lot(session, deposit=amount)

    assert ask(session, registration_id=make_registration(session, lot).id) is None


def test_references_of_one_person_on_two_lots_have_nothing_in_common(
    session: Session,
) -> None:
    first = make_deposit(session)
    second = make_deposit(session, user=first.user)

    assert first.reference != second.reference
    for deposit in (first, second):
        assert str(deposit.lot_id).zfill(6) not in deposit.reference


def test_one_cent_short_is_not_confirmed_and_the_person_is_told_how_much_is_missing(
    session: Session,
) -> None:
    deposit = make_deposit(session)
    cashier = make_cashier(session, deposit.office)

    booked = pay(session, deposit, DEPOSIT - CENT)

    assert booked.missing == CENT
    assert "EUR\N{NBSP}0.01 is still missing" in last_notice(session, deposit).text
    with pytest.raises(NotAllThere):
        confirm_deposit(session, deposit_id=deposit.id, by_id=cashier.id, now=NOON)
    assert session.get_one(Deposit, deposit.id).state is DepositState.RECEIVED


def test_two_payments_that_make_it_up_together_are_confirmed(session: Session) -> None:
    deposit = make_deposit(session)
    cashier = make_cashier(session, deposit.office)
    pay(session, deposit, DEPOSIT - CENT)
    pay(session, deposit, CENT)

    confirm_deposit(session, deposit_id=deposit.id, by_id=cashier.id, now=NOON)

    assert session.get_one(Deposit, deposit.id).state is DepositState.CONFIRMED


def test_a_confirmation_is_written_down_with_its_author(session: Session) -> None:
    deposit = confirmed_deposit(session)

    assert (deposit.state, deposit.confirmed_at) == (DepositState.CONFIRMED, NOON)
    assert books_of(session, deposit)[1:] == [
        ("received", "bank", "received", 4000),
        ("confirmed", "received", "confirmed", 4000),
        ("confirmed", "awaited", "asked", 4000),
    ]
    author = session.scalars(select(LedgerEntry.by_id)).all()[-1]
    assert author is not None
    told = session.scalars(
        select(Notice.subject).where(Notice.user_id == deposit.user_id)
    ).all()
    assert told == [
        "Please pay the deposit: Example lot",
        "Your deposit is confirmed: Example lot",
        "Your bidder number: Example lot",
    ]


def test_a_deposit_confirmed_twice_is_confirmed_once(session: Session) -> None:
    deposit = confirmed_deposit(session)
    cashier = make_cashier(session, deposit.office)
    before = books_of(session, deposit)

    confirm_deposit(session, deposit_id=deposit.id, by_id=cashier.id, now=NOON)

    assert books_of(session, deposit) == before


def test_two_cashiers_who_confirm_at_the_same_moment_confirm_once(
    app: Flask, session: Session
) -> None:
    deposit = make_deposit(session)
    pay(session, deposit)
    deposit_id = deposit.id
    cashiers = [make_cashier(session, deposit.office).id for _ in range(3)]

    session.commit()

    def confirming(by_id: int) -> Callable[[Session], Deposit]:
        return lambda s: confirm_deposit(
            s, deposit_id=deposit_id, by_id=by_id, now=NOON
        )

    answers = at_once(app, [confirming(by_id) for by_id in cashiers])

    assert not [a for a in answers if isinstance(a, Exception)]
    events = [event for event, *_ in books_of(session, deposit)]
    assert events.count("confirmed") == 2  # the money, and what was asked for
    notices = select(Notice.kind).where(Notice.user_id == deposit.user_id)
    asked_and_confirmed = ["deposit", "deposit"]
    assert session.scalars(notices).all() == [*asked_and_confirmed, "number given"]


def test_payments_at_the_same_moment_are_all_in_the_books(
    app: Flask, session: Session
) -> None:
    deposit = make_deposit(session)
    deposit_id, part = deposit.id, Money(10_00)
    session.commit()

    at_once(app, [lambda s: pay_in(s, deposit_id=deposit_id, amount=part)] * 4)

    session.rollback()
    assert missing_of(deposit) == Money(0)
    assert deposit.state is DepositState.RECEIVED
    assert below_zero(stand_of(deposit)) == []


def test_what_is_too_much_is_due_back_at_once(session: Session) -> None:
    deposit = make_deposit(session)

    booked = pay(session, deposit, DEPOSIT + CENT)

    assert booked.too_much == CENT
    assert session.get_one(Deposit, deposit.id).due_back_at == NOON
    assert "EUR\N{NBSP}0.01 is more" in last_notice(session, deposit).text


def test_a_second_payment_leaves_the_first_confirmed_and_is_due_back(
    session: Session,
) -> None:
    deposit = confirmed_deposit(session)

    booked = pay(session, deposit)

    assert (booked.missing, booked.too_much) == (Money(0), DEPOSIT)
    assert session.get_one(Deposit, deposit.id).state is DepositState.CONFIRMED


def test_money_that_comes_after_the_end_is_due_back_at_once(session: Session) -> None:
    lot = make_lot_with_deposit(session)
    deposit = make_deposit(session, lot)
    close_lot(session, lot_id=lot.id, now=lot.closes_at + SETTLE)
    later = NOON + timedelta(days=3)
    assert session.get_one(Deposit, deposit.id).state is DepositState.LAPSED

    booked = pay(session, deposit, now=later)

    assert booked.too_much == DEPOSIT
    late = session.get_one(Deposit, deposit.id)
    assert (late.state, late.due_back_at) == (DepositState.DUE_BACK, later)
    assert books_of(session, deposit)[-1][0] == "late"


def test_money_after_a_recall_is_due_back_at_once(session: Session) -> None:
    lot = make_lot_with_deposit(session)
    deposit = make_deposit(session, lot)
    act_on(session, lot, ActKind.RECALL)

    pay(session, deposit)

    assert session.get_one(Deposit, deposit.id).state is DepositState.DUE_BACK


@pytest.mark.parametrize(
    "state", [RegistrationState.REFUSED, RegistrationState.WITHDRAWN]
)
def test_money_for_somebody_who_is_not_to_bid_is_due_back_at_once(
    session: Session, state: RegistrationState
) -> None:
    deposit = make_deposit(session)
    deposit.registration.state = state
    session.commit()

    booked = pay(session, deposit)

    assert booked.too_much == DEPOSIT
    assert session.get_one(Deposit, deposit.id).state is DepositState.DUE_BACK
    with pytest.raises(NothingAsked):
        confirm_deposit(
            session,
            deposit_id=deposit.id,
            by_id=make_cashier(session, deposit.office).id,
            now=NOON,
        )


def test_a_payment_in_another_currency_is_not_booked(session: Session) -> None:
    deposit = make_deposit(session)

    with pytest.raises(WrongCurrency, match="in EUR, and the payment in CHF"):
        pay(session, deposit, line=StatementLine(currency_code="CHF"))
    assert len(books_of(session, deposit)) == 1


@pytest.mark.parametrize("amount", [Money(0), Money(-1)])
def test_nothing_and_less_is_no_payment(session: Session, amount: Money) -> None:
    with pytest.raises(AmountNotAbove):
        pay(session, make_deposit(session), amount)


def test_only_a_cashier_of_the_office_confirms(session: Session) -> None:
    deposit = make_deposit(session)
    pay(session, deposit)
    drafter = make_officer(session, deposit.office, duties=[Duty.DRAFTER])
    stranger = make_officer(session, make_office(session, "another-court"))

    with pytest.raises(NotYourDuty):
        confirm_deposit(session, deposit_id=deposit.id, by_id=drafter.id, now=NOON)
    with pytest.raises(NotYourOffice):
        confirm_deposit(session, deposit_id=deposit.id, by_id=stranger.id, now=NOON)
    with pytest.raises(NotYourOffice):
        confirm_deposit(session, deposit_id=deposit.id, by_id=deposit.user_id, now=NOON)


def test_a_deposit_that_is_not_there_cannot_be_confirmed(session: Session) -> None:
    cashier = make_cashier(session, make_office(session))

    with pytest.raises(NoSuchDeposit):
        confirm_deposit(session, deposit_id=99, by_id=cashier.id, now=NOON)


def test_who_registers_again_keeps_his_reference_and_what_he_paid(
    session: Session,
) -> None:
    deposit = make_deposit(session)
    registration = deposit.registration
    registration.state = RegistrationState.WITHDRAWN
    session.commit()
    pay(session, deposit)  # it crossed his withdrawal, and is due back
    registration.state = RegistrationState.ASKED
    session.commit()

    again = ask(session, registration_id=registration.id)

    assert again is not None
    assert again.reference == deposit.reference
    assert (again.state, missing_of(again)) == (DepositState.RECEIVED, Money(0))


def test_the_mails_about_a_deposit_are_private_and_name_no_account(
    session: Session,
) -> None:
    office = make_office(session, iban="AT611904300234573201", payee="Example Court")
    deposit = confirmed_deposit(session)
    assert deposit.office_id == office.id

    mails = session.scalars(select(Mail)).all()

    assert mails
    assert all(mail.is_private for mail in mails)
    assert not [mail for mail in mails if "AT61" in mail.text or "http" in mail.text]


def test_an_entry_is_never_changed_or_deleted(session: Session) -> None:
    deposit = confirmed_deposit(session)

    deposit.entries[0].note = "another"
    with pytest.raises(TypeError):
        session.flush()
    session.rollback()
    session.delete(session.get_one(Deposit, deposit.id).entries[0])
    with pytest.raises(TypeError):
        session.flush()


def last_notice(session: Session, deposit: Deposit) -> Notice:
    notices = select(Notice).where(Notice.user_id == deposit.user_id)
    return session.scalars(notices.order_by(Notice.id.desc())).first()  # type: ignore[return-value]


def test_with_the_confirmation_the_bidder_number_is_given(session: Session) -> None:
    deposit = confirmed_deposit(session)

    registration = deposit.registration
    assert registration.state is RegistrationState.NUMBERED
    assert registration.paddle is not None


def test_a_number_is_given_once_however_many_cashiers_confirm(
    app: Flask, session: Session
) -> None:
    deposit = make_deposit(session)
    pay(session, deposit)
    deposit_id, lot_id = deposit.id, deposit.lot_id
    by_id = make_cashier(session, deposit.office).id
    session.commit()

    at_once(
        app,
        [lambda s: confirm_deposit(s, deposit_id=deposit_id, by_id=by_id, now=NOON)]
        * 3,
    )

    session.rollback()
    assert session.get_one(Lot, lot_id).paddle_count == 1
