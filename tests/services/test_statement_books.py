"""The books agree to the cent over 500 statements, whatever the bank sends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Deposit, LedgerEntry, LineState, StatementLine
from auction.money import Money
from auction.rules.ledger import Account, balances, below_zero
from auction.services import booking_lines
from auction.services.importing_statements import import_statements
from tests.bank_files import ACCOUNT, Entry, camt, mt940
from tests.deposits import make_cashier, make_deposit, make_lot_with_deposit
from tests.factories import make_catalogue, make_office
from tests.moving_clock import NOON

STATEMENTS = 500
ASKED = 40_00


def entries(dice: Random, references: list[str]) -> Iterator[Entry]:
    """Make up what a bank may send, each entry different from every other."""
    for number in range(10**6):
        reference = dice.choice(references)
        cents = dice.choice([ASKED, ASKED, ASKED - 1, ASKED + 1, 1, 17_23])
        kind = dice.choice(["paid", "paid", "paid", "typo", "alien", "out", "batch"])
        mark: dict[str, Any] = {
            "bank_reference": f"B{number}",
            "on": date(2026, 6, 1) + timedelta(days=number % 25),
        }
        if kind == "paid":
            yield Entry(cents, text=f"deposit {reference}", **mark)
        elif kind == "typo":
            yield Entry(cents, text=reference[:-1], **mark)
        elif kind == "alien":
            yield Entry(cents, text=f"invoice {number}", **mark)
        elif kind == "out":
            yield Entry(-cents, text=f"rent {number}", **mark)
        else:
            parts = tuple(
                Entry(ASKED, text=other, end_to_end=f"E{number}-{n}", **mark)
                for n, other in enumerate(dice.sample(references, 2))
            )
            yield Entry(2 * ASKED, parts=parts, **mark)


def files(dice: Random, references: list[str]) -> Iterator[tuple[bytes, list[Entry]]]:
    """Write statements: some come twice, some hold again what an earlier one held."""
    source = entries(dice, references)
    balance = 0
    before: list[Entry] = []
    for number in range(STATEMENTS):
        fresh = [next(source) for _ in range(dice.randint(0, 3))]
        again = before if dice.random() < 0.3 else []
        opening = balance - sum(entry.cents for entry in again)
        content = camt(*again, *fresh, number=f"S{number}", opening=opening)
        if not any(entry.parts for entry in [*again, *fresh]) and dice.random() < 0.3:
            content = mt940(*fresh, number=f"{number}/1", opening=balance).encode()
            again = []
        balance += sum(entry.cents for entry in fresh)
        before = fresh if not again else [*again, *fresh]
        yield content, fresh


def test_the_books_agree_to_the_cent_over_500_statements(session: Session) -> None:
    dice = Random(20260601)
    office = make_office(session)
    office.iban = ACCOUNT
    session.commit()
    cashier = make_cashier(session, office)
    lot = make_lot_with_deposit(
        session, catalogue=make_catalogue(session, "court-first-round", office=office)
    )
    references = [make_deposit(session, lot).reference for _ in range(12)]
    who: dict[str, Any] = {"office_id": office.id, "now": NOON}

    brought = 0
    for number, (content, fresh) in enumerate(files(dice, references)):
        for _ in range(1 + (number % 10 == 0)):  # every tenth comes twice
            import_statements(
                session,
                officer_id=cashier.id,
                content=content,
                file_name=f"{number}.xml",
                **who,
            )
        brought += sum(entry.cents for entry in fresh)
        if number % 100 == 99:
            booking_lines.confirm_all(session, by_id=cashier.id, **who)

    session.rollback()
    lines = session.scalars(select(StatementLine)).all()
    stand = balances(session.scalars(select(LedgerEntry)).all())
    waiting_to_go = sum(
        line.amount.minor
        for line in lines
        if line.state is LineState.OPEN and line.amount < Money(0)
    )
    assert sum(line.amount.minor for line in lines) == brought
    assert stand[Account.BANK].minor + waiting_to_go == brought
    assert below_zero(stand) == []
    for deposit in session.scalars(select(Deposit)):
        came = [e.amount.minor for e in deposit.entries if e.event == "received"]
        booked = [line.amount.minor for line in lines if line.deposit_id == deposit.id]
        assert sorted(came) == sorted(booked)
        assert sum(came) > ASKED
