"""Photos and documents of lots; the files themselves lie in the uploads."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from auction.models.base import Base


class Photo(Base):
    """A picture of a lot, in the uploads by the digest of its bytes."""

    __tablename__ = "photos"

    id: Mapped[int] = mapped_column(primary_key=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lots.id"), index=True)
    position: Mapped[int]
    file: Mapped[str]  # "<sha256>.webp", under instance/uploads
    thumbnail: Mapped[str | None]  # the same, small
    alt: Mapped[str]  # what it shows, for those who cannot see it
    caption: Mapped[str] = mapped_column(default="")
    width: Mapped[int]
    height: Mapped[int]


class Document(Base):
    """A paper that belongs to a lot: a valuation, a register extract, a plan.

    A newer version replaces an older one, which stays. What is not public lies in
    instance/data-room, out of the reach of every public address.
    """

    __tablename__ = "documents"

    id: Mapped[int] = mapped_column(primary_key=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lots.id"), index=True)
    title: Mapped[str]
    kind: Mapped[str]  # "valuation_report", as auction.rules.papers names them
    file: Mapped[str]  # "<sha256>.<ext>", under instance/uploads or instance/data-room
    size: Mapped[int]  # bytes
    added_at: Mapped[datetime]
    dated_on: Mapped[date | None]  # the paper's own date
    version: Mapped[int] = mapped_column(default=1)
    is_public: Mapped[bool] = mapped_column(default=True)
    replaced_at: Mapped[datetime | None]
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))
