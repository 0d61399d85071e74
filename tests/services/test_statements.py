"""Statements: each entry once, to the right deposit, and the books agree."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auction.models import (
    Deposit,
    DepositState,
    Duty,
    LedgerEntry,
    LineState,
    Lot,
    Office,
    PaymentOrder,
    StatementLine,
    User,
)
from auction.money import Money
from auction.rules.ledger import Account, balances
from auction.rules.matching import Fit
from auction.rules.payment_reference import reference_of
from auction.rules.refusal import NotThere, OutOfStep, Refusal
from auction.rules.statements.statement import StatementWrong
from auction.services import booking_lines, ordering_returns
from auction.services.booking_by_hand import NoSuchReference
from auction.services.closing import SETTLE, close_lot
from auction.services.importing_statements import (
    Imported,
    NoAccount,
    OtherAccount,
    import_statements,
)
from auction.services.matching import matches_of
from auction.services.officers import NotYourDuty
from auction.services.unsecuring import NoteMissing
from tests.bank_files import ACCOUNT, Entry, camt, mt940
from tests.deposits import IBAN, make_cashier, make_deposit, make_lot_with_deposit
from tests.factories import make_bidder, make_catalogue, make_office, make_officer
from tests.moving_clock import NOON
from tests.racing import at_once


@pytest.fixture
def office(session: Session) -> Office:
    found = make_office(session)
    found.iban = ACCOUNT
    session.commit()
    return found


@pytest.fixture
def cashier(session: Session, office: Office) -> User:
    return make_cashier(session, office)


@pytest.fixture
def lot(session: Session, office: Office) -> Lot:
    return make_lot_with_deposit(
        session, catalogue=make_catalogue(session, "court-first-round", office=office)
    )


def take_over(session: Session, cashier: User, content: bytes) -> Imported:
    office_id = cashier.offices[0].id
    return import_statements(
        session,
        office_id=office_id,
        officer_id=cashier.id,
        content=content,
        file_name="statement.xml",
        now=NOON,
    )


def paid(deposit: Deposit, cents: int = 40_00, **said: str) -> Entry:
    said = {"text": deposit.reference, "iban": IBAN, "party": "Anna Novak"} | said
    return Entry(cents, **said)  # type: ignore[arg-type]


def lines(session: Session) -> list[StatementLine]:
    session.rollback()  # so that it sees what others have committed
    return list(session.scalars(select(StatementLine).order_by(StatementLine.id)))


def fits(session: Session, office: Office) -> list[Fit]:
    found = matches_of(session, office.id, lines(session))
    return [match.fit for match in found.values()]


def confirm_all(session: Session, cashier: User) -> int:
    office_id = cashier.offices[0].id
    return booking_lines.confirm_all(
        session, office_id=office_id, by_id=cashier.id, now=NOON
    )


def state_of(session: Session, deposit: Deposit) -> DepositState:
    session.rollback()
    session.refresh(deposit)
    return deposit.state


def stands(session: Session, account: Account) -> Money:
    session.rollback()  # so that it sees what others have committed
    return balances(session.scalars(select(LedgerEntry)).all())[account]


@pytest.mark.parametrize("form", ["camt", "mt940"])
def test_a_payment_under_its_reference_confirms_the_deposit(
    session: Session, cashier: User, lot: Lot, form: str
) -> None:
    deposit = make_deposit(session, lot)
    entry = paid(deposit)
    content = camt(entry) if form == "camt" else mt940(entry).encode()

    imported = take_over(session, cashier, content)
    booked = confirm_all(session, cashier)

    assert (imported.lines, booked) == (1, 1)
    assert state_of(session, deposit) is DepositState.CONFIRMED
    assert (deposit.refund_iban, deposit.refund_name) == (IBAN, "Anna Novak")
    assert stands(session, Account.BANK) == Money(40_00)
    assert stands(session, Account.SUSPENSE) == Money(0)


def test_the_same_file_ten_times_is_one_payment(
    session: Session, cashier: User, lot: Lot
) -> None:
    deposit = make_deposit(session, lot)

    for _ in range(10):
        take_over(session, cashier, camt(paid(deposit)))
        confirm_all(session, cashier)

    assert len(lines(session)) == 1
    assert state_of(session, deposit) is DepositState.CONFIRMED
    assert stands(session, Account.BANK) == Money(40_00)


def test_an_overlapping_statement_brings_only_what_is_new(
    session: Session, cashier: User, lot: Lot
) -> None:
    first, second = make_deposit(session, lot), make_deposit(session, lot)
    take_over(session, cashier, camt(paid(first), number="Monday"))

    imported = take_over(
        session, cashier, camt(paid(first), paid(second), number="Monday and Tuesday")
    )

    assert (imported.lines, imported.known_lines) == (1, 1)
    assert confirm_all(session, cashier) == 2
    assert stands(session, Account.BANK) == Money(80_00)


def test_one_cent_short_is_not_confirmed_and_the_cent_completes_it(
    session: Session, cashier: User, lot: Lot
) -> None:
    deposit = make_deposit(session, lot)
    take_over(session, cashier, camt(paid(deposit, 39_99)))
    confirm_all(session, cashier)
    assert state_of(session, deposit) is DepositState.RECEIVED

    take_over(session, cashier, camt(paid(deposit, 1), number="2", opening=39_99))
    confirm_all(session, cashier)

    assert state_of(session, deposit) is DepositState.CONFIRMED


def test_a_batch_pays_each_of_its_deposits(
    session: Session, cashier: User, lot: Lot
) -> None:
    both = [make_deposit(session, lot), make_deposit(session, lot)]
    batch = Entry(80_00, parts=tuple(paid(deposit) for deposit in both))

    take_over(session, cashier, camt(batch))

    assert confirm_all(session, cashier) == 2
    assert [d.state for d in both] == [DepositState.CONFIRMED] * 2


def test_a_reversal_takes_the_deposit_back(
    session: Session, cashier: User, lot: Lot, office: Office
) -> None:
    deposit = make_deposit(session, lot)
    take_over(
        session,
        cashier,
        camt(paid(deposit), paid(deposit, -40_00), number="1"),
    )
    confirm_all(session, cashier)
    reversal = next(line for line in lines(session) if line.amount < Money(0))
    assert fits(session, office)[1] is Fit.REVERSAL

    booking_lines.confirm_line(
        session, office_id=office.id, line_id=reversal.id, by_id=cashier.id, now=NOON
    )

    assert state_of(session, deposit) is DepositState.REQUESTED
    assert stands(session, Account.BANK) == Money(0)


def test_a_payment_in_another_currency_is_nobodys(
    session: Session, cashier: User, lot: Lot, office: Office
) -> None:
    deposit = make_deposit(session, lot)

    take_over(session, cashier, camt(paid(deposit), currency="USD"))

    assert fits(session, office) == [Fit.NOTHING]
    assert confirm_all(session, cashier) == 0


def test_a_mistyped_reference_waits_for_the_cashier_who_finds_it_out(
    session: Session, cashier: User, lot: Lot, office: Office
) -> None:
    deposit = make_deposit(session, lot)
    wrong = deposit.reference[:-1] + str((int(deposit.reference[-1]) + 1) % 10)
    take_over(session, cashier, camt(paid(deposit, text=wrong)))
    assert confirm_all(session, cashier) == 0

    booking_lines.assign_line(
        session,
        office_id=office.id,
        line_id=lines(session)[0].id,
        reference=deposit.reference,
        by_id=cashier.id,
        note="The payer read it to me on the telephone.",
        now=NOON,
    )

    assert state_of(session, deposit) is DepositState.CONFIRMED
    assert lines(session)[0].state is LineState.BOOKED


def test_amount_and_name_only_suggest_and_the_cashier_says_yes(
    session: Session, cashier: User, lot: Lot, office: Office
) -> None:
    deposit = make_deposit(session, lot, make_bidder(session, "Ottilie Beispiel"))
    take_over(
        session, cashier, camt(Entry(40_00, text="deposit", party="BEISPIEL OTTILIE"))
    )
    assert fits(session, office) == [Fit.SUGGESTED]
    assert confirm_all(session, cashier) == 0

    booking_lines.confirm_line(
        session,
        office_id=office.id,
        line_id=lines(session)[0].id,
        by_id=cashier.id,
        now=NOON,
    )

    assert state_of(session, deposit) is DepositState.CONFIRMED


def test_money_for_nothing_is_set_aside_with_a_note_and_taken_up_again(
    session: Session, cashier: User, office: Office
) -> None:
    take_over(session, cashier, camt(Entry(7_00, text="canteen")))
    who: dict[str, Any] = {"office_id": office.id, "by_id": cashier.id, "now": NOON}
    line_id = lines(session)[0].id
    with pytest.raises(NoteMissing):
        booking_lines.set_line_aside(session, line_id=line_id, note=" ", **who)

    booking_lines.set_line_aside(session, line_id=line_id, note="Canteen.", **who)
    assert stands(session, Account.OTHER) == Money(7_00)
    booking_lines.take_line_up_again(session, line_id=line_id, **who)

    assert lines(session)[0].state is LineState.OPEN
    assert stands(session, Account.OTHER) == Money(0)
    assert stands(session, Account.SUSPENSE) == Money(7_00)


@pytest.mark.parametrize("wrong", ["sum", "account", "office"])
def test_a_wrong_file_leaves_nothing_behind(
    session: Session, cashier: User, office: Office, lot: Lot, wrong: str
) -> None:
    deposit = make_deposit(session, lot)
    content, refusal = {
        "sum": (camt(paid(deposit), closing=40_01), StatementWrong),
        "account": (
            camt(paid(deposit), account="AT611904300234573201"),
            OtherAccount,
        ),
        "office": (camt(paid(deposit)), NoAccount),
    }[wrong]
    if wrong == "office":
        office.iban = ""
        session.commit()

    with pytest.raises(refusal):
        take_over(session, cashier, content)

    assert lines(session) == []


def test_only_the_offices_own_cashier_takes_statements_over(
    session: Session, office: Office
) -> None:
    drafter = make_officer(session, office, duties=[Duty.DRAFTER])
    other = make_cashier(session, make_office(session, "another-office"))

    for person in (drafter, other, make_bidder(session)):
        with pytest.raises((NotYourDuty, NotThere, Refusal)):
            import_statements(
                session,
                office_id=office.id,
                officer_id=person.id,
                content=camt(Entry(5)),
                file_name="x",
                now=NOON,
            )
    assert lines(session) == []


def test_another_offices_entries_and_references_are_out_of_reach(
    session: Session, cashier: User, lot: Lot
) -> None:
    deposit = make_deposit(session, lot)
    take_over(session, cashier, camt(paid(deposit)))
    abroad = make_office(session, "another-office")
    stranger = make_cashier(session, abroad)
    who: dict[str, Any] = {"office_id": abroad.id, "by_id": stranger.id, "now": NOON}

    with pytest.raises(NotThere):
        booking_lines.confirm_line(session, line_id=lines(session)[0].id, **who)
    with pytest.raises(NoSuchReference):
        booking_lines.assign_line(
            session,
            line_id=lines(session)[0].id,
            reference=deposit.reference,
            note="x",
            **who,
        )


def test_an_unknown_reference_is_told(
    session: Session, cashier: User, office: Office
) -> None:
    take_over(session, cashier, camt(Entry(5)))

    with pytest.raises(NoSuchReference):
        booking_lines.assign_line(
            session,
            office_id=office.id,
            line_id=lines(session)[0].id,
            reference=reference_of(1),
            by_id=cashier.id,
            note="x",
            now=NOON,
        )


def test_the_same_file_at_the_same_moment_is_taken_over_once(
    app: Flask, session: Session, cashier: User, lot: Lot
) -> None:
    deposit = make_deposit(session, lot)
    content, office_id, cashier_id = (
        camt(paid(deposit)),
        lot.office_id,
        cashier.id,
    )

    def work(own: Session) -> int:
        return import_statements(
            own,
            office_id=office_id,
            officer_id=cashier_id,
            content=content,
            file_name="x",
            now=NOON,
        ).lines

    assert sorted(at_once(app, [work] * 4)) == [0, 0, 0, 1]
    assert stands(session, Account.BANK) == Money(40_00)


def test_two_cashiers_who_book_an_entry_at_once_book_it_once(
    app: Flask,
    session: Session,
    cashier: User,
    office: Office,
    lot: Lot,
) -> None:
    deposit = make_deposit(session, lot)
    take_over(session, cashier, camt(paid(deposit)))
    who = {
        "office_id": office.id,
        "line_id": lines(session)[0].id,
        "by_id": cashier.id,
    }

    def work(own: Session) -> object:
        return booking_lines.confirm_line(own, now=NOON, **who)

    answers = at_once(app, [work] * 4)
    assert sum(isinstance(answer, OutOfStep) for answer in answers) == 3
    assert stands(session, Account.BANK) == Money(40_00)
    count = select(func.count(LedgerEntry.id)).where(LedgerEntry.event == "received")
    assert session.scalar(count) == 1


def returned(session: Session, cashier: User, lot: Lot) -> tuple[Deposit, PaymentOrder]:
    """Pay a deposit, let the lot end without a bid, and order the return."""
    deposit = make_deposit(session, lot)
    take_over(session, cashier, camt(paid(deposit)))
    confirm_all(session, cashier)
    close_lot(session, lot_id=lot.id, now=lot.closes_at + SETTLE)
    order = ordering_returns.order_returns(
        session,
        office_id=lot.office_id,
        by_id=cashier.id,
        deposit_ids=[deposit.id],
        now=NOON + timedelta(days=30),
    )
    return deposit, order


def test_a_return_is_ordered_once_and_matched_from_the_next_statement(
    session: Session, cashier: User, office: Office, lot: Lot
) -> None:
    deposit, order = returned(session, cashier, lot)
    with pytest.raises(ordering_returns.NothingToReturn):
        ordering_returns.order_returns(
            session,
            office_id=office.id,
            by_id=cashier.id,
            deposit_ids=[deposit.id],
            now=NOON,
        )
    back = order.returns[0]
    assert (back.amount, back.iban) == (Money(40_00), IBAN)

    out = Entry(-40_00, end_to_end=back.end_to_end, party="Anna Novak", iban=IBAN)
    take_over(session, cashier, camt(out, number="2", opening=40_00))
    confirm_all(session, cashier)

    assert state_of(session, deposit) is DepositState.RETURNED
    assert stands(session, Account.BANK) == Money(0)


def test_a_return_that_the_bank_sends_back_is_due_once_more(
    session: Session, cashier: User, lot: Lot
) -> None:
    deposit, order = returned(session, cashier, lot)
    mark = order.returns[0].end_to_end
    out, bounce = Entry(-40_00, end_to_end=mark), Entry(40_00, end_to_end=mark)
    take_over(session, cashier, camt(out, number="2", opening=40_00))
    confirm_all(session, cashier)

    take_over(session, cashier, camt(bounce, number="3"))
    confirm_all(session, cashier)

    assert state_of(session, deposit) is DepositState.DUE_BACK
    assert stands(session, Account.BANK) == Money(40_00)
    assert order.returns[0].bounced_line_id is not None


def test_an_order_that_the_bank_never_got_is_cancelled_and_due_as_before(
    session: Session, cashier: User, office: Office, lot: Lot
) -> None:
    deposit, order = returned(session, cashier, lot)

    for _ in range(2):
        ordering_returns.cancel_order(
            session, office_id=office.id, order_id=order.id, by_id=cashier.id, now=NOON
        )

    assert state_of(session, deposit) is DepositState.DUE_BACK


def test_an_order_that_was_carried_out_is_not_cancelled(
    session: Session, cashier: User, office: Office, lot: Lot
) -> None:
    _, order = returned(session, cashier, lot)
    out = Entry(-40_00, end_to_end=order.returns[0].end_to_end)
    take_over(session, cashier, camt(out, number="2", opening=40_00))
    confirm_all(session, cashier)

    with pytest.raises(ordering_returns.OrderCarriedOut):
        ordering_returns.cancel_order(
            session, office_id=office.id, order_id=order.id, by_id=cashier.id, now=NOON
        )
