"""What lets people in: links sent by mail, recovery codes, counts of tries."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auction.models.base import Base
from auction.models.office import User


class LinkPurpose(StrEnum):
    """What a link in a mail is good for."""

    CONFIRM_EMAIL = "confirm_email"
    CHANGE_EMAIL = "change_email"
    FORGOTTEN = "forgotten"  # a new password may be chosen


class MailedLink(Base):
    """A link in a mail, good once; ``token`` is SHA-256 (hex) of the word in it.

    One of nobody leads nowhere: it was made for an address without an account, so that
    nobody could tell by the time that it took.
    """

    __tablename__ = "mailed_links"

    token: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    purpose: Mapped[LinkPurpose]
    email: Mapped[str]  # to which it was sent, and which it proves
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    user: Mapped[User | None] = relationship()

    @property
    def owner(self) -> User:
        """Whose it is; nobody asks of a link that leads nowhere."""
        if self.user is None:
            raise LookupError("This link is nobody's.")
        return self.user


class Newcomer(Base):
    """An account that somebody has asked for; the link in the mail to him opens it.

    ``token`` is SHA-256 (hex) of the word in the link. Once it is opened, name and
    password are with the account and not here.
    """

    __tablename__ = "newcomers"

    token: Mapped[str] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(index=True)  # trimmed, lower case
    name: Mapped[str]
    password_hash: Mapped[str]
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    opened_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """A code that replaces the second factor once; only its SHA-256 is kept."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    digest: Mapped[str]
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Tries(Base):
    """How often something was tried in one window of time, over all processes."""

    __tablename__ = "tries"

    key: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[int] = mapped_column(BigInteger, index=True)  # seconds of 1970
