"""Deposits: what is asked for, what came in, and the books."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auction.models.base import Base
from auction.models.lot import Lot
from auction.models.office import Office, User
from auction.models.registration import Registration
from auction.money import Money
from auction.rules.deposit_life import DepositState


class Deposit(Base):
    """A deposit that a registrant was asked for, with its own reference.

    ``reference`` has check digits (ISO 11649) and tells neither lot nor person. To
    ``refund_iban``, in the name ``refund_name``, it goes back.
    """

    __tablename__ = "deposits"
    __table_args__ = (Index("ix_deposits_due", "office_id", "state", "due_back_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registrations.id"), unique=True
    )
    lot_id: Mapped[int] = mapped_column(ForeignKey("lots.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    amount: Mapped[Money]
    currency_code: Mapped[str] = mapped_column(String(3))
    reference: Mapped[str] = mapped_column(unique=True)
    state: Mapped[DepositState] = mapped_column(default=DepositState.REQUESTED)
    requested_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    due_back_at: Mapped[datetime | None]
    refund_name: Mapped[str] = mapped_column(default="")
    refund_iban: Mapped[str] = mapped_column(default="")
    refund_bic: Mapped[str] = mapped_column(default="")

    registration: Mapped[Registration] = relationship()
    lot: Mapped[Lot] = relationship()
    user: Mapped[User] = relationship()
    office: Mapped[Office] = relationship()
    entries: Mapped[list[LedgerEntry]] = relationship(order_by="LedgerEntry.id")


class LedgerEntry(Base):
    """One movement in the books: written once, never changed.

    ``amount`` (above zero) goes from the account ``credit`` to the account ``debit``,
    so that every entry balances in itself. Accounts are words: "bank", "suspense",
    "deposits", "price", "forfeited" ... (auction.rules.ledger).
    """

    __tablename__ = "ledger"
    __table_args__ = (Index("ix_ledger_of_office", "office_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    deposit_id: Mapped[int | None] = mapped_column(
        ForeignKey("deposits.id"), index=True
    )
    line_id: Mapped[int | None] = mapped_column(
        ForeignKey("statement_lines.id"), index=True
    )
    at: Mapped[datetime]
    event: Mapped[str]  # "requested", "received", "confirmed", "released" ...
    debit: Mapped[str]
    credit: Mapped[str]
    amount: Mapped[Money]
    currency_code: Mapped[str] = mapped_column(String(3))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))  # None: the clock
    paper: Mapped[str | None]  # "<sha256>.pdf", on which a manual entry rests
    note: Mapped[str] = mapped_column(default="")
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("ledger.id"))


class Statement(Base):
    """A bank statement that a cashier has imported; the same one only once.

    ``digest`` is SHA-256 (hex) over all that it says, whichever file it came in.
    """

    __tablename__ = "statements"
    __table_args__ = (UniqueConstraint("office_id", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    digest: Mapped[str]
    file_name: Mapped[str]
    form: Mapped[str]  # "camt.053" or "MT940"
    account: Mapped[str]  # IBAN, or as the bank writes it
    number: Mapped[str]  # the bank's own id of it
    currency_code: Mapped[str] = mapped_column(String(3))
    opening: Mapped[Money | None]
    closing: Mapped[Money | None]
    first_on: Mapped[date | None]
    last_on: Mapped[date | None]
    imported_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    imported_at: Mapped[datetime]

    lines: Mapped[list[StatementLine]] = relationship(order_by="StatementLine.id")
    imported_by: Mapped[User] = relationship()


class LineState(StrEnum):
    """What was done about a line of a statement."""

    OPEN = "open"  # waits for the cashier
    BOOKED = "booked"  # to a deposit, or a return that was matched
    SET_ASIDE = "set_aside"  # has nothing to do with deposits


class StatementLine(Base):
    """An entry of a statement: money that came in (above zero) or went out (below).

    ``fingerprint`` tells it from every other entry of the account, so that
    overlapping files bring it once.
    """

    __tablename__ = "statement_lines"
    __table_args__ = (
        UniqueConstraint("office_id", "fingerprint"),
        Index("ix_statement_lines_open", "office_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("statements.id"), index=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    fingerprint: Mapped[str]
    booked_on: Mapped[date]
    amount: Mapped[Money]
    currency_code: Mapped[str] = mapped_column(String(3))
    party: Mapped[str] = mapped_column(default="")  # who paid, or was paid
    party_account: Mapped[str] = mapped_column(default="")
    party_bic: Mapped[str] = mapped_column(default="")
    reference: Mapped[str] = mapped_column(default="")  # structured or end-to-end
    text: Mapped[str] = mapped_column(default="")  # unstructured remittance
    bank_reference: Mapped[str] = mapped_column(default="")
    is_reversal: Mapped[bool] = mapped_column(default=False)
    state: Mapped[LineState] = mapped_column(default=LineState.OPEN)
    deposit_id: Mapped[int | None] = mapped_column(
        ForeignKey("deposits.id"), index=True
    )
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(default="")

    statement: Mapped[Statement] = relationship(back_populates="lines")
    deposit: Mapped[Deposit | None] = relationship()


class PaymentOrder(Base):
    """A list of returns that went to the bank as one pain.001 file."""

    __tablename__ = "payment_orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    message: Mapped[str] = mapped_column(unique=True)  # the file's message id
    currency_code: Mapped[str] = mapped_column(String(3))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]

    returns: Mapped[list[Return]] = relationship(order_by="Return.id")
    made_by: Mapped[User] = relationship()


class Return(Base):
    """One deposit's way back, within an order; matched by ``end_to_end``."""

    __tablename__ = "returns"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("payment_orders.id"), index=True)
    deposit_id: Mapped[int] = mapped_column(ForeignKey("deposits.id"), index=True)
    amount: Mapped[Money]
    name: Mapped[str]
    iban: Mapped[str]
    bic: Mapped[str] = mapped_column(default="")
    end_to_end: Mapped[str] = mapped_column(unique=True)
    line_id: Mapped[int | None] = mapped_column(ForeignKey("statement_lines.id"))
    bounced_line_id: Mapped[int | None] = mapped_column(
        ForeignKey("statement_lines.id")
    )

    order: Mapped[PaymentOrder] = relationship(back_populates="returns")
    deposit: Mapped[Deposit] = relationship()


def _refuse(*_: object) -> None:
    raise TypeError("The ledger is never changed or deleted.")


event.listen(LedgerEntry, "before_update", _refuse)
event.listen(LedgerEntry, "before_delete", _refuse)
