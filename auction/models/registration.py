"""Registering for a lot, from the declaration to the bidder number."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auction.models.base import Base
from auction.models.identity import Identity, Mandate
from auction.models.lot import Lot, Paddle
from auction.models.office import User


class RegistrationState(StrEnum):
    """How far a registration has come."""

    ASKED = "asked"  # something is still missing
    NUMBERED = "numbered"  # the bidder number is given
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # by the person
    LAPSED = "lapsed"  # the lot ended before everything was there


class Registration(Base):
    """Somebody asks for a bidder number for a lot; who, is nobody's business.

    ``stays_bound_at``: he agreed to stay bound, with the deposit, if the winner fails.
    """

    __tablename__ = "registrations"
    __table_args__ = (UniqueConstraint("lot_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lots.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    identity_id: Mapped[int | None] = mapped_column(ForeignKey("identities.id"))
    mandate_id: Mapped[int | None] = mapped_column(ForeignKey("mandates.id"))
    state: Mapped[RegistrationState] = mapped_column(default=RegistrationState.ASKED)
    asked_at: Mapped[datetime]
    office_confirmed_at: Mapped[datetime | None]  # where the procedure wants it
    office_confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    refused_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    stays_bound_at: Mapped[datetime | None]
    paddle_id: Mapped[int | None] = mapped_column(ForeignKey("paddles.id"), unique=True)

    lot: Mapped[Lot] = relationship()
    user: Mapped[User] = relationship(foreign_keys=[user_id])
    identity: Mapped[Identity | None] = relationship()
    mandate: Mapped[Mandate | None] = relationship()
    paddle: Mapped[Paddle | None] = relationship()
    declarations: Mapped[list[Declaration]] = relationship(order_by="Declaration.id")
    priority: Mapped[list[PriorityClaim]] = relationship(order_by="PriorityClaim.id")


class Declaration(Base):
    """What a registrant declared against each rule, word by word.

    ``text`` is what he read and agreed to, ``answers`` the canonical record of each
    rule and answer, ``signature`` the site's Ed25519 signature (hex) over both, the
    moment, the lot and the account.
    """

    __tablename__ = "declarations"

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registrations.id"), index=True
    )
    made_at: Mapped[datetime]
    text: Mapped[str]
    answers: Mapped[dict[str, Any]]
    signature: Mapped[str]


class PriorityClaim(Base):
    """Somebody claims to be a priority purchaser of a lot; rank 1 goes first."""

    __tablename__ = "priority_claims"

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registrations.id"), index=True
    )
    ground: Mapped[str]  # "tenant", "co_owner", as the procedure names it
    rank: Mapped[int | None]  # as confirmed
    explanation: Mapped[str] = mapped_column(default="")
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("identity_papers.id"))
    filed_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(default="")
