"""Who people are: identities, their papers under seal, and powers of attorney."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auction.models.base import Base
from auction.models.lot import Lot
from auction.models.office import User
from auction.rules.mandates import MandateState, state_of
from auction.rules.persons import IdentityState, PersonKind


class Identity(Base):
    """A person or a company that an account has shown papers of.

    ``name`` is what papers carry once a verifier has accepted it. ``fingerprint`` is an
    HMAC over country and number, so that one person with two accounts is noticed.
    """

    __tablename__ = "identities"
    __table_args__ = (Index("ix_identities_waiting", "state", "submitted_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    kind: Mapped[PersonKind]
    is_principal: Mapped[bool] = mapped_column(default=False)  # the account acts for it
    name: Mapped[str]
    country: Mapped[str] = mapped_column(String(2))  # residence or seat, ISO 3166-1
    nationality: Mapped[str | None] = mapped_column(String(2))  # of a natural person
    born_on: Mapped[date | None]
    number: Mapped[bytes | None]  # of the paper or the register, sealed
    fingerprint: Mapped[str | None] = mapped_column(index=True)
    address: Mapped[str] = mapped_column(default="")
    capacity: Mapped[str] = mapped_column(default="")  # "managing director"
    licences: Mapped[list[str]] = mapped_column(default=list)  # "financial_institution"
    state: Mapped[IdentityState] = mapped_column(default=IdentityState.DRAFT)
    begun_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(default="")  # why it was refused
    valid_until: Mapped[date | None]  # of the paper
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("identities.id"))

    user: Mapped[User] = relationship(foreign_keys=[user_id])
    papers: Mapped[list[IdentityPaper]] = relationship(order_by="IdentityPaper.id")

    @property
    def is_accepted(self) -> bool:
        """Whether a verifier has accepted it and nothing newer replaces it."""
        return self.state is IdentityState.ACCEPTED

    @property
    def is_given_up(self) -> bool:
        """Whether its person has given it up."""
        return self.state is IdentityState.WITHDRAWN

    @property
    def was_accepted(self) -> bool:
        """Whether a verifier has accepted it, be there a newer one or not."""
        return self.state in {IdentityState.ACCEPTED, IdentityState.REPLACED}


class IdentityPaper(Base):
    """A paper that shows who somebody is, sealed on the disk.

    ``file`` is a random name under instance/identity; the seal is bound to the user's
    id. Without the installation's keys nobody reads it.
    """

    __tablename__ = "identity_papers"

    id: Mapped[int] = mapped_column(primary_key=True)
    identity_id: Mapped[int] = mapped_column(ForeignKey("identities.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    kind: Mapped[str]  # "passport", "register_extract" ...
    media_type: Mapped[str]
    file: Mapped[str] = mapped_column(unique=True)
    size: Mapped[int]  # bytes, unsealed
    added_at: Mapped[datetime]
    delete_after: Mapped[datetime | None] = mapped_column(index=True)
    deleted_at: Mapped[datetime | None]

    looks: Mapped[list[IdentityLook]] = relationship(
        back_populates="paper", order_by="IdentityLook.id"
    )


class IdentityLook(Base):
    """Somebody opened an identity paper, and why."""

    __tablename__ = "identity_looks"

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("identity_papers.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str]
    looked_at: Mapped[datetime]

    user: Mapped[User] = relationship()
    paper: Mapped[IdentityPaper] = relationship(back_populates="looks")


class Mandate(Base):
    """A power of attorney for one lot: the account acts for another's identity."""

    __tablename__ = "mandates"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    identity_id: Mapped[int] = mapped_column(ForeignKey("identities.id"), index=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lots.id"), index=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("identity_papers.id"))
    filed_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(default="")

    identity: Mapped[Identity] = relationship()
    paper: Mapped[IdentityPaper] = relationship()
    lot: Mapped[Lot] = relationship()

    @property
    def state(self) -> MandateState:
        """How far it has come."""
        return state_of(confirmed_at=self.confirmed_at, declined_at=self.declined_at)
