"""To which deposits the entries of an office's statements belong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from auction.models import (
    Deposit,
    LineState,
    PaymentOrder,
    Registration,
    Return,
    StatementLine,
)
from auction.rules.deposit_life import WAITING
from auction.rules.ledger import NOTHING, Account, balances
from auction.rules.matching import Match, Matcher, OnItsWay, Wanted
from auction.rules.payment_reference import find_in
from auction.rules.statements.statement import StatementLine as Entry


def open_lines(
    session: Session, office_id: int, *, most: int, after_id: int = 0
) -> Sequence[StatementLine]:
    """Return the entries that wait for the cashier, the oldest first."""
    return session.scalars(
        select(StatementLine)
        .where(
            StatementLine.office_id == office_id,
            StatementLine.state == LineState.OPEN,
            StatementLine.id > after_id,
        )
        .options(joinedload(StatementLine.statement, innerjoin=True))
        .order_by(StatementLine.id)
        .limit(most)
    ).all()


def matches_of(
    session: Session, office_id: int, lines: Iterable[StatementLine]
) -> Mapping[int, Match]:
    """Return what each entry belongs to, by its id; money moves nowhere."""
    lines = list(lines)
    named = {ref for line in lines for ref in find_in(f"{line.reference} {line.text}")}
    matcher = Matcher(_wanted(session, office_id, named), _returns(session, office_id))
    return {
        line.id: matcher.match(entry_of(line), currency_code=line.currency_code)
        for line in lines
    }


def entry_of(line: StatementLine) -> Entry:
    """Return a stored entry as the rules see it."""
    return Entry(
        booked_on=line.booked_on,
        amount=line.amount,
        party=line.party,
        party_account=line.party_account,
        party_bic=line.party_bic,
        reference=line.reference,
        text=line.text,
        bank_reference=line.bank_reference,
        is_reversal=line.is_reversal,
    )


def _wanted(session: Session, office_id: int, named: set[str]) -> list[Wanted]:
    deposits = session.scalars(
        select(Deposit)
        .where(
            Deposit.office_id == office_id,
            or_(Deposit.reference.in_(named), Deposit.state.in_(WAITING)),
        )
        .options(
            selectinload(Deposit.entries),
            joinedload(Deposit.user, innerjoin=True),
            joinedload(Deposit.registration, innerjoin=True).joinedload(
                Registration.identity
            ),
        )
    ).all()
    return [_as_wanted(deposit) for deposit in deposits]


def _as_wanted(deposit: Deposit) -> Wanted:
    stand = balances(deposit.entries)
    identity = deposit.registration.identity
    names = (
        identity.name if identity else "",
        deposit.user.name,
        deposit.refund_name,
    )
    return Wanted(
        deposit_id=deposit.id,
        reference=deposit.reference,
        lacking=max(stand[Account.ASKED] - stand[Account.RECEIVED], NOTHING),
        currency_code=deposit.currency_code,
        names=tuple(name for name in names if name),
        iban=deposit.refund_iban,
    )


def _returns(session: Session, office_id: int) -> list[OnItsWay]:
    rows = session.scalars(
        select(Return)
        .join(PaymentOrder, PaymentOrder.id == Return.order_id)
        .where(
            PaymentOrder.office_id == office_id,
            PaymentOrder.cancelled_at.is_(None),
            Return.bounced_line_id.is_(None),
        )
        .options(joinedload(Return.deposit, innerjoin=True))
    )
    return [
        OnItsWay(
            return_id=row.id,
            deposit_id=row.deposit_id,
            end_to_end=row.end_to_end,
            amount=row.amount,
            currency_code=row.deposit.currency_code,
            is_paid=row.line_id is not None,
        )
        for row in rows
    ]
