"""What is counted beside the lot, so that counting never touches its version."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from auction.models.base import Base


class LotViews(Base):
    """How often a lot's page was looked at."""

    __tablename__ = "lot_views"

    lot_id: Mapped[int] = mapped_column(ForeignKey("lots.id"), primary_key=True)
    views: Mapped[int] = mapped_column(default=0)


class Reminder(Base):
    """A person who watches a lot, and is reminded of its opening and its close."""

    __tablename__ = "reminders"

    lot_id: Mapped[int] = mapped_column(ForeignKey("lots.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    set_at: Mapped[datetime]
    told_of_opening_at: Mapped[datetime | None]
    told_of_closing_at: Mapped[datetime | None]


class SavedSearch(Base):
    """A search that somebody keeps, to be told of new lots that it finds."""

    __tablename__ = "saved_searches"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    name: Mapped[str]
    query: Mapped[str]  # as in the address of the list: "q=forest&region=North"
    saved_at: Mapped[datetime]
    looked_at: Mapped[datetime]  # lots announced after that are new on its page
    wants_mail: Mapped[bool] = mapped_column(default=True)
    told_until: Mapped[datetime]  # lots announced until then were told, or were there
    told_at: Mapped[datetime | None]  # when a mail was last written


class Heartbeat(Base):
    """A sign of life of the site: one row, whose age after a restart is the outage."""

    __tablename__ = "heartbeat"

    id: Mapped[int] = mapped_column(primary_key=True)
    beaten_at: Mapped[datetime]
    swept_at: Mapped[datetime]
