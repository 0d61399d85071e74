"""What stands in the demo where people register and pay, for braces of addresses."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import (
    Barring,
    Declaration,
    Deposit,
    LedgerEntry,
    LineState,
    Lot,
    Office,
    PaymentOrder,
    PriorityClaim,
    Registration,
    StatementLine,
    User,
)
from auction.rules.lifecycle import LotStatus


def things_of_the_money(
    session: Session, office: Office, lot: Lot, bidder: str
) -> Mapping[str, object]:
    """Return what the bank wrote for an office, and what a bidder declared and paid."""
    wanted = {
        "declaration_id": select(Declaration.id)
        .join(Registration, Registration.id == Declaration.registration_id)
        .join(User, User.id == Registration.user_id)
        .where(User.email == bidder, Registration.lot_id == lot.id),
        "deposit_id": select(Deposit.id).join(Deposit.user).where(User.email == bidder),
        "ended_id": select(Lot.id)
        .join(Deposit, Deposit.lot_id == Lot.id)
        .where(Lot.office_id == office.id, Lot.status == LotStatus.SOLD),
        "line_id": select(StatementLine.id).where(
            StatementLine.office_id == office.id,
            StatementLine.state == LineState.OPEN,
        ),
        "order_id": select(PaymentOrder.id).where(PaymentOrder.office_id == office.id),
        "entry_id": select(LedgerEntry.id).where(
            LedgerEntry.office_id == office.id,
            LedgerEntry.event == "received",
            LedgerEntry.paper.is_not(None),
        ),
        "claim_id": select(PriorityClaim.id),
        "barring_id": select(Barring.id).where(Barring.office_id == office.id),
    }
    return {
        name: session.scalars(query.limit(1)).one() for name, query in wanted.items()
    }
