"""Money on the office's account that belongs to no deposit, or to none as yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from auction.models import LedgerEntry, StatementLine
from auction.rules.ledger import Entry


def write_loose(
    session: Session,
    line: StatementLine,
    entries: Sequence[Entry],
    *,
    now: datetime,
    by_id: int | None = None,
    note: str = "",
) -> None:
    """Write down where the money of a statement's entry stands."""
    session.add_all(
        LedgerEntry(
            office_id=line.office_id,
            line_id=line.id,
            at=now,
            event=entry.event.value,
            debit=entry.debit.value,
            credit=entry.credit.value,
            amount=entry.amount,
            currency_code=line.currency_code,
            by_id=by_id,
            note=note,
        )
        for entry in entries
    )
