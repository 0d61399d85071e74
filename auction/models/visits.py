"""Questions about a lot, and visits to it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auction.models.base import Base
from auction.models.lot import Lot


class Question(Base):
    """A question about a lot; who asked is nobody's business.

    It is public once it is answered. One that is declined, with a reason, is seen by
    its asker alone.
    """

    __tablename__ = "questions"
    __table_args__ = (
        UniqueConstraint("lot_id", "number"),
        Index("ix_questions_waiting", "answered_at", "declined_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lots.id"), index=True)
    number: Mapped[int]  # within its lot, from 1
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    text: Mapped[str]
    asked_at: Mapped[datetime]
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    declined_at: Mapped[datetime | None]
    declined_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(default="")  # why declined; for the asker alone

    lot: Mapped[Lot] = relationship()
    supplements: Mapped[list[Supplement]] = relationship(order_by="Supplement.id")

    @property
    def is_waiting(self) -> bool:
        """Whether the office has still to answer or to decline it."""
        return self.answered_at is None and self.declined_at is None


class Supplement(Base):
    """What an office added to an answer later; the answer itself stays as it was."""

    __tablename__ = "supplements"

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"), index=True)
    text: Mapped[str]
    added_at: Mapped[datetime]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


class InspectionSlot(Base):
    """A time at which so many people may look at a lot."""

    __tablename__ = "inspection_slots"

    id: Mapped[int] = mapped_column(primary_key=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lots.id"), index=True)
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    place: Mapped[str]
    capacity: Mapped[int]  # people
    note: Mapped[str] = mapped_column(default="")
    cancelled_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")  # why it was cancelled

    lot: Mapped[Lot] = relationship()
    bookings: Mapped[list[InspectionBooking]] = relationship(
        back_populates="slot", order_by="InspectionBooking.id"
    )


class InspectionBooking(Base):
    """Places that somebody took; ``code`` is what he shows at the door."""

    __tablename__ = "inspection_bookings"

    id: Mapped[int] = mapped_column(primary_key=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("inspection_slots.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    code: Mapped[str] = mapped_column(unique=True)
    visitor: Mapped[str]  # the name at the door, as the person chose to write it
    people: Mapped[int] = mapped_column(default=1)
    booked_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]

    slot: Mapped[InspectionSlot] = relationship(back_populates="bookings")
