"""Who waits at each stage on the way to a bidder number, and what the bank wrote.

Each of the last bidders has come one step further, so that every page of a bidder, of
the verifier and of the cashier has something to show.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from auction.models import Deposit, Office, User
from auction.money import Money
from auction.rules.identities import PRIORITY_RIGHT
from auction.services import (
    applying,
    booking_by_hand,
    booking_lines,
    claiming,
    importing_statements,
    ordering_returns,
)
from auction.services.registration_facts import deposit_of, registration_of
from auction.services.transaction import atomic
from web import identity_files
from web.demo import bank, taking_part
from web.demo.identities import specimen
from web.demo.people import Cast
from web.demo.story import Event
from web.uploads import store

HOUSE = "EDC 14 E 233/25"  # open for days yet, with a deposit
COMING = "EDC 14 E 270/25"  # opens in more than a day, and is let to a tenant
COURT = "example-district-court"
UNCONFIRMED = 20
TO_DECLARE, TO_PAY, PAID, TENANT = 18, 19, 15, 14
PAID_TOO_MUCH, PAID_HALF, WITHOUT_REFERENCE, AT_THE_COUNTER = 13, 12, 11, 10
WAITING = range(AT_THE_COUNTER, UNCONFIRMED + 1)  # who is none of the story's bidders
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TOO_MUCH = Money(500_00)
OPENING = Money(3_150_00)  # on the court's account, before the first statement
PAPER = b"EXAMPLE\n\nAn order of transfer, invented as is everything in the demo.\n"


def events(
    lots: Mapping[str, tuple[int, str]], *, cast: Cast, now: datetime
) -> Iterator[Event]:
    """Tell how far each of them has come; ``lots`` as for the questions."""
    house, coming = lots[HOUSE][0], lots[COMING][0]
    yield Event(now - 4 * DAY, partial(_claim, cast=cast, lot_id=coming))
    yield Event(now - 9 * HOUR, partial(_come_so_far, cast=cast, lot_id=house))
    yield Event(now - 8 * HOUR, partial(_yesterday, cast=cast, lot_id=house))
    yield Event(now - 7 * HOUR, partial(_by_hand, cast=cast, lot_id=house))
    yield Event(now - 6 * HOUR, partial(_today, cast=cast, lot_id=house))


def _come_so_far(session: Session, *, cast: Cast, lot_id: int, now: datetime) -> None:
    _forget_address(session, cast.bidders[UNCONFIRMED - 1])
    for number in WAITING:
        if number == TENANT:
            continue
        asked = applying.apply_for(
            session, lot_id=lot_id, user_id=cast.bidders[number - 1], now=now
        )
        if number not in (TO_DECLARE, UNCONFIRMED):
            taking_part.declare(session, registration_id=asked.id, now=now)


@atomic
def _forget_address(session: Session, user_id: int) -> None:
    session.get_one(User, user_id).email_confirmed_at = None


def _claim(session: Session, *, cast: Cast, lot_id: int, now: datetime) -> None:
    """Let the tenant of the house claim his right, and get his number meanwhile."""
    tenant = cast.bidders[TENANT - 1]
    taking_part.register(session, lot_id=lot_id, user_id=tenant, bidder=TENANT, now=now)
    claiming.claim(
        session,
        lot_id=lot_id,
        user_id=tenant,
        ground="tenant",
        explanation="I have rented the ground floor since 2019; here is the lease.",
        paper=identity_files.seal(
            specimen(PRIORITY_RIGHT), kind=PRIORITY_RIGHT, user_id=tenant
        ),
        now=now,
    )


def _yesterday(session: Session, *, cast: Cast, lot_id: int, now: datetime) -> None:
    """Let one pay half, and another too much, which is on its way back."""
    half = _deposit(session, cast, lot_id, PAID_HALF)
    deposit = _deposit(session, cast, lot_id, PAID_TOO_MUCH)
    paid_in = [
        _credit(half, PAID_HALF, Money(half.amount.minor // 2)),
        _credit(deposit, PAID_TOO_MUCH, deposit.amount + TOO_MUCH),
    ]
    cashier, office_id, deposit_id = _cashier(cast), deposit.office_id, deposit.id
    _import(session, cast, paid_in, before=OPENING, on=now - DAY, now=now)
    booking_lines.confirm_all(session, office_id=office_id, by_id=cashier, now=now)
    ordering_returns.order_returns(
        session,
        office_id=office_id,
        by_id=cashier,
        deposit_ids=[deposit_id],
        now=now,
    )


def _by_hand(session: Session, *, cast: Cast, lot_id: int, now: datetime) -> None:
    deposit = _deposit(session, cast, lot_id, AT_THE_COUNTER)
    booking_by_hand.book_by_hand(
        session,
        office_id=deposit.office_id,
        by_id=_cashier(cast),
        reference=deposit.reference,
        amount=deposit.amount,
        paper=store.keep_document(PAPER, "txt"),
        note="Shown at the counter; the statement will follow.",
        now=now,
    )


def _today(session: Session, *, cast: Cast, lot_id: int, now: datetime) -> None:
    """Let the bank write of one who paid, of one to guess, and of nobody."""
    paid = _deposit(session, cast, lot_id, PAID)
    guess = _deposit(session, cast, lot_id, WITHOUT_REFERENCE)
    before = OPENING + paid.amount + Money(paid.amount.minor // 2) + TOO_MUCH
    paid_in = [
        _credit(paid, PAID, paid.amount),
        _credit(guess, WITHOUT_REFERENCE, guess.amount, words="Deposit for the house"),
        bank.Credit(
            Money(42_80), "Canteen, week 12", "Example Caterers", bank.account_of(9_001)
        ),
    ]
    _import(session, cast, paid_in, before=before, on=now, now=now)


def _import(
    session: Session,
    cast: Cast,
    paid_in: list[bank.Credit],
    *,
    before: Money,
    on: datetime,
    now: datetime,
) -> None:
    office = session.get_one(Office, cast.offices[COURT])
    file = bank.statement(office.iban, paid_in, on=on.date(), before=before)
    importing_statements.import_statements(
        session,
        office_id=office.id,
        officer_id=_cashier(cast),
        content=file,
        file_name=f"example-statement-{on:%Y-%m-%d}.xml",
        now=now,
    )


def _credit(
    deposit: Deposit, number: int, amount: Money, *, words: str | None = None
) -> bank.Credit:
    return bank.Credit(
        amount,
        deposit.reference if words is None else words,
        f"Example Bidder {number}",
        bank.account_of(number),
    )


def _deposit(session: Session, cast: Cast, lot_id: int, number: int) -> Deposit:
    registration = registration_of(
        session, lot_id=lot_id, user_id=cast.bidders[number - 1]
    )
    found = deposit_of(session, registration) if registration else None
    assert found is not None  # noqa: S101 - the story has asked for it
    return found


def _cashier(cast: Cast) -> int:
    return cast.officers[COURT]
