"""What the cashier decides about the entries of statements."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Deposit, LineState, Return, StatementLine
from auction.rules import deposit_events as events
from auction.rules.ledger import NOTHING, Account
from auction.rules.matching import Fit, Match
from auction.rules.payment_account import is_iban
from auction.rules.payment_reference import read_reference
from auction.rules.refusal import NotThere, OutOfStep, Refusal
from auction.services import returning, unsecuring
from auction.services.booking_by_hand import NoSuchReference
from auction.services.bookkeeping import deposit_for_change, missing_of, stand_of
from auction.services.depositing import CASHIERS, book, confirm
from auction.services.loose_money import write_loose
from auction.services.matching import matches_of, open_lines
from auction.services.officers import check_duty
from auction.services.transaction import atomic
from auction.services.unsecuring import check_note

CERTAIN = frozenset({Fit.REFERENCE, Fit.RETURN, Fit.BOUNCE})
AT_ONCE = 500  # entries of one click


class _How(TypedDict):
    by_id: int
    now: datetime
    line: StatementLine


class DecidedAlready(OutOfStep):
    """Somebody has dealt with this entry already."""


class NothingFits(OutOfStep):
    """Nothing fits this entry any more; please look at it again."""


class OutgoingPayment(Refusal):
    """This entry is money that went out; it cannot pay a deposit."""


@atomic
def confirm_line(
    session: Session, *, office_id: int, line_id: int, by_id: int, now: datetime
) -> Match:
    """Book an entry to what it belongs to; a deposit that is all there is confirmed."""
    check_duty(session, officer_id=by_id, office_id=office_id, duties=CASHIERS)
    match = _match(session, office_id, line_id)
    if match.deposit_id is None:
        raise NothingFits
    deposit = deposit_for_change(session, match.deposit_id)
    line = line_for_change(session, office_id, line_id)
    match = _match(session, office_id, line_id)  # as it is under the locks
    if match.deposit_id != deposit.id:
        raise NothingFits
    _book(session, line, deposit, match, by_id=by_id, now=now)
    return match


@atomic
def assign_line(
    session: Session,
    *,
    office_id: int,
    line_id: int,
    reference: str,
    by_id: int,
    note: str,
    now: datetime,
) -> Deposit:
    """Book an entry to the deposit whose reference the cashier has found out."""
    check_duty(session, officer_id=by_id, office_id=office_id, duties=CASHIERS)
    tight, why = read_reference(reference), check_note(note)
    found = session.scalar(
        select(Deposit.id).where(
            Deposit.reference == tight, Deposit.office_id == office_id
        )
    )
    if found is None:
        raise NoSuchReference
    deposit = deposit_for_change(session, found)
    line = line_for_change(session, office_id, line_id)
    if line.amount <= NOTHING:
        raise OutgoingPayment
    _pay(session, line, deposit, by_id=by_id, note=why, now=now)
    return deposit


@atomic
def set_line_aside(
    session: Session,
    *,
    office_id: int,
    line_id: int,
    by_id: int,
    note: str,
    now: datetime,
) -> StatementLine:
    """Note that an entry has nothing to do with deposits, and why."""
    check_duty(session, officer_id=by_id, office_id=office_id, duties=CASHIERS)
    why = check_note(note)
    line = line_for_change(session, office_id, line_id)
    came_in = line.amount > NOTHING
    amount = line.amount if came_in else NOTHING - line.amount
    entries = events.set_aside(amount) if came_in else events.went_out_aside(amount)
    write_loose(session, line, entries, now=now, by_id=by_id, note=why)
    _decide(line, LineState.SET_ASIDE, by_id=by_id, note=why, now=now)
    return line


@atomic
def take_line_up_again(
    session: Session, *, office_id: int, line_id: int, by_id: int, now: datetime
) -> StatementLine:
    """Let an entry that was set aside wait for the cashier once more."""
    check_duty(session, officer_id=by_id, office_id=office_id, duties=CASHIERS)
    line = _locked(session, office_id, line_id)
    if line.state is not LineState.SET_ASIDE:
        raise DecidedAlready
    came_in = line.amount > NOTHING
    amount = line.amount if came_in else NOTHING - line.amount
    entries = events.taken_up(amount) if came_in else events.came_back_aside(amount)
    write_loose(session, line, entries, now=now, by_id=by_id)
    line.state = LineState.OPEN
    line.decided_at = line.decided_by_id = None
    return line


def confirm_all(session: Session, *, office_id: int, by_id: int, now: datetime) -> int:
    """Book every entry that a reference decides; return how many.

    Each is a transaction of its own: one that somebody else has booked meanwhile does
    not stop the others.
    """
    check_duty(session, officer_id=by_id, office_id=office_id, duties=CASHIERS)
    booked = after = 0
    while lines := open_lines(session, office_id, most=AT_ONCE, after_id=after):
        after = lines[-1].id
        matches = matches_of(session, office_id, lines)
        for line_id, match in matches.items():
            if match.fit in CERTAIN:
                booked += _try(session, office_id, line_id, by_id=by_id, now=now)
    return booked


def _try(
    session: Session, office_id: int, line_id: int, *, by_id: int, now: datetime
) -> bool:
    try:
        confirm_line(
            session, office_id=office_id, line_id=line_id, by_id=by_id, now=now
        )
    except OutOfStep:
        return False
    return True


def line_for_change(session: Session, office_id: int, line_id: int) -> StatementLine:
    """Lock an entry that still waits for the cashier."""
    line = _locked(session, office_id, line_id)
    if line.state is not LineState.OPEN:
        raise DecidedAlready
    return line


def _locked(session: Session, office_id: int, line_id: int) -> StatementLine:
    line = session.scalars(
        select(StatementLine)
        .where(StatementLine.id == line_id, StatementLine.office_id == office_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if line is None:
        raise NotThere
    return line


def _match(session: Session, office_id: int, line_id: int) -> Match:
    line = session.get(StatementLine, line_id)
    if line is None or line.office_id != office_id:
        raise NotThere
    if line.state is not LineState.OPEN:
        raise DecidedAlready
    return matches_of(session, office_id, [line])[line_id]


def _book(
    session: Session,
    line: StatementLine,
    deposit: Deposit,
    match: Match,
    *,
    by_id: int,
    now: datetime,
) -> None:
    amount = max(line.amount, NOTHING - line.amount)
    how: _How = {"by_id": by_id, "now": now, "line": line}
    if match.fit in {Fit.REFERENCE, Fit.SUGGESTED}:
        _pay(session, line, deposit, by_id=by_id, note=line.note, now=now)
        return
    if match.fit is Fit.RETURN:
        returning.book_return(session, deposit, amount, **how)
        _of_return(session, match).line_id = line.id
    elif match.fit is Fit.BOUNCE:
        _leave_suspense(session, line, by_id=by_id, now=now)
        returning.book_bounce(session, deposit, amount, **how)
        _of_return(session, match).bounced_line_id = line.id
    elif match.fit is Fit.REVERSAL:
        unsecuring.book_reversal(session, deposit, amount, note="Reversed.", **how)
    _decide(line, LineState.BOOKED, by_id=by_id, note=line.note, now=now)
    line.deposit_id = deposit.id


def _pay(
    session: Session,
    line: StatementLine,
    deposit: Deposit,
    *,
    by_id: int,
    note: str,
    now: datetime,
) -> None:
    _leave_suspense(session, line, by_id=by_id, now=now)
    book(session, deposit, line.amount, by_id=by_id, now=now, line=line, note=note)
    if stand_of(deposit)[Account.ASKED] > NOTHING and missing_of(deposit) == NOTHING:
        confirm(session, deposit, by_id=by_id, now=now)
    _decide(line, LineState.BOOKED, by_id=by_id, note=note, now=now)
    line.deposit_id = deposit.id
    _know_where_it_came_from(deposit, line)


def _leave_suspense(
    session: Session, line: StatementLine, *, by_id: int, now: datetime
) -> None:
    """Book the entry on import the other way round: its money is known now."""
    write_loose(session, line, events.known(line.amount), now=now, by_id=by_id)


def _know_where_it_came_from(deposit: Deposit, line: StatementLine) -> None:
    if not deposit.refund_iban and is_iban(line.party_account):
        deposit.refund_iban = line.party_account
        deposit.refund_name = line.party
        deposit.refund_bic = line.party_bic


def _of_return(session: Session, match: Match) -> Return:
    return session.get_one(Return, match.return_id)


def _decide(
    line: StatementLine, state: LineState, *, by_id: int, note: str, now: datetime
) -> None:
    line.state = state
    line.decided_by_id = by_id
    line.decided_at = now
    line.note = note
