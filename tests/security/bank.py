"""What a bank wrote for an office: an entry that waits, and an order of returns."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from auction.models import LineState, Office, StatementLine, User
from auction.services import booking_lines
from auction.services.importing_statements import import_statements
from auction.services.ordering_returns import order_returns
from tests.bank_files import ACCOUNT, Entry, camt
from tests.deposits import IBAN, make_cashier, make_deposit, make_lot_with_deposit
from tests.factories import make_catalogue
from tests.moving_clock import NOON


def bank_things(session: Session, office: Office, bidder: User) -> dict[str, object]:
    """Let a bidder pay too much, so that some goes back, and somebody for nothing."""
    office.iban = ACCOUNT
    session.commit()
    cashier = make_cashier(session, office)
    sale = make_catalogue(session, "court-first-round", office=office)
    lot = make_lot_with_deposit(session, catalogue=sale)
    deposit = make_deposit(session, lot, bidder)
    payer: dict[str, Any] = {"party": "Somebody who pays", "iban": IBAN}
    import_statements(
        session,
        office_id=office.id,
        officer_id=cashier.id,
        content=camt(
            Entry(50_00, text=deposit.reference, **payer), Entry(7_00, text="canteen")
        ),
        file_name="statement.xml",
        now=NOON,
    )
    who: dict[str, Any] = {"office_id": office.id, "by_id": cashier.id, "now": NOON}
    booking_lines.confirm_all(session, **who)
    order = order_returns(session, deposit_ids=[deposit.id], **who)
    waits = select(StatementLine.id).where(
        StatementLine.office_id == office.id, StatementLine.state == LineState.OPEN
    )
    return {"line_id": session.scalars(waits).one(), "order_id": order.id}
