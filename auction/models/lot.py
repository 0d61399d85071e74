"""Lots, the paddles registered for them, and the bids."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auction.models.base import Base
from auction.models.catalogue import Catalogue
from auction.models.office import Office, User
from auction.models.papers import Document, Photo
from auction.money import Money
from auction.rules.bidding import BidKind, Standing
from auction.rules.categories import Category
from auction.rules.changing import PHOTO
from auction.rules.eligibility import Eligibility
from auction.rules.lifecycle import LIVE, PUBLIC, LotStatus, move
from auction.rules.lot_steps import FIELD
from auction.rules.narrowing import ELIGIBILITY, narrowed
from auction.rules.rounds import goes_on


class Lot(Base):
    """What is sold under one number.

    ``version`` goes up with every change that anyone may see. It tells a watching page
    whether it is out of date, and it catches a writer who forgot the lock.
    """

    __tablename__ = "lots"
    __table_args__ = (
        UniqueConstraint("catalogue_id", "number"),
        UniqueConstraint("catalogue_id", "external_id"),
        Index("ix_lots_due", "status", "closes_at"),
        Index("ix_lots_opening", "status", "opens_at"),
        Index("ix_lots_announcing", "status", "announce_at"),
        Index("ix_lots_announced", "announced_at"),
        Index("ix_lots_category", "category", "status"),
        Index("ix_lots_ended", "office_id", "ended_at"),
        Index("ix_lots_of_office", "office_id", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    catalogue_id: Mapped[int] = mapped_column(ForeignKey("catalogues.id"))
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    number: Mapped[int]  # within its catalogue, from 1
    external_id: Mapped[str | None]  # the office's own file or list number
    title: Mapped[str]
    description: Mapped[str] = mapped_column(default="")  # Markdown
    category: Mapped[Category]
    region: Mapped[str] = mapped_column(default="", index=True)
    location: Mapped[str] = mapped_column(default="")
    round: Mapped[str] = mapped_column(default="first")  # as the procedure names it
    fields: Mapped[dict[str, Any]] = mapped_column(default=dict)  # of its category
    # Who may bid, where it is narrower than the procedure (auction.rules.eligibility).
    eligibility: Mapped[dict[str, Any]] = mapped_column(default=dict)

    valuation: Mapped[Money | None]
    starting_price: Mapped[Money] = mapped_column(index=True)
    reserve: Mapped[Money | None]  # None: equal to the starting price
    increment: Mapped[Money | None]  # None: the procedure has a step table
    deposit: Mapped[Money | None]

    status: Mapped[LotStatus] = mapped_column(default=LotStatus.DRAFT)
    submission_id: Mapped[int | None] = mapped_column(
        ForeignKey("submissions.id"), index=True
    )
    announce_at: Mapped[datetime | None]  # as approved; None: at once
    announced_at: Mapped[datetime | None]
    deviations: Mapped[dict[str, Any]] = mapped_column(default=dict)  # check: reason
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]  # moves with extensions
    # As announced, or as the first bid of a sell-off has set it: extensions are
    # counted from it.
    scheduled_close: Mapped[datetime]
    suspended_at: Mapped[datetime | None]  # stayed or suspended since
    rested_from: Mapped[LotStatus | None]  # what it was before it was stayed
    stayed_until: Mapped[datetime | None]  # as far as the office knows
    ended_at: Mapped[datetime | None]  # sold, passed, recalled: the effective moment
    price: Mapped[Money | None]
    leader_id: Mapped[int | None] = mapped_column(
        ForeignKey("paddles.id", use_alter=True, name="fk_lots_leader_id_paddles")
    )
    bid_count: Mapped[int] = mapped_column(default=0)
    bidder_count: Mapped[int] = mapped_column(default=0)  # paddles that have bid
    paddle_count: Mapped[int] = mapped_column(default=0)  # paddles registered
    extensions: Mapped[int] = mapped_column(default=0)
    reason_code: Mapped[str | None]  # why it passed, was recalled, suspended, voided
    reason_text: Mapped[str | None]  # the public sentence
    notice: Mapped[str | None]  # what everybody should know, e.g. after an outage

    # The chain of attempts to sell the same thing.
    attempt: Mapped[int] = mapped_column(default=1)
    previous_id: Mapped[int | None] = mapped_column(
        ForeignKey("lots.id", name="fk_lots_previous_id_lots"), index=True
    )
    first_id: Mapped[int | None] = mapped_column(  # None: it is the first one itself
        ForeignKey("lots.id", name="fk_lots_first_id_lots"), index=True
    )

    catalogue: Mapped[Catalogue] = relationship()
    office: Mapped[Office] = relationship()
    leader: Mapped[Paddle | None] = relationship(foreign_keys=[leader_id])
    photos: Mapped[list[Photo]] = relationship(order_by="Photo.position")
    documents: Mapped[list[Document]] = relationship(order_by="Document.id")
    previous: Mapped[Lot | None] = relationship(
        foreign_keys=[previous_id], remote_side="Lot.id"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def standing(self) -> Standing:
        """How the lot stands now, as the rules see it."""
        return Standing(
            status=self.status,
            opens_at=self.opens_at,
            closes_at=self.closes_at,
            scheduled_close=self.scheduled_close,
            starting_price=self.starting_price,
            increment=self.increment,
            price=self.price,
            leader_id=self.leader_id,
            bid_count=self.bid_count,
            bidder_count=self.bidder_count,
            extensions=self.extensions,
        )

    @property
    def chain_id(self) -> int:
        """The first lot of the chain of attempts that this one belongs to."""
        return self.first_id or self.id

    @property
    def who_may_bid(self) -> Eligibility:
        """The terms of the procedure, as narrowed by what the lot says."""
        return narrowed(
            self.catalogue.procedure.eligibility,
            self.eligibility,
            category=self.category,
            home=self.office.country,
        )

    @property
    def is_public(self) -> bool:
        """Whether everybody may see it."""
        return self.status in PUBLIC

    @property
    def is_live(self) -> bool:
        """Whether there is still something to wait for."""
        return self.status in LIVE

    @property
    def next_bid(self) -> Money:
        """The least amount that the next bid must reach."""
        return self.standing.minimum_bid(self.catalogue.procedure)

    @property
    def can_go_on(self) -> bool:
        """Whether it is over and the rules know how it can be offered again."""
        return goes_on(self.status, self.catalogue.procedure)

    @property
    def waits_for_first_bid(self) -> bool:
        """Whether nobody has bid yet, and the first bid will set the end."""
        return self.is_live and self.standing.waits_for_first_bid(
            self.catalogue.procedure
        )

    def said(self, name: str) -> Any:  # noqa: ANN401 - each column has its own type
        """Return what it says in an entry: "title", "field.mileage", "photo.7.alt"."""
        if name.startswith(FIELD):
            return self.fields.get(name.removeprefix(FIELD))
        if name.startswith(PHOTO):
            return getattr(*self._photo(name))
        if name.startswith(ELIGIBILITY):
            return self.eligibility.get(name.removeprefix(ELIGIBILITY))
        return getattr(self, name)

    def say(self, name: str, value: Any) -> None:  # noqa: ANN401 - see above
        """Take over what an entry says; a field without a value goes."""
        if name.startswith(PHOTO):
            setattr(*self._photo(name), value)
            return
        for prefix, column in ((FIELD, "fields"), (ELIGIBILITY, "eligibility")):
            if name.startswith(prefix):
                self._say_within(column, name.removeprefix(prefix), value)
                return
        setattr(self, name, value)

    def _say_within(self, column: str, name: str, value: object) -> None:
        kept = {key: one for key, one in getattr(self, column).items() if key != name}
        setattr(self, column, kept if value is None else kept | {name: value})

    def _photo(self, name: str) -> tuple[Photo, str]:
        _, photo_id, part = name.split(".")
        return next(p for p in self.photos if p.id == int(photo_id)), part

    def stand_at(self, standing: Standing) -> None:
        """Take over the price, the leader and the end that a bid has led to."""
        self.price = standing.price
        self.leader_id = standing.leader_id
        self.closes_at = standing.closes_at
        self.scheduled_close = standing.scheduled_close
        self.bid_count = standing.bid_count
        self.bidder_count = standing.bidder_count
        self.extensions = standing.extensions

    def move_to(self, status: LotStatus) -> None:
        """Take the next step in the lot's life, if it is a lawful one."""
        self.status = move(self.status, status)


