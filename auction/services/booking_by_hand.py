"""Payments that a cashier books by hand, from a paper, under the reference on it.

He is told whether amount and reference fit, and nothing else of the deposit.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Deposit, LedgerEntry
from auction.money import Money
from auction.rules.ledger import NOTHING, Account, Event
from auction.rules.payment_reference import read_reference
from auction.rules.refusal import NotThere, OutOfStep, Refusal
from auction.services import unsecuring
from auction.services.bookkeeping import deposit_for_change, missing_of, stand_of
from auction.services.depositing import CASHIERS, Booked, book, confirm
from auction.services.officers import check_duty
from auction.services.transaction import atomic


class NoSuchReference(Refusal):
    """No deposit of this office has this reference. Please compare every digit."""


class PaperMissing(Refusal):
    """Please choose the paper that shows the payment."""


class BookedAlready(OutOfStep):
    """This paper has been booked for this deposit already."""


class CorrectedAlready(OutOfStep):
    """This entry has been corrected already, or a statement shows the payment."""


@atomic
def book_by_hand(
    session: Session,
    *,
    office_id: int,
    by_id: int,
    reference: str,
    amount: Money,
    paper: str | None,
    note: str,
    now: datetime,
) -> Booked:
    """Book a payment from a paper; with it all there, the deposit is confirmed.

    ``paper`` names the file, as the store of documents has kept it.
    """
    check_duty(session, officer_id=by_id, office_id=office_id, duties=CASHIERS)
    found = find_deposit(session, office_id=office_id, reference=reference)
    deposit = deposit_for_change(session, found.id)
    why = unsecuring.check_note(note)
    if not paper:
        raise PaperMissing
    if any(entry.paper == paper for entry in standing_by_hand(deposit)):
        raise BookedAlready
    booked = book(
        session,
        deposit,
        amount,
        by_id=by_id,
        now=now,
        paper=paper,
        note=why,
        source=Account.ON_PAPER,
    )
    if stand_of(deposit)[Account.ASKED] > NOTHING and missing_of(deposit) == NOTHING:
        confirm(session, deposit, by_id=by_id, now=now)
    return booked


@atomic
def correct_entry(
    session: Session,
    *,
    office_id: int,
    entry_id: int,
    by_id: int,
    note: str,
    now: datetime,
) -> Deposit:
    """Take an entry by hand back that was wrong; it stays, and so does this one."""
    check_duty(session, officer_id=by_id, office_id=office_id, duties=CASHIERS)
    entry = session.get(LedgerEntry, entry_id)
    if entry is None or entry.office_id != office_id or not is_by_hand(entry):
        raise NotThere
    deposit = deposit_for_change(session, entry.deposit_id or 0)
    why = unsecuring.check_note(note)
    not_seen = stand_of(deposit)[Account.ON_PAPER]
    if not_seen < entry.amount or entry not in standing_by_hand(deposit):
        raise CorrectedAlready
    unsecuring.correct(
        session,
        deposit,
        entry.amount,
        by_id=by_id,
        note=why,
        now=now,
        corrects_id=entry.id,
    )
    return deposit


def find_deposit(session: Session, *, office_id: int, reference: str) -> Deposit:
    """Return the deposit of an office with a reference that was typed, or refuse."""
    found = session.scalars(
        select(Deposit).where(
            Deposit.reference == read_reference(reference),
            Deposit.office_id == office_id,
        )
    ).one_or_none()
    if found is None:
        raise NoSuchReference
    return found


def is_by_hand(entry: LedgerEntry) -> bool:
    """Say whether a cashier booked this payment from a paper."""
    return entry.event == Event.RECEIVED and entry.debit == Account.ON_PAPER


def standing_by_hand(deposit: Deposit) -> list[LedgerEntry]:
    """Return what was booked by hand for a deposit and was not corrected since."""
    corrected = {entry.corrects_id for entry in deposit.entries}
    return [
        entry
        for entry in deposit.entries
        if is_by_hand(entry) and entry.id not in corrected
    ]
