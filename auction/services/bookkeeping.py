"""Writing into the books of a deposit, and loading one for change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from auction.models import Deposit, LedgerEntry, Registration
from auction.money import Money
from auction.rules.deposit_life import move
from auction.rules.ledger import (
    NOTHING,
    Account,
    Balances,
    Entry,
    balances,
    below_zero,
    state_of,
)
from auction.rules.refusal import NotThere
from auction.services.transaction import lot_for_change


class BooksWrong(RuntimeError):  # noqa: N818 - a bug, which nobody may commit
    """These entries would leave less than nothing on an account."""


class NoSuchDeposit(NotThere):
    """There is no such deposit."""


def deposit_for_change(session: Session, deposit_id: int) -> Deposit:
    """Load a deposit, after its lot, that nobody else can change meanwhile."""
    lot_id = session.scalar(select(Deposit.lot_id).where(Deposit.id == deposit_id))
    if lot_id is None:
        raise NoSuchDeposit
    lot_for_change(session, lot_id)
    return deposits_for_change(session, Deposit.id == deposit_id)[0]


def deposits_for_change(session: Session, condition: object) -> Sequence[Deposit]:
    """Load deposits of a lot that is locked already, in one order."""
    return session.scalars(
        select(Deposit)
        .where(condition)  # type: ignore[arg-type]
        .options(
            selectinload(Deposit.entries),
            selectinload(Deposit.registration).joinedload(Registration.paddle),
            selectinload(Deposit.user),
        )
        .order_by(Deposit.id)
        .with_for_update(of=Deposit)
        .execution_options(populate_existing=True)
    ).all()


def stand_of(deposit: Deposit) -> Balances:
    """Return what stands on the accounts of a deposit."""
    return balances(deposit.entries)


def missing_of(deposit: Deposit) -> Money:
    """Return how much has still to come in."""
    stand = stand_of(deposit)
    return max(stand[Account.ASKED] - stand[Account.RECEIVED], NOTHING)


def write(
    session: Session,
    deposit: Deposit,
    entries: Sequence[Entry],
    *,
    now: datetime,
    by_id: int | None = None,
    line_id: int | None = None,
    paper: str | None = None,
    note: str = "",
    due_at: datetime | None = None,
    corrects_id: int | None = None,
) -> None:
    """Add entries to a locked deposit, and let its state follow.

    ``due_at``: by when what comes to be due back has to go back; at once if None.
    """
    was_due = stand_of(deposit)[Account.DUE_BACK]
    for entry in entries:
        deposit.entries.append(
            LedgerEntry(
                office_id=deposit.office_id,
                line_id=line_id,
                at=now,
                event=entry.event.value,
                debit=entry.debit.value,
                credit=entry.credit.value,
                amount=entry.amount,
                currency_code=deposit.currency_code,
                by_id=by_id,
                paper=paper,
                note=note,
                corrects_id=corrects_id,
            )
        )
    stand = stand_of(deposit)
    if below_zero(stand):
        raise BooksWrong(f"Deposit {deposit.id}: {below_zero(stand)}")
    state = state_of(deposit.entries)
    if state is not deposit.state:
        deposit.state = move(deposit.state, state)
    if stand[Account.DUE_BACK] > was_due:
        due_at = due_at or now
        deposit.due_back_at = (
            min(due_at, deposit.due_back_at or due_at) if was_due.minor else due_at
        )
    session.flush()