class Paddle(Base):
    """A bidder's number for one lot; who holds it is nobody's business yet.

    ``commitment`` is SHA-256 over the salt and the verified name and address, or the
    e-mail address of a bidder whom nobody had to verify. It goes into the trail, so
    that the name can be proved later and cannot be changed.
    """

    __tablename__ = "paddles"
    __table_args__ = (
        UniqueConstraint("lot_id", "number"),
        UniqueConstraint("lot_id", "user_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lots.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    number: Mapped[int]
    salt: Mapped[str]
    commitment: Mapped[str]
    registered_at: Mapped[datetime]
    release_due_at: Mapped[datetime | None]  # by when the deposit must be given back
    priority_rank: Mapped[int | None]  # of a confirmed priority purchaser; 1 is first
    stays_bound_at: Mapped[datetime | None]  # agreed to stay bound if the winner fails
    barred_at: Mapped[datetime | None]  # may not bid any more
    unsecured_at: Mapped[
        datetime | None
    ]  # its deposit is gone; no bids until it is back

    user: Mapped[User] = relationship()
    lot: Mapped[Lot] = relationship(foreign_keys=[lot_id])


class Bid(Base):
    """An amount someone is bound to pay if nobody bids more."""

    __tablename__ = "bids"
    __table_args__ = (
        UniqueConstraint("lot_id", "sequence"),
        UniqueConstraint("lot_id", "paddle_id", "idempotency_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lots.id"))
    paddle_id: Mapped[int] = mapped_column(ForeignKey("paddles.id"), index=True)
    sequence: Mapped[int]  # 1, 2, 3 ... in commit order
    amount: Mapped[Money]
    received_at: Mapped[datetime]
    idempotency_key: Mapped[str] = mapped_column(String(64))
    closes_at: Mapped[datetime]  # the end of the lot once this bid was in
    voided_at: Mapped[datetime | None]
    kind: Mapped[BidKind] = mapped_column(default=BidKind.PLACED)

    paddle: Mapped[Paddle] = relationship()
    lot: Mapped[Lot] = relationship()


class Maximum(Base):
    """A limit up to which the site bids for somebody.

    ``sealed`` (auction.sealing) is bound to lot and paddle: the amount stands in clear
    nowhere until it is used up. A tie goes to the lower ``id``: the earlier one.
    """

    __tablename__ = "maxima"
    __table_args__ = (UniqueConstraint("paddle_id", "idempotency_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lots.id"), index=True)
    paddle_id: Mapped[int] = mapped_column(ForeignKey("paddles.id"), index=True)
    sealed: Mapped[bytes]
    received_at: Mapped[datetime]
    idempotency_key: Mapped[str] = mapped_column(String(64))
    replaced_at: Mapped[datetime | None]  # by a newer one of the same paddle
    cancelled_at: Mapped[datetime | None]
    used_up_at: Mapped[datetime | None]
    unreadable_at: Mapped[datetime | None]  # its seal was found broken

    paddle: Mapped[Paddle] = relationship()

    @property
    def is_active(self) -> bool:
        """Whether it may still bid."""
        ends = (
            self.replaced_at,
            self.cancelled_at,
            self.used_up_at,
            self.unreadable_at,
        )
        return not any(ends)
