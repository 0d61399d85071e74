"""What an office does at its desk: submissions, changes, acts, stops."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auction.models.base import Base
from auction.models.catalogue import Catalogue
from auction.models.lot import Lot, Paddle
from auction.models.office import Office, User
from auction.models.papers import Document
from auction.rules.acting import ActKind, Wish, has_lapsed
from auction.rules.barring import BarScope


class Decision(StrEnum):
    """What became of a submission: a second person decides, or it is withdrawn."""

    APPROVED = "approved"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


class Submission(Base):
    """Lots of a catalogue that one officer handed to another for approval.

    ``digest`` is SHA-256 (hex) over the content of the catalogue and all its submitted
    lots, files included: what was approved is what is announced.
    """

    __tablename__ = "submissions"

    id: Mapped[int] = mapped_column(primary_key=True)
    catalogue_id: Mapped[int] = mapped_column(ForeignKey("catalogues.id"), index=True)
    digest: Mapped[str]
    lot_count: Mapped[int]
    announce_at: Mapped[datetime | None]  # None: as soon as it is approved
    note: Mapped[str] = mapped_column(default="")  # to the approver
    submitted_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    submitted_at: Mapped[datetime]
    decision: Mapped[Decision | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    remark: Mapped[str] = mapped_column(default="")  # to the drafter

    catalogue: Mapped[Catalogue] = relationship()
    submitted_by: Mapped[User] = relationship(foreign_keys=[submitted_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])


class SubmittedLot(Base):
    """What a lot said when it was submitted, word by word.

    ``content`` is the canonical JSON of its terms, texts and files, and ``digest``
    SHA-256 (hex) over the catalogue's terms and it. A lot that was sent back to its
    drafter after the approval says when, by whom (None: by the clock) and why.
    """

    __tablename__ = "submitted_lots"

    submission_id: Mapped[int] = mapped_column(
        ForeignKey("submissions.id"), primary_key=True
    )
    lot_id: Mapped[int] = mapped_column(
        ForeignKey("lots.id"), primary_key=True, index=True
    )
    digest: Mapped[str]
    content: Mapped[str]
    sent_back_at: Mapped[datetime | None]
    sent_back_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    remark: Mapped[str] = mapped_column(default="")

    submission: Mapped[Submission] = relationship()
    lot: Mapped[Lot] = relationship()


class LotChange(Base):
    """A change of a lot after its announcement, which everybody can read.

    What is for the office only, such as a debtor's name, stays so: ``is_public``.
    """

    __tablename__ = "lot_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lots.id"), index=True)
    at: Mapped[datetime]
    field: Mapped[str]  # as people read it: "Known defects"
    old: Mapped[str]
    new: Mapped[str]
    reason: Mapped[str]
    is_public: Mapped[bool] = mapped_column(default=True)
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))  # never shown


class Act(Base):
    """An officer's act on a lot: asked for, and done when all have agreed.

    Until ``done_at`` nothing has happened to the lot.
    """

    __tablename__ = "acts"

    id: Mapped[int] = mapped_column(primary_key=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lots.id"), index=True)
    kind: Mapped[ActKind]
    ground: Mapped[str | None]
    public_text: Mapped[str]
    until: Mapped[datetime | None]  # a stay's end, or the new opening or end
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    done_at: Mapped[datetime | None]
    declined_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    declined_at: Mapped[datetime | None]
    remark: Mapped[str] = mapped_column(default="")
    stop_id: Mapped[int | None] = mapped_column(
        ForeignKey("emergency_stops.id"), index=True
    )

    lot: Mapped[Lot] = relationship()
    document: Mapped[Document | None] = relationship()
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])
    confirmed_by: Mapped[User | None] = relationship(foreign_keys=[confirmed_by_id])
    declined_by: Mapped[User | None] = relationship(foreign_keys=[declined_by_id])

    @property
    def is_waiting(self) -> bool:
        """Whether a second person has still to say yes or no."""
        return not (self.is_decided or has_lapsed(self.kind, self.lot.status))

    @property
    def is_decided(self) -> bool:
        """Whether it was done, declined or withdrawn."""
        return self.done_at is not None or self.declined_at is not None

    @property
    def is_withdrawn(self) -> bool:
        """Whether the one who asked for it has taken it back."""
        return self.declined_by_id == self.asked_by_id

    @property
    def wish(self) -> Wish:
        """What is wanted, as the rules judge it."""
        return Wish(
            kind=self.kind,
            public_text=self.public_text,
            ground=self.ground,
            until=self.until,
            has_document=self.document is not None,
        )


class EmergencyStop(Base):
    """Somebody pulled the brake: on one lot, on an office's, or on all of them."""

    __tablename__ = "emergency_stops"

    id: Mapped[int] = mapped_column(primary_key=True)
    lot_id: Mapped[int | None] = mapped_column(ForeignKey("lots.id"))
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"), index=True)
    reason: Mapped[str]
    pulled_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    pulled_at: Mapped[datetime]
    lots_stopped: Mapped[int] = mapped_column(default=0)

    pulled_by: Mapped[User] = relationship()
    office: Mapped[Office | None] = relationship()


class Barring(Base):
    """Somebody may not bid any more; who, is not shown.

    On one chain of attempts (``lot_id``, its first lot), with one office, or, where
    neither is named, on the whole site. ``fingerprint`` is the identity's, so that
    another account of the same person is barred with it.
    """

    __tablename__ = "barrings"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    fingerprint: Mapped[str | None] = mapped_column(index=True)
    lot_id: Mapped[int | None] = mapped_column(ForeignKey("lots.id"), index=True)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"), index=True)
    paddle_id: Mapped[int | None] = mapped_column(  # under which number it happened
        ForeignKey("paddles.id")
    )
    ground: Mapped[str]
    text: Mapped[str] = mapped_column(default="")  # what the person is told
    barred_at: Mapped[datetime]
    barred_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    until: Mapped[datetime | None]  # None: for good
    appeal: Mapped[str] = mapped_column(default="")  # what the person says against it
    appealed_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    answer: Mapped[str] = mapped_column(default="")
    lifted_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(foreign_keys=[user_id])
    lot: Mapped[Lot | None] = relationship()
    office: Mapped[Office | None] = relationship()
    paddle: Mapped[Paddle | None] = relationship()

    @property
    def scope(self) -> BarScope:
        """From what somebody is kept."""
        if self.lot_id is not None:
            return BarScope.CHAIN
        return BarScope.OFFICE if self.office_id is not None else BarScope.SITE

    @property
    def seller(self) -> Office | None:
        """The office that decides about it; of a bar on the whole site, none."""
        return self.lot.office if self.lot is not None else self.office

    @property
    def waits_for_answer(self) -> bool:
        """Whether there is an appeal that nobody has answered."""
        return self.appealed_at is not None and self.answered_at is None
