"""Photos and documents of lots; the files themselves lie beside the database."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auction.models.base import Base
from auction.models.office import User


class Photo(Base):
    """A picture of a lot, in the uploads by the digest of its bytes."""

    __tablename__ = "photos"

    id: Mapped[int] = mapped_column(primary_key=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lots.id"), index=True)
    position: Mapped[int]
    file: Mapped[str] = mapped_column(index=True)  # "<sha256>.webp", in the uploads
    thumbnail: Mapped[str | None] = mapped_column(index=True)  # the same, small
    alt: Mapped[str]  # what it shows, for those who cannot see it
    caption: Mapped[str] = mapped_column(default="")
    width: Mapped[int]
    height: Mapped[int]


class Document(Base):
    """A paper that belongs to a lot: a valuation, a register extract, a plan.

    A newer version replaces an older one, which stays. Its file is out of the reach of
    every address but the document's own, which asks this row who may read it.
    """

    __tablename__ = "documents"

    id: Mapped[int] = mapped_column(primary_key=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lots.id"), index=True)
    title: Mapped[str]
    kind: Mapped[str]  # "valuation_report", as auction.rules.papers names them
    file: Mapped[str] = mapped_column(index=True)  # "<sha256>.<ext>", in the documents
    size: Mapped[int]  # bytes
    added_at: Mapped[datetime]
    dated_on: Mapped[date | None]  # the paper's own date
    version: Mapped[int] = mapped_column(default=1)
    is_public: Mapped[bool] = mapped_column(default=True)  # else in the data room
    replaced_at: Mapped[datetime | None]
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))


class DocumentLook(Base):
    """Somebody of the office opened a paper that is not public."""

    __tablename__ = "document_looks"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    looked_at: Mapped[datetime]

    user: Mapped[User] = relationship()
