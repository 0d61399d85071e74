"""Money that is not there after all, and what follows for its bidder number.

A number whose confirmation is taken back may not bid until the deposit is there again.
What becomes of the bids that it made is in the terms. All this stands in the books of
the deposit, with its author and his reason. Where the bids stand it is not in the lot's
public record: there it would tell the cashier, who knows the payer's name, under which
number he bids. Void bids cannot be kept from anybody.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from auction.models import Deposit, DepositState, StatementLine
from auction.money import Money
from auction.rules import deposit_events as events
from auction.rules.ledger import Entry, Event
from auction.rules.procedure import DepositGone
from auction.rules.refusal import OutOfStep, Refusal
from auction.services import deposit_news
from auction.services.bookkeeping import deposit_for_change, stand_of, write
from auction.services.depositing import CASHIERS, is_live
from auction.services.officers import check_duty
from auction.services.open_bids import void_unsecured
from auction.services.transaction import atomic

LONGEST_NOTE = 2000  # characters
RULES = {
    DepositGone.STAND: "By the terms, bids stand; no new ones until it is back.",
    DepositGone.VOID: "By the terms, bids are void; no new ones until it is back.",
}


class NoteMissing(Refusal):
    """Please write a note: what happened, and how you know."""


class NoteTooLong(Refusal):
    """Please shorten the note to {longest} characters."""


class NotConfirmed(OutOfStep):
    """This deposit is not confirmed."""


def check_note(note: str) -> str:
    """Return a note as it is kept, or refuse an empty or very long one."""
    note = note.strip()
    if not note:
        raise NoteMissing
    if len(note) > LONGEST_NOTE:
        raise NoteTooLong(longest=LONGEST_NOTE)
    return note


@atomic
def withdraw_confirmation(
    session: Session, *, deposit_id: int, by_id: int, note: str, now: datetime
) -> Deposit:
    """Take a confirmation back, as a cashier; the money stays where it is."""
    deposit = deposit_for_change(session, deposit_id)
    check_duty(session, officer_id=by_id, office_id=deposit.office_id, duties=CASHIERS)
    why = check_note(note)
    if deposit.state is not DepositState.CONFIRMED:
        raise NotConfirmed
    entries = events.withdrawn(stand_of(deposit))
    _take_back(session, deposit, entries, by_id=by_id, note=why, now=now)
    return deposit


def book_reversal(
    session: Session,
    deposit: Deposit,
    amount: Money,
    *,
    by_id: int | None,
    now: datetime,
    line: StatementLine | None = None,
    note: str = "",
) -> None:
    """Book that the bank took a payment back, within the caller's transaction."""
    entries = events.reversed_by_bank(amount, stand_of(deposit))
    line_id = line.id if line else None
    _take_back(
        session, deposit, entries, by_id=by_id, note=note, now=now, line_id=line_id
    )


def correct(
    session: Session,
    deposit: Deposit,
    amount: Money,
    *,
    by_id: int,
    note: str,
    now: datetime,
    corrects_id: int,
) -> None:
    """Book that a payment which was booked on paper is not there, in a transaction."""
    entries = events.corrected(amount, stand_of(deposit))
    _take_back(
        session,
        deposit,
        entries,
        by_id=by_id,
        note=note,
        now=now,
        corrects_id=corrects_id,
    )


def _take_back(
    session: Session,
    deposit: Deposit,
    entries: list[Entry],
    *,
    by_id: int | None,
    note: str,
    now: datetime,
    line_id: int | None = None,
    corrects_id: int | None = None,
) -> None:
    was = deposit.state
    gone = was is DepositState.CONFIRMED and any(
        entry.event is Event.WITHDRAWN for entry in entries
    )
    paddle = deposit.registration.paddle if is_live(deposit.lot) else None
    if gone and paddle is not None:
        rule = deposit.lot.catalogue.procedure.deposit_gone
        note = f"{note} {RULES[rule]}".strip()
        paddle.unsecured_at = now
        if rule is DepositGone.VOID:
            void_unsecured(session, deposit.lot, paddle, now=now)
    if gone:
        deposit.confirmed_at = None
    write(
        session,
        deposit,
        entries,
        now=now,
        by_id=by_id,
        line_id=line_id,
        note=note,
        corrects_id=corrects_id,
    )
    if gone:
        deposit_news.tell_withdrawn(session, deposit, now)
