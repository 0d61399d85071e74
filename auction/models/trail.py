"""The trail: written once, never changed."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from auction.models.base import Base


class TrailRow(Base):
    """What happened to a lot, who did it, and when, chained to the row before.

    ``digest`` is SHA-256 (hex) over the previous digest, a newline and ``entry``, the
    canonical JSON of the whole row; ``entry`` is what is published.
    """

    __tablename__ = "trail"
    __table_args__ = (UniqueConstraint("lot_id", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lots.id"))
    sequence: Mapped[int]
    at: Mapped[datetime]
    actor: Mapped[str]  # "paddle 4711", "office example-court", "clock"
    action: Mapped[str]
    entry: Mapped[str]
    digest: Mapped[str]


def _refuse(*_: object) -> None:
    raise TypeError("The trail is never changed or deleted.")


event.listen(TrailRow, "before_update", _refuse)
event.listen(TrailRow, "before_delete", _refuse)
