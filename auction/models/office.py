"""Offices that sell, people who sign in, and their signed-in browsers."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auction.models.base import Base


class OfficeKind(StrEnum):
    """What sort of seller an office is."""

    COURT = "court"
    BANK = "bank"
    ASSET_MANAGER = "asset_manager"
    TRUSTEE = "trustee"


class Role(StrEnum):
    """What a person may do here."""

    BIDDER = "bidder"
    OFFICER = "officer"
    AUDITOR = "auditor"
    OPERATOR = "operator"


class Office(Base):
    """A court, a bank or an asset manager that sells."""

    __tablename__ = "offices"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[OfficeKind]
    region: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(default="")  # shown on every lot page
    supervision: Mapped[str] = mapped_column(default="")  # whom to complain to


class User(Base):
    """Someone with an account."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)  # trimmed, lower case
    name: Mapped[str] = mapped_column(default="")
    password_hash: Mapped[str]
    role: Mapped[Role] = mapped_column(default=Role.BIDDER)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"))
    is_example: Mapped[bool] = mapped_column(default=False)
    registered_at: Mapped[datetime]

    office: Mapped[Office | None] = relationship()

    def works_for(self, office_id: int) -> bool:
        """Say whether this person is an officer of the office."""
        return self.role is Role.OFFICER and self.office_id == office_id


class SignIn(Base):
    """One browser in which somebody is signed in; ending it ends the cookie."""

    __tablename__ = "sign_ins"

    token: Mapped[str] = mapped_column(primary_key=True)  # SHA-256 of the cookie's word
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    signed_in_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()
