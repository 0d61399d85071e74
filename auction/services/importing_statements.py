"""Taking over bank statements: each entry once, whichever files it comes in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import Duty, Office, Statement, StatementLine
from auction.rules import deposit_events as events
from auction.rules.matching import is_of_account
from auction.rules.payment_account import in_groups
from auction.rules.refusal import NotThere, OutOfStep, Refusal
from auction.rules.statements.reading import read_statements
from auction.rules.statements.statement import (
    BankStatement,
    check_sum,
    fingerprints,
    tidy,
)
from auction.rules.statements.statement import StatementLine as Entry
from auction.services.loose_money import write_loose
from auction.services.officers import check_duty
from auction.services.transaction import atomic

CASHIERS = (Duty.CASHIER,)


class NoAccount(OutOfStep):
    """The office has not named its account yet; an approver does so in its settings."""


class OtherAccount(Refusal):
    """This is a statement of account {account}, and the office's is {iban}."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file brought, and what of it was there already."""

    statements: int
    lines: int
    known_statements: int
    known_lines: int
    unchecked: int  # statements without balances, which nothing could be checked by


def import_statements(
    session: Session,
    *,
    office_id: int,
    officer_id: int,
    content: bytes,
    file_name: str,
    now: datetime,
) -> Imported:
    """Take over a file from the office's bank, all of it or nothing.

    What was in an earlier file, or twice in this one, is not taken over again.
    """
    found = read_statements(content)  # slow, so before the lock, not under it
    for statement in found:
        check_sum(statement)
    return _take_over(
        session,
        office_id=office_id,
        officer_id=officer_id,
        found=found,
        file_name=file_name,
        now=now,
    )


@atomic
def _take_over(
    session: Session,
    *,
    office_id: int,
    officer_id: int,
    found: list[BankStatement],
    file_name: str,
    now: datetime,
) -> Imported:
    office = office_for_books(session, office_id)
    check_duty(session, officer_id=officer_id, office_id=office_id, duties=CASHIERS)
    _check_account(office, found)
    statements = lines = 0
    for one in found:
        if _is_known(session, office_id, one):
            continue
        statements += 1
        row = _row(one, office_id, officer_id, file_name, now)
        session.add(row)
        session.flush()
        lines += _add_lines(session, row, one, now=now)
    return Imported(
        statements=statements,
        lines=lines,
        known_statements=len(found) - statements,
        known_lines=sum(len(one.lines) for one in found) - lines,
        unchecked=sum(not one.is_checked for one in found),
    )


def office_for_books(session: Session, office_id: int) -> Office:
    """Lock an office, so that two files are taken over one after the other."""
    office = session.scalars(
        select(Office).where(Office.id == office_id).with_for_update()
    ).one_or_none()
    if office is None:
        raise NotThere
    return office


def _check_account(office: Office, found: list[BankStatement]) -> None:
    if not office.iban:
        raise NoAccount
    for one in found:
        if not is_of_account(one.account, office.iban):
            raise OtherAccount(account=one.account, iban=in_groups(office.iban))


def _is_known(session: Session, office_id: int, one: BankStatement) -> bool:
    known = select(Statement.id).where(
        Statement.office_id == office_id, Statement.digest == one.digest
    )
    return session.scalar(known) is not None


def _row(
    one: BankStatement, office_id: int, officer_id: int, file_name: str, now: datetime
) -> Statement:
    first_on, last_on = one.days or (None, None)
    return Statement(
        office_id=office_id,
        digest=one.digest,
        file_name=tidy(file_name, most=120),
        form=one.form,
        account=one.account,
        number=one.number,
        currency_code=one.currency.code,
        opening=one.opening,
        closing=one.closing,
        first_on=first_on,
        last_on=last_on,
        imported_by_id=officer_id,
        imported_at=now,
    )


def _add_lines(
    session: Session, row: Statement, one: BankStatement, *, now: datetime
) -> int:
    marks = fingerprints(one)
    known = set(
        session.scalars(
            select(StatementLine.fingerprint).where(
                StatementLine.office_id == row.office_id,
                StatementLine.fingerprint.in_(marks),
            )
        )
    )
    fresh = [
        _line(entry, row, mark)
        for entry, mark in zip(one.lines, marks, strict=True)
        if mark not in known
    ]
    session.add_all(fresh)
    session.flush()
    for line in fresh:
        if line.amount.minor > 0:
            write_loose(session, line, events.unmatched(line.amount), now=now)
    return len(fresh)


def _line(entry: Entry, row: Statement, mark: str) -> StatementLine:
    return StatementLine(
        statement_id=row.id,
        office_id=row.office_id,
        fingerprint=mark,
        booked_on=entry.booked_on,
        amount=entry.amount,
        currency_code=row.currency_code,
        party=entry.party,
        party_account=entry.party_account,
        party_bic=entry.party_bic,
        reference=entry.reference,
        text=entry.text,
        bank_reference=entry.bank_reference,
        is_reversal=entry.is_reversal,
    )
