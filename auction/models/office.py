"""Offices that sell, people who sign in, and their signed-in browsers."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey, String
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
    VERIFIER = "verifier"  # looks at identity papers; neither sells nor runs the site
    AUDITOR = "auditor"
    OPERATOR = "operator"


class Duty(StrEnum):
    """What an officer does in an office."""

    DRAFTER = "drafter"  # prepares lots and submits them
    APPROVER = "approver"  # approves what somebody else has submitted
    CASHIER = "cashier"  # keeps the deposits
    AUDITOR = "auditor"  # sees what the office did, and changes nothing


class Office(Base):
    """A court, a bank or an asset manager that sells."""

    __tablename__ = "offices"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[OfficeKind]
    region: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(String(2), default="")  # ISO 3166-1
    address: Mapped[str] = mapped_column(default="")  # of the house, several lines
    contact: Mapped[str] = mapped_column(default="")  # shown on every lot page
    supervision: Mapped[str] = mapped_column(default="")  # whom to complain to
    introduction: Mapped[str] = mapped_column(default="")  # Markdown
    logo: Mapped[str | None]  # "<sha256>.webp", under instance/uploads

    # What its catalogues begin with.
    time_zone: Mapped[str] = mapped_column(default="UTC")
    currency_code: Mapped[str] = mapped_column(String(3), default="EUR")
    locale: Mapped[str] = mapped_column(default="en")

    # The account to which deposits and prices are paid.
    payee: Mapped[str] = mapped_column(default="")
    iban: Mapped[str] = mapped_column(default="")
    bic: Mapped[str] = mapped_column(default="")

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which its people read times."""
        return ZoneInfo(self.time_zone)


class Appointment(Base):
    """A duty that somebody has in an office, from a day on and until it is ended."""

    __tablename__ = "appointments"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    duty: Mapped[Duty]
    appointed_at: Mapped[datetime]
    appointed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    office: Mapped[Office] = relationship()
    user: Mapped[User] = relationship(
        back_populates="appointments", foreign_keys=[user_id]
    )


class Invitation(Base):
    """A letter that lets somebody into an office; its link is good once.

    ``token`` is SHA-256 (hex) of the word in the link; ``duties`` a list of duties. One
    without an office makes a verifier.
    """

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"), index=True)
    email: Mapped[str]  # trimmed, lower case
    duties: Mapped[list[str]]
    token: Mapped[str] = mapped_column(unique=True)
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    invited_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    office: Mapped[Office | None] = relationship()


class User(Base):
    """Someone with an account."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)  # trimmed, lower case
    name: Mapped[str] = mapped_column(default="")
    password_hash: Mapped[str]
    role: Mapped[Role] = mapped_column(default=Role.BIDDER)
    is_example: Mapped[bool] = mapped_column(default=False)
    registered_at: Mapped[datetime]
    email_confirmed_at: Mapped[datetime | None]
    language: Mapped[str] = mapped_column(default="en")  # of what is written to him
    closed_at: Mapped[datetime | None]  # the person has left; the bids stay
    left_as: Mapped[bytes | None]  # who he was, sealed: his bidder numbers are bound

    # The second factor. The seed is sealed (auction.sealing); a code counts once: only
    # a later step than ``totp_step`` (30-second steps since 1970) is taken.
    totp_seed: Mapped[bytes | None]
    totp_since: Mapped[datetime | None]  # None: not yet proved with a first code
    totp_step: Mapped[int | None]

    appointments: Mapped[list[Appointment]] = relationship(
        back_populates="user",
        foreign_keys="Appointment.user_id",
        order_by="Appointment.id",
    )

    @property
    def needs_second_factor(self) -> bool:
        """Whether a site may ask for one: of those who work here, not of examples."""
        return self.role is not Role.BIDDER and not self.is_example

    def duties_in(self, office_id: int) -> frozenset[Duty]:
        """Return what this person does in an office now; nothing in most."""
        if self.role is not Role.OFFICER:
            return frozenset()
        return frozenset(
            post.duty
            for post in self.appointments
            if post.office_id == office_id and post.ended_at is None
        )

    def works_for(self, office_id: int) -> bool:
        """Say whether this person is an officer of the office."""
        return bool(self.duties_in(office_id))

    @property
    def offices(self) -> list[Office]:
        """The offices for which this person works now, by name."""
        if self.role is not Role.OFFICER:
            return []
        held = {p.office_id: p.office for p in self.appointments if p.ended_at is None}
        return sorted(held.values(), key=lambda office: (office.name, office.id))


class SignIn(Base):
    """One browser in which somebody is signed in; ending it ends the cookie."""

    __tablename__ = "sign_ins"

    token: Mapped[str] = mapped_column(primary_key=True)  # SHA-256 of the cookie's word
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    signed_in_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    browser: Mapped[str] = mapped_column(default="")  # "Firefox on Linux"
    seen_at: Mapped[datetime | None]  # idle for too long, it ends
    proved_at: Mapped[datetime | None]  # password or code given again
    waits_for_code: Mapped[bool] = mapped_column(default=False)  # half signed in

    user: Mapped[User] = relationship()
