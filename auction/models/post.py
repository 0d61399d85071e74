"""What is told to people: notices on the site, and mails that wait to be sent."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auction.models.base import Base
from auction.models.lot import Lot


class Notice(Base):
    """Something that a person is told on his own page of the site."""

    __tablename__ = "notices"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    lot_id: Mapped[int | None] = mapped_column(ForeignKey("lots.id"))
    kind: Mapped[str]  # "recalled", "suspended", "answered" ...
    subject: Mapped[str]
    text: Mapped[str]
    told_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    once: Mapped[str | None] = mapped_column(unique=True)  # so that it is told once
    path: Mapped[str | None]  # the page that tells more, where it is not the lot's

    lot: Mapped[Lot | None] = relationship()


class MailState(StrEnum):
    """What became of a mail so far."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"  # given up


class Mail(Base):
    """A mail, written in the transaction of what it tells, and sent after it.

    ``is_private``: it goes to somebody of whom nobody may know that he takes part, or
    tells what an office has not published, so the operator's outbox shows neither its
    address nor its text. Invitations are not: the operator may have to carry them.
    """

    __tablename__ = "mails"
    __table_args__ = (Index("ix_mails_waiting", "sent_at", "next_try_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    is_private: Mapped[bool]
    written_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]
    error: Mapped[str | None]  # what the mail server said last
    kind: Mapped[str] = mapped_column(default="")  # as notices have it
    once: Mapped[str | None] = mapped_column(unique=True)  # so that it goes out once
    path: Mapped[str | None]  # the page of the site that tells more
    language: Mapped[str] = mapped_column(default="en")  # in which it is written
    calendar: Mapped[str | None]  # an ICS file that goes with it
    # Whom one click frees of such mails (RFC 8058); None: they are always sent.
    stops_for_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    @property
    def state(self) -> MailState:
        """What became of it so far."""
        if self.sent_at is not None:
            return MailState.SENT
        return MailState.FAILED if self.given_up_at is not None else MailState.WAITING


class MailStop(Base):
    """Somebody wants no more mails of a kind; legal notices have no such kind."""

    __tablename__ = "mail_stops"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    stopped_at: Mapped[datetime]
