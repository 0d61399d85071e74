"""Which files are spoken of, and who may see a picture by its name.

A file is shared by all whose bytes are the same: copies of a lot, its next rounds, the
lots of other offices. What was announced never loses its photos and papers, so its
files stay; what was only in a draft may be gone for good.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import exists, or_, select, union
from sqlalchemy.orm import Session

from auction.models import Document, LedgerEntry, Lot, Office, Photo
from auction.rules.lifecycle import PUBLIC

COLUMNS = (
    *(Photo.file, Photo.thumbnail, Document.file, Office.logo),
    LedgerEntry.paper,
)


@dataclass(frozen=True, slots=True)
class Audience:
    """Who may see a file: everybody, or only the people of some offices."""

    is_everybody: bool = False
    office_ids: frozenset[int] = frozenset()


def names_in_use(session: Session) -> set[str]:
    """Return the names of all files of which anything here speaks."""
    named = union(*(select(column).where(column.is_not(None)) for column in COLUMNS))
    return set(session.scalars(named))


def audience_of(session: Session, name: str) -> Audience:
    """Return who may see a picture, or a paper that lies among the pictures."""
    place = select(Lot.office_id, Lot.status)
    shown = place.join(Photo, Photo.lot_id == Lot.id).where(
        or_(Photo.file == name, Photo.thumbnail == name)
    )
    filed = place.join(Document, Document.lot_id == Lot.id).where(
        Document.file == name, Document.is_public
    )
    lots = session.execute(union(shown, filed)).tuples().all()

    is_logo = session.scalar(select(exists().where(Office.logo == name)))
    return Audience(
        is_everybody=bool(is_logo) or any(status in PUBLIC for _, status in lots),
        office_ids=frozenset(office_id for office_id, _ in lots),
    )
