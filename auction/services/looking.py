"""Who opened the papers of a lot that are not public."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from auction.models import Document, DocumentLook, Duty, Lot
from auction.rules.refusal import NotThere
from auction.services.officers import check_duty
from auction.services.transaction import atomic


@atomic
def note_look(
    session: Session, *, document_id: int, officer_id: int, now: datetime
) -> None:
    """Write down that somebody of the office opens a paper that is not public."""
    document = session.get(Document, document_id)
    if document is None:
        raise NotThere("There is no such document.")
    lot = session.get_one(Lot, document.lot_id)
    check_duty(
        session, officer_id=officer_id, office_id=lot.office_id, duties=tuple(Duty)
    )
    session.add(
        DocumentLook(document_id=document_id, user_id=officer_id, looked_at=now)
    )


def looks_at(session: Session, document: Document) -> Sequence[DocumentLook]:
    """Return who opened a paper, the newest first."""
    return session.scalars(
        select(DocumentLook)
        .where(DocumentLook.document_id == document.id)
        .options(joinedload(DocumentLook.user, innerjoin=True))
        .order_by(DocumentLook.looked_at.desc(), DocumentLook.id.desc())
    ).all()


def count_looks(session: Session, lot: Lot) -> dict[int, int]:
    """Count how often each paper of a lot was opened, by the paper's id."""
    counted = (
        select(DocumentLook.document_id, func.count())
        .join(Document, Document.id == DocumentLook.document_id)
        .where(Document.lot_id == lot.id)
        .group_by(DocumentLook.document_id)
    )
    return dict(session.execute(counted).tuples().all())
