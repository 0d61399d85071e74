"""A payment that is booked from a paper, under the reference on it."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Deposit, DepositState, Duty, LedgerEntry, Office
from auction.money import Money
from auction.rules.payment_account import in_groups
from auction.rules.payment_reference import ReferenceWrong
from auction.rules.refusal import NotThere, Refusal
from auction.services.booking_by_hand import (
    BookedAlready,
    CorrectedAlready,
    NoSuchReference,
    PaperMissing,
    book_by_hand,
    correct_entry,
    standing_by_hand,
)
from auction.services.depositing import AmountNotAbove, Booked
from auction.services.officers import NotYourDuty, NotYourOffice
from auction.services.unsecuring import NoteMissing
from tests.deposits import DEPOSIT, books_of, make_cashier, make_deposit, pay
from tests.factories import make_office, make_officer
from tests.moving_clock import NOON
from tests.racing import at_once

PAPER, OTHER_PAPER = f"{'1' * 64}.pdf", f"{'2' * 64}.pdf"


def by_hand(
    session: Session, deposit: Deposit, amount: Money = DEPOSIT, **more: Any
) -> Booked:
    usual: dict[str, Any] = {
        "office_id": deposit.office_id,
        "reference": deposit.reference,
        "paper": PAPER,
        "note": "Order of transfer, shown at the counter.",
    }
    if "by_id" not in more:
        more["by_id"] = make_cashier(session, deposit.office).id
    return book_by_hand(session, amount=amount, now=NOON, **usual | more)


def correct(session: Session, deposit: Deposit, entry_id: int) -> None:
    correct_entry(
        session,
        office_id=deposit.office_id,
        entry_id=entry_id,
        by_id=make_cashier(session, deposit.office).id,
        note="I had read the wrong line.",
        now=NOON,
    )


def entry_of(session: Session, deposit: Deposit) -> int:
    session.rollback()
    return standing_by_hand(session.get_one(Deposit, deposit.id))[-1].id


def state_of(session: Session, deposit: Deposit) -> DepositState:
    return session.get_one(Deposit, deposit.id).state


def test_amount_and_reference_fit_and_the_deposit_is_confirmed(
    session: Session,
) -> None:
    deposit = make_deposit(session)

    booked = by_hand(session, deposit, reference=in_groups(deposit.reference).lower())

    assert (booked.missing, booked.too_much) == (Money(0), Money(0))
    assert state_of(session, deposit) is DepositState.CONFIRMED
    first = session.scalars(
        select(LedgerEntry).where(LedgerEntry.paper.is_not(None))
    ).one()
    assert (first.paper, first.debit) == (PAPER, "on_paper")
    assert first.note.startswith("Order of transfer")


def test_one_cent_short_is_booked_and_not_confirmed(session: Session) -> None:
    deposit = make_deposit(session)

    booked = by_hand(session, deposit, DEPOSIT - Money(1))

    assert booked.missing == Money(1)
    assert state_of(session, deposit) is DepositState.RECEIVED


def test_when_the_bank_shows_it_too_it_is_not_credited_again(session: Session) -> None:
    deposit = make_deposit(session)
    by_hand(session, deposit)

    booked = pay(session, deposit)

    assert booked.too_much == Money(0)
    assert state_of(session, deposit) is DepositState.CONFIRMED
    assert books_of(session, deposit)[-1] == ("cleared", "bank", "on_paper", 4000)


def test_the_same_paper_is_booked_once_for_a_deposit(session: Session) -> None:
    deposit = make_deposit(session)
    by_hand(session, deposit, Money(10_00))

    with pytest.raises(BookedAlready):
        by_hand(session, deposit, Money(10_00))
    assert by_hand(session, deposit, Money(30_00), paper=OTHER_PAPER).missing == Money(
        0
    )


def test_a_form_sent_twice_at_the_same_moment_is_booked_once(
    app: Flask, session: Session
) -> None:
    deposit = make_deposit(session)
    given: dict[str, Any] = {
        "office_id": deposit.office_id,
        "reference": deposit.reference,
        "paper": PAPER,
        "note": "Shown at the counter.",
        "by_id": make_cashier(session, deposit.office).id,
        "amount": DEPOSIT,
        "now": NOON,
    }
    session.commit()

    answers = at_once(app, [lambda s: book_by_hand(s, **given)] * 3)

    assert sum(isinstance(answer, BookedAlready) for answer in answers) == 2
    received = [row for row in books_of(session, deposit) if row[0] == "received"]
    assert received == [("received", "on_paper", "received", 4000)]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"reference": "RF19 5390 0754 7034"}, ReferenceWrong),
        ({"reference": "RF63 1000 0000 0000"}, NoSuchReference),
        ({"reference": ""}, ReferenceWrong),
        ({"paper": None}, PaperMissing),
        ({"note": " "}, NoteMissing),
        ({"amount": Money(0)}, AmountNotAbove),
    ],
)
def test_what_does_not_fit_is_told_and_nothing_is_booked(
    session: Session, changes: dict[str, Any], refusal: type[Refusal]
) -> None:
    deposit = make_deposit(session)

    with pytest.raises(refusal):
        by_hand(session, deposit, **changes)
    assert len(books_of(session, deposit)) == 1


def test_a_deposit_of_another_office_is_not_there(session: Session) -> None:
    deposit = make_deposit(session)
    elsewhere: Office = make_office(session, "another-court")
    cashier = make_cashier(session, elsewhere)

    with pytest.raises(NoSuchReference):
        by_hand(session, deposit, office_id=elsewhere.id, by_id=cashier.id)
    with pytest.raises(NotYourOffice):
        by_hand(session, deposit, by_id=cashier.id)


def test_only_a_cashier_books_by_hand(session: Session) -> None:
    deposit = make_deposit(session)
    drafter = make_officer(session, deposit.office, duties=[Duty.DRAFTER])

    with pytest.raises(NotYourDuty):
        by_hand(session, deposit, by_id=drafter.id)


def test_a_wrong_entry_is_corrected_by_another_and_can_be_booked_right(
    session: Session,
) -> None:
    deposit = make_deposit(session)
    by_hand(session, deposit, Money(4_00))

    correct(session, deposit, entry_of(session, deposit))
    by_hand(session, deposit)

    assert state_of(session, deposit) is DepositState.CONFIRMED
    assert [event for event, *_ in books_of(session, deposit)] == [
        *("requested", "received", "corrected"),
        *("received", "confirmed", "confirmed"),
    ]


def test_a_correction_takes_the_confirmation_back(session: Session) -> None:
    deposit = make_deposit(session)
    by_hand(session, deposit)

    correct(session, deposit, entry_of(session, deposit))

    assert state_of(session, deposit) is DepositState.REQUESTED


def test_an_entry_is_corrected_once_and_not_after_the_bank_shows_it(
    session: Session,
) -> None:
    deposit, other = make_deposit(session), make_deposit(session)
    by_hand(session, deposit)
    by_hand(session, other)
    entry_id, seen_id = entry_of(session, deposit), entry_of(session, other)
    correct(session, deposit, entry_id)
    pay(session, other)

    for one, of in ((entry_id, deposit), (seen_id, other)):
        with pytest.raises(CorrectedAlready):
            correct(session, of, one)


def test_only_entries_by_hand_of_this_office_can_be_corrected(
    session: Session,
) -> None:
    deposit = make_deposit(session)
    by_hand(session, deposit)
    entry_id = entry_of(session, deposit)
    elsewhere = make_office(session, "another-court")
    requested = session.get_one(Deposit, deposit.id).entries[0].id

    with pytest.raises(NotThere):
        correct(session, deposit, requested)
    with pytest.raises(NotThere):
        correct_entry(
            session,
            office_id=elsewhere.id,
            entry_id=entry_id,
            by_id=make_cashier(session, elsewhere).id,
            note="Why",
            now=NOON,
        )
